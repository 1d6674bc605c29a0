-- Assets of organisations that dissolve. What people wrote stands in this row alone, which is
-- erasable.
CREATE TABLE asset (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    division TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT,
    book_value_vnd BIGINT CHECK (book_value_vnd >= 0),
    listed_on DATE NOT NULL,
    -- Id and digest of each document, in JSON; so in the columns below.
    evidence TEXT NOT NULL,
    proposal_kind TEXT,
    proposal_reason TEXT,
    proposed_on DATE,
    proposal_documents TEXT,
    decision_kind TEXT,
    -- The competent agency, under the name that it had then.
    decided_by_agency TEXT,
    decided_by_agency_name TEXT,
    decision_number TEXT,
    decided_on DATE,
    decision_documents TEXT,
    disposal_kind TEXT,
    disposed_on DATE,
    price_vnd BIGINT CHECK (price_vnd >= 0),
    receiver TEXT,
    receiving_agency TEXT,
    disposal_documents TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- Undivided assets are never sold, and nothing else is handed over.
    CHECK (division = 'divisible' OR state <> 'disposed'),
    CHECK (division = 'undivided' OR state <> 'handed_over'),
    CHECK (division = 'divisible' OR price_vnd IS NULL OR price_vnd = 0)
);
CREATE INDEX asset_by_case ON asset (dissolution_id, id);

-- What an asset was found to be worth: several over time, never changed.
CREATE TABLE asset_valuation (
    id UUID NOT NULL PRIMARY KEY,
    asset_id UUID NOT NULL REFERENCES asset (id),
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    method TEXT NOT NULL,
    value_vnd BIGINT NOT NULL CHECK (value_vnd >= 0),
    valued_on DATE NOT NULL,
    documents TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX asset_valuation_by_asset ON asset_valuation (asset_id, valued_on, id);
