-- The event log. What is law is in `event`; everything else is derived from it or may be erased.

-- One row for every write, never changed. `body` is the event itself, byte for byte: the other
-- columns repeat parts of it for queries, and verification compares them.
CREATE TABLE event (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    organisation_id BLOB,
    district_code TEXT,
    commune_code TEXT,
    effective_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    -- Last: SQLite then reads the columns before it without the pages that it spills over.
    body TEXT NOT NULL
) STRICT;

-- A subject's history, newest first.
CREATE INDEX event_subject ON event (subject_id, recorded_at, id);

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

-- Committed, but without a position yet. Filled with the event, emptied by the sealer.
CREATE TABLE event_pending (
    event_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_is_pending_at_first AFTER INSERT ON event
BEGIN INSERT INTO event_pending (event_id) VALUES (NEW.id); END;

-- The order of the log: positions from 1, without gaps. No foreign keys here: the sealer's rounds
-- share SQLite's one writer, and verification finds a row without its event.
CREATE TABLE event_seal (
    position INTEGER NOT NULL PRIMARY KEY,
    event_id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER event_seal_is_never_updated BEFORE UPDATE ON event_seal
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_seal_is_never_deleted BEFORE DELETE ON event_seal
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

-- The Merkle tree of RFC 6962 over the bodies, in the storage order of C2SP tlog-tiles.
CREATE TABLE tree_hash (
    hash_index INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

-- Signed tree heads, C2SP tlog-checkpoint.
CREATE TABLE checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;

-- Personal data of an event. May be erased: the log holds only a salted commitment to it.
CREATE TABLE event_personal (
    event_id BLOB NOT NULL PRIMARY KEY,
    salt BLOB NOT NULL,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far this service has read the feeds of others.
CREATE TABLE subscription (
    name TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
