-- Public notices of dissolution. What was published is kept as it was.
CREATE TABLE dissolution_notice (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    -- The permanent number, in addresses.
    number TEXT NOT NULL UNIQUE,
    agency_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    -- Counted by agency and year, without gaps.
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    published_on DATE NOT NULL,
    window_ends_on DATE NOT NULL,
    -- What the public reads, in JSON, without personal data.
    published TEXT NOT NULL,
    -- The notice that this one takes the place of, and why.
    replaces UUID,
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (agency_code, year, sequence)
);
CREATE INDEX dissolution_notice_by_case ON dissolution_notice (dissolution_id, id);
-- A case has one notice that holds at the most.
CREATE UNIQUE INDEX dissolution_notice_holding ON dissolution_notice (dissolution_id) WHERE state = 'published';

-- When the tax department was told of a case.
CREATE TABLE tax_information (
    dissolution_id UUID NOT NULL PRIMARY KEY REFERENCES dissolution (id),
    informed_on DATE NOT NULL,
    document_id UUID,
    recorded_at TIMESTAMPTZ NOT NULL
);
