-- Grievances of organisations about support. What people wrote stands in grievance_words and
-- grievance_step_words alone, which are erasable.
CREATE TABLE grievance (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    application_id BLOB REFERENCES support_application (id),
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The agency that has to act, as it was named when the grievance came to it.
    agency TEXT NOT NULL,
    -- How often it was passed on.
    level INTEGER NOT NULL CHECK (level >= 0),
    filed_on TEXT NOT NULL,
    -- When the agency got it, took note of it, answered.
    received_on TEXT NOT NULL,
    acknowledged_on TEXT,
    answered_on TEXT,
    -- Until when the agency has to take its next step; nothing where it has not.
    due_on TEXT,
    closed_on TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((due_on IS NULL) = (state IN ('answered', 'closed')))
);
CREATE INDEX grievance_by_organisation ON grievance (organisation_id, id);
CREATE INDEX grievance_by_agency ON grievance (agency, id);
CREATE INDEX grievance_by_due_day ON grievance (due_on);
CREATE TABLE grievance_words (
    grievance_id BLOB NOT NULL PRIMARY KEY REFERENCES grievance (id),
    content TEXT NOT NULL
);

-- Its steps, never changed.
CREATE TABLE grievance_step (
    id BLOB NOT NULL PRIMARY KEY,
    grievance_id BLOB NOT NULL REFERENCES grievance (id),
    -- Nothing for the first.
    action TEXT,
    to_state TEXT NOT NULL,
    -- The agency that had to act after it, and until when.
    agency TEXT NOT NULL,
    due_on TEXT,
    -- Whether the step came after the day on which it was due.
    late BOOLEAN NOT NULL,
    actor_name TEXT NOT NULL,
    -- Under the name that the agency had then.
    actor_agency TEXT,
    actor_agency_name TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX grievance_step_by_grievance ON grievance_step (grievance_id, id);
CREATE TABLE grievance_step_words (
    step_id BLOB NOT NULL PRIMARY KEY REFERENCES grievance_step (id),
    words TEXT NOT NULL
);
CREATE TRIGGER grievance_step_is_never_updated BEFORE UPDATE ON grievance_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
CREATE TRIGGER grievance_step_is_never_deleted BEFORE DELETE ON grievance_step
BEGIN SELECT RAISE(ABORT, 'steps are never changed'); END;
