-- The time for the reports of a plan. Never changed.
CREATE TABLE report_window (
    id BLOB NOT NULL PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES plan (id),
    name TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    remind_on TEXT NOT NULL,
    opened_by_name TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (plan_id, name)
);

-- Versions of the agencies' reports. What was signed is never changed.
CREATE TABLE plan_report (
    id BLOB NOT NULL PRIMARY KEY,
    window_id BLOB NOT NULL REFERENCES report_window (id),
    -- Under the name of the day on which the window opened.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    corrects BLOB REFERENCES plan_report (id),
    state TEXT NOT NULL,
    -- What is written, in JSON.
    content TEXT NOT NULL,
    -- What was computed when it was signed, in JSON.
    figures TEXT,
    -- Whoever wrote in it, in JSON: none of them signs it.
    written_by TEXT NOT NULL,
    written_by_name TEXT,
    signed_by BLOB,
    signed_by_name TEXT,
    signed_by_agency TEXT,
    signed_on TEXT,
    first_signed_on TEXT,
    decided_by_name TEXT,
    decided_on TEXT,
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (window_id, agency_code, number)
);
CREATE INDEX plan_report_by_agency ON plan_report (agency_code, id);
-- One version of each is worked on at a time.
CREATE UNIQUE INDEX plan_report_open ON plan_report (window_id, agency_code)
    WHERE state IN ('not_started', 'in_progress', 'submitted');

CREATE TRIGGER signed_plan_report_is_never_updated BEFORE UPDATE ON plan_report
WHEN OLD.signed_on IS NOT NULL AND (NEW.content IS NOT OLD.content OR NEW.figures IS NOT OLD.figures OR NEW.written_by IS NOT OLD.written_by OR NEW.signed_by IS NOT OLD.signed_by OR NEW.signed_by_name IS NOT OLD.signed_by_name OR NEW.signed_by_agency IS NOT OLD.signed_by_agency OR NEW.signed_on IS NOT OLD.signed_on OR NEW.agency_code IS NOT OLD.agency_code OR NEW.agency_name IS NOT OLD.agency_name OR NEW.number IS NOT OLD.number OR NEW.corrects IS NOT OLD.corrects)
BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END;
CREATE TRIGGER signed_plan_report_is_never_deleted BEFORE DELETE ON plan_report
WHEN OLD.signed_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END;
