-- Whom agencies have told of events. Secrets stand nowhere: they follow from the suite's secret, the id
-- and the generation.
CREATE TABLE webhook (
    id UUID NOT NULL PRIMARY KEY,
    agency_code TEXT NOT NULL,
    -- In which role it was made: agency and role say what it may be told.
    role TEXT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    -- In JSON: patterns of types, codes of districts and communes.
    types TEXT NOT NULL,
    districts TEXT NOT NULL,
    communes TEXT NOT NULL,
    signature TEXT NOT NULL,
    state TEXT NOT NULL,
    stopped_for TEXT,
    generation INTEGER NOT NULL,
    -- Until when the generation before signs as well.
    previous_until TIMESTAMPTZ,
    -- It is told what was recorded from then on.
    told_from TIMESTAMPTZ NOT NULL,
    -- Since when it has taken nothing.
    failing_since TIMESTAMPTZ,
    made_by_name TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- One worker at a time sends to it, and not for ever.
    leased_until TIMESTAMPTZ,
    turn_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX webhook_of_agency ON webhook (agency_code, id);
CREATE INDEX webhook_in_turn ON webhook (state, turn_at, id);

-- What is told, once for all whom it is told to: the bytes that are signed and sent.
CREATE TABLE message (
    id UUID NOT NULL PRIMARY KEY,
    -- The service whose feed told it, and where in it; nothing where it is sent to try.
    source TEXT,
    position BIGINT,
    kind TEXT NOT NULL,
    organisation_id UUID,
    district_code TEXT,
    commune_code TEXT,
    -- Whom a reminder reminds.
    addressee TEXT,
    payload TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX message_by_age ON message (recorded_at);

CREATE TABLE delivery (
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhook (id),
    message_id UUID NOT NULL REFERENCES message (id),
    state TEXT NOT NULL,
    -- Of the present series, which a replay begins anew; and altogether.
    tries INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    UNIQUE (webhook_id, message_id)
);
CREATE INDEX delivery_of_webhook ON delivery (webhook_id, id);
-- Not of pending ones only: a state that is bound proves nothing to either planner.
CREATE INDEX delivery_due ON delivery (webhook_id, state, due_at, id);
CREATE INDEX delivery_by_age ON delivery (made_at);
CREATE INDEX delivery_of_message ON delivery (message_id);

-- Each try: when, how long, with which outcome. What was answered is not kept.
CREATE TABLE attempt (
    delivery_id UUID NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL,
    milliseconds INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    PRIMARY KEY (delivery_id, number)
);
