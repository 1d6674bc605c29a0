-- Applications of organisations to take part in events. What people wrote stands in this row and in
-- trade_step_reason alone, which are erasable.
CREATE TABLE trade_application (
    id BLOB NOT NULL PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES trade_event (id),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    -- Ids of products of the catalogue, in JSON, and what else is brought, in words.
    product_ids TEXT NOT NULL,
    products TEXT,
    applied_on TEXT NOT NULL,
    -- The place that it has. None is given twice.
    booth_number INTEGER,
    -- Its number on the waiting list of the event, which it keeps.
    waiting_number INTEGER,
    attendance TEXT,
    -- Whether the state bears a part of what its participation costs.
    supported BOOLEAN NOT NULL,
    state_share_vnd BIGINT CHECK (state_share_vnd >= 0),
    participant_share_vnd BIGINT CHECK (participant_share_vnd >= 0),
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    FOREIGN KEY (event_id, booth_number) REFERENCES trade_booth (event_id, number),
    CHECK ((state = 'selected') = (booth_number IS NOT NULL)),
    CHECK (state <> 'waiting' OR waiting_number IS NOT NULL),
    CHECK (attendance IS NULL OR state = 'selected'),
    CHECK ((state_share_vnd IS NULL) = (participant_share_vnd IS NULL))
);
CREATE UNIQUE INDEX trade_booth_is_given_once ON trade_application (event_id, booth_number)
    WHERE booth_number IS NOT NULL;
CREATE UNIQUE INDEX trade_waiting_number_is_given_once ON trade_application (event_id, waiting_number)
    WHERE waiting_number IS NOT NULL;
-- An organisation has one living application for an event.
CREATE UNIQUE INDEX trade_application_once ON trade_application (event_id, organisation_id)
    WHERE state IN ('submitted', 'selected', 'waiting');
CREATE INDEX trade_application_by_event ON trade_application (event_id, id);
CREATE INDEX trade_application_by_organisation ON trade_application (organisation_id, id);

-- What was done with events and applications: who, when, under which document. Never changed.
CREATE TABLE trade_step (
    id BLOB NOT NULL PRIMARY KEY,
    trade_event_id BLOB NOT NULL REFERENCES trade_event (id),
    -- Nothing for a step of the event itself.
    application_id BLOB REFERENCES trade_application (id),
    action TEXT NOT NULL,
    -- Nothing for the first.
    from_state TEXT,
    to_state TEXT NOT NULL,
    booth_number INTEGER,
    -- Whose leaving made the place free.
    caused_by BLOB REFERENCES trade_application (id),
    document_number TEXT,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    -- Under the name that the agency had then.
    agency_code TEXT,
    agency_name TEXT,
    log_event_id BLOB NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX trade_step_by_event ON trade_step (trade_event_id, id);
CREATE INDEX trade_step_by_application ON trade_step (application_id, id);

-- Why, in people's own words: may hold personal data, so it is erasable.
CREATE TABLE trade_step_reason (
    step_id BLOB NOT NULL PRIMARY KEY REFERENCES trade_step (id),
    reason TEXT NOT NULL
);

-- The follow-ups of a participation, some months after the event.
CREATE TABLE trade_follow_up (
    application_id BLOB NOT NULL REFERENCES trade_application (id),
    months INTEGER NOT NULL CHECK (months > 0),
    due_on TEXT NOT NULL,
    done_on TEXT,
    -- Whether it still trades with whom it met there.
    still_trading BOOLEAN,
    PRIMARY KEY (application_id, months)
);
CREATE INDEX trade_follow_up_by_day ON trade_follow_up (due_on, application_id, months);

-- What came of a participation. Never changed but by being struck out. Buyers may be persons, so the
-- row is erasable.
CREATE TABLE trade_result (
    id BLOB NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES trade_application (id),
    -- At which follow-up it was reported; nothing at the event itself.
    months INTEGER,
    kind TEXT NOT NULL,
    buyer TEXT,
    value_vnd BIGINT NOT NULL CHECK (value_vnd >= 0),
    agreed_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    -- Since when it does not count, and whoever said so.
    struck_on TEXT,
    struck_by TEXT,
    FOREIGN KEY (application_id, months) REFERENCES trade_follow_up (application_id, months)
);
CREATE INDEX trade_result_by_application ON trade_result (application_id, id);

CREATE TRIGGER trade_step_is_never_updated BEFORE UPDATE ON trade_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
CREATE TRIGGER trade_step_is_never_deleted BEFORE DELETE ON trade_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
