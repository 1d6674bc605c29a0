-- The time for the reports of a plan. Never changed.
CREATE TABLE report_window (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES plan (id),
    name TEXT NOT NULL,
    opens_on DATE NOT NULL,
    due_on DATE NOT NULL,
    remind_on DATE NOT NULL,
    opened_by_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (plan_id, name)
);

-- Versions of the agencies' reports. What was signed is never changed.
CREATE TABLE plan_report (
    id UUID NOT NULL PRIMARY KEY,
    window_id UUID NOT NULL REFERENCES report_window (id),
    -- Under the name of the day on which the window opened.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    corrects UUID REFERENCES plan_report (id),
    state TEXT NOT NULL,
    -- What is written, in JSON.
    content TEXT NOT NULL,
    -- What was computed when it was signed, in JSON.
    figures TEXT,
    -- Whoever wrote in it, in JSON: none of them signs it.
    written_by TEXT NOT NULL,
    written_by_name TEXT,
    signed_by UUID,
    signed_by_name TEXT,
    signed_by_agency TEXT,
    signed_on DATE,
    first_signed_on DATE,
    decided_by_name TEXT,
    decided_on DATE,
    reason TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (window_id, agency_code, number)
);
CREATE INDEX plan_report_by_agency ON plan_report (agency_code, id);
-- One version of each is worked on at a time.
CREATE UNIQUE INDEX plan_report_open ON plan_report (window_id, agency_code)
    WHERE state IN ('not_started', 'in_progress', 'submitted');

CREATE FUNCTION refuse_change_of_a_signed_plan_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed report is never changed';
END $$;
CREATE TRIGGER signed_plan_report_is_never_updated BEFORE UPDATE ON plan_report
FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.figures IS DISTINCT FROM OLD.figures OR NEW.written_by IS DISTINCT FROM OLD.written_by OR NEW.signed_by IS DISTINCT FROM OLD.signed_by OR NEW.signed_by_name IS DISTINCT FROM OLD.signed_by_name OR NEW.signed_by_agency IS DISTINCT FROM OLD.signed_by_agency OR NEW.signed_on IS DISTINCT FROM OLD.signed_on OR NEW.agency_code IS DISTINCT FROM OLD.agency_code OR NEW.agency_name IS DISTINCT FROM OLD.agency_name OR NEW.number IS DISTINCT FROM OLD.number OR NEW.corrects IS DISTINCT FROM OLD.corrects))
EXECUTE FUNCTION refuse_change_of_a_signed_plan_report();
CREATE TRIGGER signed_plan_report_is_never_deleted BEFORE DELETE ON plan_report
FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL)
EXECUTE FUNCTION refuse_change_of_a_signed_plan_report();
