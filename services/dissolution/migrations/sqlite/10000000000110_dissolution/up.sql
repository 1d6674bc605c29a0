-- Dissolution cases. What is written in them stands in tables of its own.
CREATE TABLE dissolution (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    -- The organisation as it was at the opening, in JSON.
    opened_as TEXT NOT NULL,
    route TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Where it stood when it was suspended.
    resume_state TEXT,
    opened_on TEXT NOT NULL,
    opened_by_agency TEXT,
    responsible_officer TEXT NOT NULL,
    last_step_on TEXT NOT NULL,
    decided_on TEXT,
    ended_on TEXT,
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    -- Whether the register has followed the last step that concerns it.
    sync_state TEXT,
    sync_status TEXT,
    sync_since BIGINT,
    sync_position BIGINT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
-- One open case for each organisation.
CREATE UNIQUE INDEX dissolution_open ON dissolution (organisation_id)
    WHERE state NOT IN ('closed', 'withdrawn', 'bankruptcy');
CREATE INDEX dissolution_by_organisation ON dissolution (organisation_id, id);
CREATE INDEX dissolution_by_state ON dissolution (state, id);
CREATE INDEX dissolution_by_officer ON dissolution (responsible_officer, id);
CREATE INDEX dissolution_pending ON dissolution (organisation_id) WHERE sync_state = 'pending';

-- The agencies beside its own authority that see a case: those that were asked in it.
CREATE TABLE dissolution_agency (
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    agency_code TEXT NOT NULL,
    PRIMARY KEY (dissolution_id, agency_code)
);
CREATE INDEX dissolution_agency_by_agency ON dissolution_agency (agency_code, dissolution_id);

-- Its steps: each with its legal basis, its documents and who signed. Never changed.
CREATE TABLE dissolution_step (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    -- Nothing for the opening.
    action TEXT,
    from_state TEXT,
    to_state TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    -- Id and digest of each document, in JSON.
    documents TEXT NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    -- Under the name that the agency had then.
    agency_code TEXT,
    agency_name TEXT,
    event_id BLOB NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX dissolution_step_by_case ON dissolution_step (dissolution_id, id);

-- Why, in people's own words: may hold personal data, so it is erasable.
CREATE TABLE dissolution_step_reason (
    step_id BLOB NOT NULL PRIMARY KEY REFERENCES dissolution_step (id),
    reason TEXT NOT NULL
);

-- The documents of a case; what is known of each stands in document.
CREATE TABLE dissolution_document (
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    document_id BLOB NOT NULL REFERENCES document (id),
    PRIMARY KEY (dissolution_id, document_id)
);

CREATE TRIGGER dissolution_step_is_never_updated BEFORE UPDATE ON dissolution_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
CREATE TRIGGER dissolution_step_is_never_deleted BEFORE DELETE ON dissolution_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
