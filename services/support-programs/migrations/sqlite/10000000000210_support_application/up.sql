-- Applications for support. What people wrote stands in this row and in support_step_reason alone,
-- which are erasable.
CREATE TABLE support_application (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    programme_code TEXT NOT NULL,
    -- As the programme named it; who leads today follows from succession.
    lead_agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The fields of its kind, and its costs, in JSON.
    details TEXT NOT NULL,
    costs TEXT NOT NULL,
    requested_vnd BIGINT NOT NULL CHECK (requested_vnd >= 0),
    drafted_on TEXT NOT NULL,
    submitted_on TEXT,
    -- What an officer of the lead agency proposes to grant.
    form TEXT,
    proposed_vnd BIGINT CHECK (proposed_vnd >= 0),
    budget_id BLOB REFERENCES budget (id),
    -- What the norms of the programme say of it, in JSON.
    norms TEXT NOT NULL,
    -- The decision, under the name that the agency had then.
    decision_number TEXT,
    decided_on TEXT,
    decided_by_agency TEXT,
    decided_by_agency_name TEXT,
    approved_vnd BIGINT CHECK (approved_vnd >= 0),
    ended_on TEXT,
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    -- Money is promised out of a budget only.
    CHECK (form IS NULL OR (form = 'non_monetary') = (budget_id IS NULL))
);
CREATE INDEX support_application_by_organisation ON support_application (organisation_id, id);
CREATE INDEX support_application_by_lead ON support_application (lead_agency, id);
CREATE INDEX support_application_by_state ON support_application (state, id);
CREATE INDEX support_application_by_programme ON support_application (programme_code, id);

-- Its steps: who did what, when, with which documents. Never changed.
CREATE TABLE support_step (
    id BLOB NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES support_application (id),
    -- Nothing for the first.
    action TEXT,
    from_state TEXT,
    to_state TEXT NOT NULL,
    -- Whether the district is for it.
    favourable BOOLEAN,
    amount_vnd BIGINT,
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
CREATE INDEX support_step_by_application ON support_step (application_id, id);

-- Why, in people's own words: may hold personal data, so it is erasable.
CREATE TABLE support_step_reason (
    step_id BLOB NOT NULL PRIMARY KEY REFERENCES support_step (id),
    reason TEXT NOT NULL
);

-- The documents of an application; what is known of each stands in document.
CREATE TABLE support_document (
    application_id BLOB NOT NULL REFERENCES support_application (id),
    document_id BLOB NOT NULL REFERENCES document (id),
    PRIMARY KEY (application_id, document_id)
);

-- What was paid or handed over, and what came back. Never changed.
CREATE TABLE support_payment (
    id BLOB NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES support_application (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    direction TEXT NOT NULL,
    form TEXT NOT NULL,
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd >= 0),
    -- Months of work that are paid for, over all workers.
    worker_months INTEGER CHECK (worker_months > 0),
    paid_on TEXT NOT NULL,
    -- The number of the payment order, delivery note or decision, and the form in which it is compared.
    reference TEXT NOT NULL,
    reference_key TEXT NOT NULL,
    documents TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (application_id, sequence),
    -- The same payment order is entered once, under whatever key it is sent.
    UNIQUE (application_id, direction, reference_key)
);

-- The costs that are supported: of an organisation each once, across programmes and agencies. Digests
-- only: what a cost is for may name persons.
CREATE TABLE funded_cost (
    application_id BLOB NOT NULL REFERENCES support_application (id),
    cost_digest TEXT NOT NULL,
    reference_digest TEXT,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    programme_code TEXT NOT NULL,
    lead_agency TEXT NOT NULL,
    funded_on TEXT NOT NULL,
    -- Since when it is not supported any more.
    released_on TEXT,
    PRIMARY KEY (application_id, cost_digest)
);
CREATE UNIQUE INDEX funded_cost_once ON funded_cost (organisation_id, cost_digest)
    WHERE released_on IS NULL;
CREATE UNIQUE INDEX funded_reference_once ON funded_cost (organisation_id, reference_digest)
    WHERE released_on IS NULL;

CREATE TRIGGER support_step_is_never_updated BEFORE UPDATE ON support_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
CREATE TRIGGER support_step_is_never_deleted BEFORE DELETE ON support_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
CREATE TRIGGER support_payment_is_never_updated BEFORE UPDATE ON support_payment
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
CREATE TRIGGER support_payment_is_never_deleted BEFORE DELETE ON support_payment
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
