-- The event log. What is law is in `event`; everything else is derived from it or may be erased.

-- One row for every write, never changed. `body` is the event itself, byte for byte: the other
-- columns repeat parts of it for queries, and verification compares them.
CREATE TABLE event (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    organisation_id uuid,
    district_code text,
    commune_code text,
    effective_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    body text NOT NULL
);

-- A subject's history, newest first.
CREATE INDEX event_subject ON event (subject_id, recorded_at, id);

CREATE FUNCTION refuse_change_of_the_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the event log is append-only';
END
$$;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();

-- Committed, but without a position yet. Filled with the event, emptied by the sealer.
CREATE TABLE event_pending (
    event_id uuid NOT NULL PRIMARY KEY
);

CREATE FUNCTION hold_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event_pending (event_id) SELECT id FROM appended;
    RETURN NULL;
END
$$;

-- A trigger spares every write one round trip to the server.
CREATE TRIGGER event_is_pending_at_first AFTER INSERT ON event
REFERENCING NEW TABLE AS appended
FOR EACH STATEMENT EXECUTE FUNCTION hold_pending();

-- The order of the log: positions from 1, without gaps. No foreign keys here: they would cost a
-- lock on every event, and verification finds a row without its event.
CREATE TABLE event_seal (
    position bigint NOT NULL PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE
);

CREATE TRIGGER event_seal_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON event_seal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();

-- The Merkle tree of RFC 6962 over the bodies, in the storage order of C2SP tlog-tiles.
CREATE TABLE tree_hash (
    hash_index bigint NOT NULL PRIMARY KEY,
    hash bytea NOT NULL
);

-- Signed tree heads, C2SP tlog-checkpoint.
CREATE TABLE checkpoint (
    size bigint NOT NULL PRIMARY KEY,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_at timestamptz NOT NULL
);

-- Personal data of an event. May be erased: the log holds only a salted commitment to it.
CREATE TABLE event_personal (
    event_id uuid NOT NULL PRIMARY KEY,
    salt bytea NOT NULL,
    content text NOT NULL
);

-- How far this service has read the feeds of others.
CREATE TABLE subscription (
    name text NOT NULL PRIMARY KEY,
    position bigint NOT NULL
);
