-- Organisations that a rule proposes for dissolution: warned twice before it is decided.
CREATE TABLE dissolution_candidate (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    rule TEXT NOT NULL,
    -- The full years without a report, where that is the rule.
    years INTEGER,
    route TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Each stage with its day and with who took it.
    proposed_on DATE NOT NULL,
    proposed_by UUID NOT NULL,
    warned_on DATE,
    warned_by UUID,
    warned_again_on DATE,
    warned_again_by UUID,
    ended_on DATE,
    -- Why it was withdrawn: may name persons.
    reason TEXT,
    -- The case that its decision opened.
    dissolution_id UUID REFERENCES dissolution (id),
    -- The agency that proposed it, under the name that it had then.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
-- One open proposal for each organisation.
CREATE UNIQUE INDEX dissolution_candidate_open ON dissolution_candidate (organisation_id)
    WHERE state NOT IN ('decided', 'withdrawn');
CREATE INDEX dissolution_candidate_by_organisation ON dissolution_candidate (organisation_id, id);
CREATE INDEX dissolution_candidate_by_state ON dissolution_candidate (state, id);
