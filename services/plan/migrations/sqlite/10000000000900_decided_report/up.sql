-- A signed report is accepted or returned, once, and nothing else becomes of it.
CREATE TRIGGER decided_plan_report_is_never_changed BEFORE UPDATE ON plan_report
WHEN OLD.state IN ('accepted', 'returned')
BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END;
CREATE TRIGGER signed_plan_report_is_decided BEFORE UPDATE ON plan_report
WHEN OLD.signed_on IS NOT NULL AND (NEW.state NOT IN ('accepted', 'returned') OR NEW.id IS NOT OLD.id OR NEW.written_by_name IS NOT OLD.written_by_name)
BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END;
