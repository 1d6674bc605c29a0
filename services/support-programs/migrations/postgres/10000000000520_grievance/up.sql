-- Grievances of organisations about support. What people wrote stands in grievance_words and
-- grievance_step_words alone, which are erasable.
CREATE TABLE grievance (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    application_id UUID REFERENCES support_application (id),
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The agency that has to act, as it was named when the grievance came to it.
    agency TEXT NOT NULL,
    -- How often it was passed on.
    level INTEGER NOT NULL CHECK (level >= 0),
    filed_on DATE NOT NULL,
    -- When the agency got it, took note of it, answered.
    received_on DATE NOT NULL,
    acknowledged_on DATE,
    answered_on DATE,
    -- Until when the agency has to take its next step; nothing where it has not.
    due_on DATE,
    closed_on DATE,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((due_on IS NULL) = (state IN ('answered', 'closed')))
);
CREATE INDEX grievance_by_organisation ON grievance (organisation_id, id);
CREATE INDEX grievance_by_agency ON grievance (agency, id);
CREATE INDEX grievance_by_due_day ON grievance (due_on);
CREATE TABLE grievance_words (
    grievance_id UUID NOT NULL PRIMARY KEY REFERENCES grievance (id),
    content TEXT NOT NULL
);

-- Its steps, never changed.
CREATE TABLE grievance_step (
    id UUID NOT NULL PRIMARY KEY,
    grievance_id UUID NOT NULL REFERENCES grievance (id),
    -- Nothing for the first.
    action TEXT,
    to_state TEXT NOT NULL,
    -- The agency that had to act after it, and until when.
    agency TEXT NOT NULL,
    due_on DATE,
    -- Whether the step came after the day on which it was due.
    late BOOLEAN NOT NULL,
    actor_name TEXT NOT NULL,
    -- Under the name that the agency had then.
    actor_agency TEXT,
    actor_agency_name TEXT,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX grievance_step_by_grievance ON grievance_step (grievance_id, id);
CREATE TABLE grievance_step_words (
    step_id UUID NOT NULL PRIMARY KEY REFERENCES grievance_step (id),
    words TEXT NOT NULL
);
CREATE TRIGGER grievance_step_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON grievance_step
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
