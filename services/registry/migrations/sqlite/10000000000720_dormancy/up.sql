-- Signs of life that the tax department recorded.
CREATE TABLE tax_activity (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    active_on TEXT NOT NULL,
    note TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX tax_activity_by_organisation ON tax_activity (organisation_id, active_on);

-- Proposals to record that an organisation has stopped; only a decision moves its status.
CREATE TABLE dormancy_proposal (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    -- The first year without a sign of life.
    since_year INTEGER NOT NULL,
    detected BOOLEAN NOT NULL,
    reason TEXT,
    decision_reason TEXT,
    decided_on TEXT,
    -- Who proposed it, who may not decide.
    proposer TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dormancy_proposal_open ON dormancy_proposal (organisation_id)
    WHERE state = 'proposed';
CREATE INDEX dormancy_proposal_by_organisation ON dormancy_proposal (organisation_id, id);
CREATE INDEX dormancy_proposal_by_state ON dormancy_proposal (state, id);
