-- A signed report is accepted or returned, once, and nothing else becomes of it.
CREATE TRIGGER decided_plan_report_is_never_changed BEFORE UPDATE ON plan_report
FOR EACH ROW WHEN (OLD.state IN ('accepted', 'returned'))
EXECUTE FUNCTION refuse_change_of_a_signed_plan_report();
CREATE TRIGGER signed_plan_report_is_decided BEFORE UPDATE ON plan_report
FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL AND (NEW.state NOT IN ('accepted', 'returned') OR NEW.id IS DISTINCT FROM OLD.id OR NEW.written_by_name IS DISTINCT FROM OLD.written_by_name))
EXECUTE FUNCTION refuse_change_of_a_signed_plan_report();
