-- What the State Bank recorded on an organisation's debts to credit institutions. Never changed: a later
-- day has a record of its own.
CREATE TABLE credit_record (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    credit_institution TEXT NOT NULL,
    -- The words of its name, by which records of one day are told apart.
    institution_key TEXT NOT NULL,
    as_of TEXT NOT NULL,
    outstanding_vnd BIGINT NOT NULL CHECK (outstanding_vnd >= 0),
    overdue_vnd BIGINT NOT NULL CHECK (overdue_vnd BETWEEN 0 AND outstanding_vnd),
    overdue_since TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (organisation_id, institution_key, as_of),
    CHECK ((overdue_vnd = 0) = (overdue_since IS NULL))
);
CREATE INDEX credit_record_by_organisation ON credit_record (organisation_id, id);

CREATE TRIGGER credit_record_is_never_updated BEFORE UPDATE ON credit_record
BEGIN SELECT RAISE(ABORT, 'credit records are never changed'); END;
CREATE TRIGGER credit_record_is_never_deleted BEFORE DELETE ON credit_record
BEGIN SELECT RAISE(ABORT, 'credit records are never changed'); END;
