-- The duties of a plan, each as the task of an agency.
CREATE TABLE plan_task (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES plan (id),
    duty TEXT NOT NULL,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Under the name that the plan gives: whoever took over its work does it today.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    agency_assumed BOOLEAN NOT NULL,
    due_on DATE,
    state TEXT NOT NULL,
    reason TEXT,
    evidence_count INTEGER NOT NULL,
    -- Whoever worked on it, in JSON: none of them confirms it.
    worked_by TEXT NOT NULL,
    moved_by_name TEXT,
    moved_by_agency TEXT,
    moved_on DATE,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (plan_id, duty, agency_code)
);
CREATE INDEX plan_task_by_agency ON plan_task (agency_code, id);
CREATE INDEX plan_task_open ON plan_task (due_on, id)
    WHERE state IN ('not_started', 'in_progress', 'hindered');

-- What shows that something was done. Added to, never changed; what it says can be erased.
CREATE TABLE task_evidence (
    id UUID NOT NULL PRIMARY KEY,
    task_id UUID NOT NULL REFERENCES plan_task (id),
    kind TEXT NOT NULL,
    text TEXT,
    dated DATE NOT NULL,
    entered_by UUID NOT NULL,
    entered_by_name TEXT NOT NULL,
    entered_by_agency TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX task_evidence_of_task ON task_evidence (task_id, id);
