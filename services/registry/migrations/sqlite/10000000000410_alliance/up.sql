-- Times for which organisations belong to the Cooperative Alliance; one at a time each.
CREATE TABLE alliance_membership (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    joined_on TEXT NOT NULL,
    left_on TEXT,
    decision_number TEXT,
    decision_document_id BLOB,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX alliance_membership_by_organisation ON alliance_membership (organisation_id, id);
CREATE INDEX alliance_membership_by_day ON alliance_membership (joined_on, id);

-- Petitions of organisations and of the alliance. What they say is no part of the log.
CREATE TABLE petition (
    id BLOB NOT NULL PRIMARY KEY,
    -- None where the alliance speaks for all.
    organisation_id BLOB REFERENCES organisation (id),
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    received_on TEXT NOT NULL,
    agency_code TEXT,
    due_on TEXT,
    answer TEXT,
    answered_on TEXT,
    closed_on TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX petition_by_organisation ON petition (organisation_id, id);
CREATE INDEX petition_by_state ON petition (state, id);
