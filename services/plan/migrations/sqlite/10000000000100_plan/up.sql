-- Yearly plans. What one says stands in its versions.
CREATE TABLE plan (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    -- One plan a year.
    year INTEGER NOT NULL UNIQUE,
    -- The years that it belongs to, such as 2021-2025.
    period TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX plan_by_period ON plan (period, year);

-- What a plan says from a day on, and how its targets are allocated. An adopted version is never
-- changed.
CREATE TABLE plan_version (
    id BLOB NOT NULL PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES plan (id),
    -- What it is a version of: "plan", or "allocation/<target>/<receivers>".
    subject TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- The day of its adoption; nothing where it holds since before the register.
    valid_from TEXT,
    -- What it says, in JSON.
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
    UNIQUE (plan_id, subject, number)
);
-- One version of each is worked on at a time.
CREATE UNIQUE INDEX plan_version_open ON plan_version (plan_id, subject)
    WHERE state IN ('draft', 'submitted');
CREATE INDEX plan_version_in_force ON plan_version (plan_id, subject, number)
    WHERE state = 'adopted';

CREATE TRIGGER adopted_plan_version_is_never_updated BEFORE UPDATE ON plan_version
WHEN OLD.state = 'adopted'
BEGIN SELECT RAISE(ABORT, 'an adopted version is never changed'); END;
CREATE TRIGGER adopted_plan_version_is_never_deleted BEFORE DELETE ON plan_version
WHEN OLD.state = 'adopted'
BEGIN SELECT RAISE(ABORT, 'an adopted version is never changed'); END;
