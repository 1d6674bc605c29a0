-- Support programmes. What one says stands in its versions.
CREATE TABLE programme (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    -- As the adopted version names it; who holds it today follows from succession.
    lead_agency TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX programme_by_lead ON programme (lead_agency, id);

-- What a programme says from a day on. An adopted version is never changed.
CREATE TABLE programme_version (
    id BLOB NOT NULL PRIMARY KEY,
    programme_id BLOB NOT NULL REFERENCES programme (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- Nothing where it holds since before the register.
    valid_from TEXT,
    -- Name, document, agencies, period, fields, supports with their norms, rules; in JSON.
    content TEXT NOT NULL,
    -- Whoever wrote in it, in JSON: none of them adopts it.
    prepared_by TEXT NOT NULL,
    prepared_by_name TEXT NOT NULL,
    decided_by_name TEXT,
    decided_on TEXT,
    -- Why it was returned or discarded.
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (programme_id, number)
);
-- One version of a programme is worked on at a time.
CREATE UNIQUE INDEX programme_version_open ON programme_version (programme_id)
    WHERE state IN ('draft', 'submitted');
CREATE INDEX programme_version_in_force ON programme_version (programme_id, valid_from)
    WHERE state = 'adopted';

CREATE TRIGGER adopted_version_is_never_updated BEFORE UPDATE ON programme_version
WHEN OLD.state = 'adopted'
BEGIN SELECT RAISE(ABORT, 'an adopted version is never changed'); END;
CREATE TRIGGER adopted_version_is_never_deleted BEFORE DELETE ON programme_version
WHEN OLD.state = 'adopted'
BEGIN SELECT RAISE(ABORT, 'an adopted version is never changed'); END;
