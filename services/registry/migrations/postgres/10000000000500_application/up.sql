-- Applications: requests with documents, decided by an authority. No personal data.
CREATE TABLE application (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    organisation_kind TEXT NOT NULL,
    organisation_id UUID,
    name TEXT NOT NULL,
    -- The seat as registered; where it lies today is current_commune_code.
    commune_code TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    -- Requirement and document of each, in JSON.
    attachments TEXT NOT NULL,
    filed_by UUID NOT NULL,
    -- Whoever wrote, handed in or reviewed it, in JSON.
    prepared_by TEXT NOT NULL,
    submitted_on DATE,
    -- The last day of the time limit, while the clock runs.
    due_on DATE,
    -- When the clock stood still, in JSON.
    stops TEXT NOT NULL,
    decided_on DATE,
    decided_by_agency TEXT,
    legal_basis TEXT,
    certificate_id UUID,
    -- The event of the change to the register.
    effect_event_id UUID,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX application_by_district ON application (district_code, id);
CREATE INDEX application_by_current_commune ON application (current_commune_code, id);
CREATE INDEX application_by_state ON application (state, id);
CREATE INDEX application_by_due ON application (due_on, id) WHERE due_on IS NOT NULL;

-- Every organisation that takes part in an application.
CREATE TABLE application_party (
    application_id UUID NOT NULL REFERENCES application (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (application_id, organisation_id)
);
CREATE INDEX application_party_by_organisation ON application_party (organisation_id, application_id);

-- What people wrote in it: personal data, erasable, kept apart from the log.
CREATE TABLE application_content (
    application_id UUID NOT NULL PRIMARY KEY REFERENCES application (id),
    proposal TEXT NOT NULL,
    findings TEXT NOT NULL,
    reason TEXT
);
