-- The survey of a case, one for each. What people wrote stands in this row alone, which is erasable.
CREATE TABLE survey (
    dissolution_id BLOB NOT NULL PRIMARY KEY REFERENCES dissolution (id),
    surveyed_on TEXT NOT NULL,
    -- What was found, where somebody has looked; so below.
    records TEXT,
    records_explanation TEXT,
    people TEXT,
    people_explanation TEXT,
    assets TEXT,
    -- Its lines, in JSON; so below.
    asset_lines TEXT,
    assets_explanation TEXT,
    debts TEXT,
    debt_lines TEXT,
    debts_explanation TEXT,
    -- Id and digest of each document, in JSON.
    documents TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
