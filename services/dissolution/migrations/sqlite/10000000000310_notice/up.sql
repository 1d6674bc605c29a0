-- Public notices of dissolution. What was published is kept as it was.
CREATE TABLE dissolution_notice (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    -- The permanent number, in addresses.
    number TEXT NOT NULL UNIQUE,
    agency_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    -- Counted by agency and year, without gaps.
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    published_on TEXT NOT NULL,
    window_ends_on TEXT NOT NULL,
    -- What the public reads, in JSON, without personal data.
    published TEXT NOT NULL,
    -- The notice that this one takes the place of, and why.
    replaces BLOB,
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (agency_code, year, sequence)
);
CREATE INDEX dissolution_notice_by_case ON dissolution_notice (dissolution_id, id);
-- A case has one notice that holds at the most.
CREATE UNIQUE INDEX dissolution_notice_holding ON dissolution_notice (dissolution_id) WHERE state = 'published';

-- When the tax department was told of a case.
CREATE TABLE tax_information (
    dissolution_id BLOB NOT NULL PRIMARY KEY REFERENCES dissolution (id),
    informed_on TEXT NOT NULL,
    document_id BLOB,
    recorded_at BIGINT NOT NULL
);
