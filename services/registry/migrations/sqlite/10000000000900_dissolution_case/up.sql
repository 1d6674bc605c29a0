-- What the register followed of the dissolution cases: the last step of each that concerns it.
CREATE TABLE dissolution_case (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL,
    -- The status before the entry was frozen: it returns where the case is withdrawn.
    status_before TEXT,
    last_step TEXT NOT NULL,
    -- Why the register could not follow that step, where it could not: a code.
    not_followed TEXT,
    -- The position of that step in the log of dissolutions.
    position BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX dissolution_case_by_organisation ON dissolution_case (organisation_id, position);
