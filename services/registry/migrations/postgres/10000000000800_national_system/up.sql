-- Comparisons of the register with a file of the national system.
CREATE TABLE reconciliation (
    id UUID NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    -- How many of each kind, in JSON.
    counts TEXT NOT NULL,
    -- What could not be read, in JSON, without personal data.
    report TEXT NOT NULL,
    -- False while its differences are being written; nobody sees it until then.
    complete BOOLEAN NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- The differences that a comparison found, and what was decided of each.
CREATE TABLE national_difference (
    id UUID NOT NULL PRIMARY KEY,
    reconciliation_id UUID NOT NULL REFERENCES reconciliation (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    organisation_id UUID,
    -- The version of the entry that was compared: a later one makes the difference stale.
    organisation_version BIGINT,
    row_number INTEGER,
    name TEXT NOT NULL,
    registration_number TEXT,
    district_code TEXT,
    commune_code TEXT NOT NULL,
    score INTEGER,
    -- Reasons of the score, fields that differ, and what the row says, in JSON.
    reasons TEXT NOT NULL,
    fields TEXT NOT NULL,
    theirs TEXT,
    decision_reason TEXT,
    decided_by TEXT,
    decided_at TIMESTAMPTZ
);
CREATE INDEX national_difference_by_reconciliation
    ON national_difference (reconciliation_id, id);
CREATE INDEX national_difference_by_kind
    ON national_difference (reconciliation_id, kind, state, id);
CREATE INDEX national_difference_by_district
    ON national_difference (reconciliation_id, district_code, id);
