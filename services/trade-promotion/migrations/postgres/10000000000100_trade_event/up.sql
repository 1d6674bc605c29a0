-- Events of trade promotion.
CREATE TABLE trade_event (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reach TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT,
    venue TEXT NOT NULL,
    -- At home.
    commune_code TEXT,
    -- Abroad, by two letters.
    country TEXT,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    apply_until DATE NOT NULL,
    allotment TEXT NOT NULL,
    planned_state_vnd BIGINT NOT NULL CHECK (planned_state_vnd >= 0),
    planned_participants_vnd BIGINT NOT NULL CHECK (planned_participants_vnd >= 0),
    -- The agency that organises it, under the name that it had then; who holds it today follows from
    -- succession.
    organiser_agency TEXT NOT NULL,
    organiser_name TEXT NOT NULL,
    booth_count INTEGER NOT NULL CHECK (booth_count > 0),
    state TEXT NOT NULL,
    opened_on DATE,
    ended_on DATE,
    cancel_reason TEXT,
    actual_state_vnd BIGINT CHECK (actual_state_vnd >= 0),
    actual_participants_vnd BIGINT CHECK (actual_participants_vnd >= 0),
    -- How often what the calendar says of it has changed.
    revision INTEGER NOT NULL CHECK (revision >= 0),
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK ((actual_state_vnd IS NULL) = (actual_participants_vnd IS NULL))
);
CREATE INDEX trade_event_by_start ON trade_event (starts_on, id);
CREATE INDEX trade_event_by_state ON trade_event (state, id);
CREATE INDEX trade_event_by_organiser ON trade_event (organiser_agency, id);

-- The places of an event: booths, or seats.
CREATE TABLE trade_booth (
    event_id UUID NOT NULL REFERENCES trade_event (id),
    number INTEGER NOT NULL CHECK (number > 0),
    label TEXT,
    area_m2 INTEGER CHECK (area_m2 > 0),
    PRIMARY KEY (event_id, number)
);
