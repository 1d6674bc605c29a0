-- Training classes. Who teaches and who takes part are natural persons: their names stand in
-- training_trainer_person and training_participant_person alone, which are erasable.
CREATE TABLE training_class (
    id UUID NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    subject TEXT NOT NULL,
    sector TEXT,
    -- The agency that holds it, under the name that it had then.
    organiser TEXT NOT NULL,
    organiser_name TEXT NOT NULL,
    programme_code TEXT NOT NULL,
    place TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    district_code TEXT,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    -- How many are registered: never more than the seats.
    registered INTEGER NOT NULL CHECK (registered BETWEEN 0 AND capacity),
    state TEXT NOT NULL,
    cancelled_reason TEXT,
    completed_on DATE,
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK ((state = 'completed') = (completed_on IS NOT NULL))
);
CREATE INDEX training_class_by_state ON training_class (state, ends_on);

CREATE TABLE training_session (
    id UUID NOT NULL PRIMARY KEY,
    class_id UUID NOT NULL REFERENCES training_class (id),
    number INTEGER NOT NULL CHECK (number > 0),
    held_on DATE NOT NULL,
    -- How long it is, in minutes.
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    topic TEXT NOT NULL,
    -- When it was recorded who was there.
    attendance_recorded_on DATE,
    UNIQUE (class_id, number)
);

CREATE TABLE training_trainer (
    id UUID NOT NULL PRIMARY KEY,
    class_id UUID NOT NULL REFERENCES training_class (id),
    number INTEGER NOT NULL CHECK (number > 0),
    UNIQUE (class_id, number)
);
CREATE TABLE training_trainer_person (
    trainer_id UUID NOT NULL PRIMARY KEY REFERENCES training_trainer (id),
    name TEXT NOT NULL,
    position TEXT
);

CREATE TABLE training_participant (
    id UUID NOT NULL PRIMARY KEY,
    class_id UUID NOT NULL REFERENCES training_class (id),
    kind TEXT NOT NULL,
    -- From an organisation, or a state official of an agency.
    organisation_id UUID REFERENCES organisation (id),
    agency_code TEXT,
    registered_by TEXT NOT NULL,
    registered_on DATE NOT NULL,
    withdrawn_on DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK ((organisation_id IS NULL) <> (agency_code IS NULL)),
    CHECK ((kind = 'official') = (agency_code IS NOT NULL))
);
CREATE INDEX training_participant_by_class ON training_participant (class_id, id);
CREATE INDEX training_participant_by_organisation ON training_participant (organisation_id, class_id);
-- The key tells whether somebody is registered already; it goes with the row.
CREATE TABLE training_participant_person (
    participant_id UUID NOT NULL PRIMARY KEY REFERENCES training_participant (id),
    class_id UUID NOT NULL REFERENCES training_class (id),
    name TEXT NOT NULL,
    phone TEXT,
    position TEXT,
    person_key TEXT,
    UNIQUE (class_id, person_key)
);

CREATE TABLE training_attendance (
    session_id UUID NOT NULL REFERENCES training_session (id),
    participant_id UUID NOT NULL REFERENCES training_participant (id),
    PRIMARY KEY (session_id, participant_id)
);
CREATE INDEX training_attendance_by_participant ON training_attendance (participant_id);

-- Certificates are numbered by agency and year without a gap, and never changed.
CREATE TABLE training_certificate (
    participant_id UUID NOT NULL PRIMARY KEY REFERENCES training_participant (id),
    class_id UUID NOT NULL REFERENCES training_class (id),
    organiser TEXT NOT NULL,
    year SMALLINT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    number TEXT NOT NULL UNIQUE,
    attended_minutes INTEGER NOT NULL CHECK (attended_minutes >= 0),
    issued_on DATE NOT NULL,
    UNIQUE (organiser, year, sequence)
);
CREATE TRIGGER training_certificate_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON training_certificate
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
