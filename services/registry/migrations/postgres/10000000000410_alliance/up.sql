-- Times for which organisations belong to the Cooperative Alliance; one at a time each.
CREATE TABLE alliance_membership (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    joined_on DATE NOT NULL,
    left_on DATE,
    decision_number TEXT,
    decision_document_id UUID,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX alliance_membership_by_organisation ON alliance_membership (organisation_id, id);
CREATE INDEX alliance_membership_by_day ON alliance_membership (joined_on, id);

-- Petitions of organisations and of the alliance. What they say is no part of the log.
CREATE TABLE petition (
    id UUID NOT NULL PRIMARY KEY,
    -- None where the alliance speaks for all.
    organisation_id UUID REFERENCES organisation (id),
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    received_on DATE NOT NULL,
    agency_code TEXT,
    due_on DATE,
    answer TEXT,
    answered_on DATE,
    closed_on DATE,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX petition_by_organisation ON petition (organisation_id, id);
CREATE INDEX petition_by_state ON petition (state, id);
