-- Yearly plans. What one says stands in its versions.
CREATE TABLE plan (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    -- One plan a year.
    year INTEGER NOT NULL UNIQUE,
    -- The years that it belongs to, such as 2021-2025.
    period TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX plan_by_period ON plan (period, year);

-- What a plan says from a day on, and how its targets are allocated. An adopted version is never
-- changed.
CREATE TABLE plan_version (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES plan (id),
    -- What it is a version of: "plan", or "allocation/<target>/<receivers>".
    subject TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- The day of its adoption; nothing where it holds since before the register.
    valid_from DATE,
    -- What it says, in JSON.
    content TEXT NOT NULL,
    -- Whoever wrote in it, in JSON: none of them adopts it.
    prepared_by TEXT NOT NULL,
    prepared_by_name TEXT NOT NULL,
    decided_by_name TEXT,
    decided_on DATE,
    -- Why it was returned or discarded.
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (plan_id, subject, number)
);
-- One version of each is worked on at a time.
CREATE UNIQUE INDEX plan_version_open ON plan_version (plan_id, subject)
    WHERE state IN ('draft', 'submitted');
CREATE INDEX plan_version_in_force ON plan_version (plan_id, subject, number)
    WHERE state = 'adopted';

CREATE FUNCTION refuse_change_of_an_adopted_plan_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an adopted version is never changed';
END $$;
CREATE TRIGGER adopted_plan_version_is_never_changed BEFORE UPDATE OR DELETE ON plan_version
FOR EACH ROW WHEN (OLD.state = 'adopted')
EXECUTE FUNCTION refuse_change_of_an_adopted_plan_version();
