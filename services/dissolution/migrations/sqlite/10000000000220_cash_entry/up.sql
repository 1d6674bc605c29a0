-- The cash book of a case: numbered without a gap, each entry with the balance after it. Never
-- changed; what was wrong is taken back by a counter-entry, once.
CREATE TABLE cash_entry (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    kind TEXT NOT NULL,
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd <> 0),
    balance_vnd BIGINT NOT NULL CHECK (balance_vnd >= 0),
    booked_on TEXT NOT NULL,
    claim_id BLOB REFERENCES claim (id),
    receivable_id BLOB REFERENCES receivable (id),
    asset_id BLOB REFERENCES asset (id),
    reverses_id BLOB UNIQUE REFERENCES cash_entry (id),
    documents TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (dissolution_id, sequence)
);
CREATE INDEX cash_entry_by_case ON cash_entry (dissolution_id, id);

-- What an entry is for, in people's own words: may hold personal data, so it is erasable.
CREATE TABLE cash_entry_description (
    cash_entry_id BLOB NOT NULL PRIMARY KEY REFERENCES cash_entry (id),
    description TEXT NOT NULL
);

-- Each reading of personal data unmasked: who, for which agency, why, what. No personal data of
-- those who were read.
CREATE TABLE personal_data_read (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    what TEXT NOT NULL,
    records INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX personal_data_read_by_case ON personal_data_read (dissolution_id, id);

CREATE TRIGGER cash_entry_is_never_updated BEFORE UPDATE ON cash_entry
BEGIN SELECT RAISE(ABORT, 'the cash book is never changed'); END;
CREATE TRIGGER cash_entry_is_never_deleted BEFORE DELETE ON cash_entry
BEGIN SELECT RAISE(ABORT, 'the cash book is never changed'); END;
