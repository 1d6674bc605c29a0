-- Yearly plans of what is to be dissolved: the newest revision of each.
CREATE TABLE dissolution_plan (
    id BLOB NOT NULL PRIMARY KEY,
    year SMALLINT NOT NULL,
    -- One of the two; neither for the unions of the city.
    district_code TEXT,
    commune_code TEXT,
    -- The agency that made it, under the name that it had then.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- The newest revision that was approved.
    approved_revision INTEGER,
    entry_count INTEGER NOT NULL,
    -- Whoever prepared the revision, in JSON.
    prepared_by TEXT NOT NULL,
    -- Why it was returned or is amended: may name persons.
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dissolution_plan_of_year ON dissolution_plan (agency_code, year);
CREATE INDEX dissolution_plan_by_year ON dissolution_plan (year, id);

-- What each revision names.
CREATE TABLE dissolution_plan_entry (
    plan_id BLOB NOT NULL REFERENCES dissolution_plan (id),
    revision INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    responsible_officer TEXT NOT NULL,
    -- YYYY-MM
    expected_month TEXT NOT NULL,
    PRIMARY KEY (plan_id, revision, organisation_id)
);

-- The approvals of revisions: never changed, nor are the entries of an approved revision.
CREATE TABLE dissolution_plan_approval (
    plan_id BLOB NOT NULL REFERENCES dissolution_plan (id),
    revision INTEGER NOT NULL,
    approved_on TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    agency_code TEXT,
    agency_name TEXT,
    actor_name TEXT NOT NULL,
    event_id BLOB NOT NULL,
    PRIMARY KEY (plan_id, revision)
);

-- What is planned of each organisation in each year, by the plan that was approved last.
CREATE TABLE planned_dissolution (
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    year SMALLINT NOT NULL,
    plan_id BLOB NOT NULL REFERENCES dissolution_plan (id),
    revision INTEGER NOT NULL,
    responsible_officer TEXT NOT NULL,
    expected_month TEXT NOT NULL,
    PRIMARY KEY (organisation_id, year)
);
CREATE INDEX planned_dissolution_by_plan ON planned_dissolution (plan_id);
CREATE INDEX planned_dissolution_by_year ON planned_dissolution (year, organisation_id);

CREATE TRIGGER dissolution_plan_approval_is_never_updated BEFORE UPDATE ON dissolution_plan_approval
BEGIN SELECT RAISE(ABORT, 'approved plans are never changed'); END;
CREATE TRIGGER dissolution_plan_approval_is_never_deleted BEFORE DELETE ON dissolution_plan_approval
BEGIN SELECT RAISE(ABORT, 'approved plans are never changed'); END;
CREATE TRIGGER approved_plan_takes_no_entry BEFORE INSERT ON dissolution_plan_entry
WHEN EXISTS (SELECT 1 FROM dissolution_plan_approval AS approval
    WHERE approval.plan_id = NEW.plan_id AND approval.revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'approved plans are never changed'); END;
CREATE TRIGGER approved_plan_entry_is_never_updated BEFORE UPDATE ON dissolution_plan_entry
WHEN EXISTS (SELECT 1 FROM dissolution_plan_approval AS approval
    WHERE approval.plan_id = OLD.plan_id AND approval.revision = OLD.revision)
BEGIN SELECT RAISE(ABORT, 'approved plans are never changed'); END;
CREATE TRIGGER approved_plan_entry_is_never_deleted BEFORE DELETE ON dissolution_plan_entry
WHEN EXISTS (SELECT 1 FROM dissolution_plan_approval AS approval
    WHERE approval.plan_id = OLD.plan_id AND approval.revision = OLD.revision)
BEGIN SELECT RAISE(ABORT, 'approved plans are never changed'); END;
