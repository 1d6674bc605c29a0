-- What the tax department recorded of a case: the last line counts, none is changed. The note is in
-- people's own words, and erasable.
CREATE TABLE tax_clearance (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    outcome TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    amount_vnd BIGINT CHECK (amount_vnd > 0),
    note TEXT,
    -- Id and digest of each document, in JSON.
    documents TEXT NOT NULL,
    agency_code TEXT NOT NULL,
    -- Under the name that it had then.
    agency_name TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX tax_clearance_by_case ON tax_clearance (dissolution_id, id);
