-- What the decision of a case rests on, one for each. What people wrote stands in this row alone,
-- which is erasable.
CREATE TABLE decision (
    dissolution_id BLOB NOT NULL PRIMARY KEY REFERENCES dissolution (id),
    kind TEXT,
    number TEXT,
    issued_on TEXT,
    issuer TEXT,
    -- Id and digest of each document, in JSON.
    documents TEXT,
    -- How many members the council has: stays where they were erased.
    council_size INTEGER CHECK (council_size > 0),
    -- Or why there is none, and which authority acts instead.
    no_council_reason TEXT,
    acting_agency TEXT,
    acting_agency_name TEXT,
    -- The list of capital and funds: whether there are undivided ones, and its lines in JSON.
    undivided TEXT,
    capital_lines TEXT,
    capital_explanation TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK (council_size IS NULL OR acting_agency IS NULL)
);

-- The members of a dissolution council are natural persons: erasable.
CREATE TABLE council_member (
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    citizen_id TEXT,
    phone TEXT,
    address TEXT,
    PRIMARY KEY (dissolution_id, position)
);
