-- A record that was wrong is corrected by another one that names it, or withdrawn by one: of each institution
-- and day, of each commune and day, the last one in number holds. Nothing is ever changed.
CREATE TABLE credit_record_next (
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
    -- Its number among the records of the institution and day.
    sequence INTEGER NOT NULL DEFAULT 1 CHECK (sequence > 0),
    -- Which one it corrects.
    corrects BLOB UNIQUE REFERENCES credit_record (id),
    -- Whether it says only that there is no such record.
    withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (organisation_id, institution_key, as_of, sequence),
    CHECK ((overdue_vnd = 0) = (overdue_since IS NULL)),
    CHECK ((sequence = 1) = (corrects IS NULL)),
    CHECK (NOT withdrawn OR (sequence > 1 AND outstanding_vnd = 0))
);
INSERT INTO credit_record_next (id, organisation_id, credit_institution, institution_key, as_of,
    outstanding_vnd, overdue_vnd, overdue_since, recorded_by, recorded_at)
SELECT id, organisation_id, credit_institution, institution_key, as_of, outstanding_vnd, overdue_vnd,
    overdue_since, recorded_by, recorded_at
FROM credit_record;
DROP TABLE credit_record;
ALTER TABLE credit_record_next RENAME TO credit_record;
CREATE INDEX credit_record_by_organisation ON credit_record (organisation_id, id);
CREATE TRIGGER credit_record_is_never_updated BEFORE UPDATE ON credit_record
BEGIN SELECT RAISE(ABORT, 'credit records are never changed'); END;
CREATE TRIGGER credit_record_is_never_deleted BEFORE DELETE ON credit_record
BEGIN SELECT RAISE(ABORT, 'credit records are never changed'); END;

CREATE TABLE commune_grade_next (
    id BLOB NOT NULL PRIMARY KEY,
    commune_code TEXT NOT NULL,
    grade TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_issued_on TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 1 CHECK (sequence > 0),
    corrects BLOB UNIQUE REFERENCES commune_grade (id),
    withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (commune_code, valid_from, sequence),
    CHECK ((sequence = 1) = (corrects IS NULL)),
    CHECK (NOT withdrawn OR sequence > 1)
);
INSERT INTO commune_grade_next (id, commune_code, grade, valid_from, document_number, document_issued_on,
    recorded_by, recorded_at)
SELECT id, commune_code, grade, valid_from, document_number, document_issued_on, recorded_by, recorded_at
FROM commune_grade;
DROP TABLE commune_grade;
ALTER TABLE commune_grade_next RENAME TO commune_grade;
CREATE TRIGGER commune_grade_is_never_updated BEFORE UPDATE ON commune_grade
BEGIN SELECT RAISE(ABORT, 'grades of communes are never changed'); END;
CREATE TRIGGER commune_grade_is_never_deleted BEFORE DELETE ON commune_grade
BEGIN SELECT RAISE(ABORT, 'grades of communes are never changed'); END;
