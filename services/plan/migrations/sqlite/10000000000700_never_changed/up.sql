-- What is never changed is refused by the tables, whoever writes.
CREATE TRIGGER signed_plan_report_stays_where_it_is BEFORE UPDATE ON plan_report
WHEN OLD.signed_on IS NOT NULL AND (NEW.first_signed_on IS NOT OLD.first_signed_on OR NEW.window_id IS NOT OLD.window_id)
BEGIN SELECT RAISE(ABORT, 'a signed report is never changed'); END;

CREATE TRIGGER report_window_is_never_updated BEFORE UPDATE ON report_window
BEGIN SELECT RAISE(ABORT, 'a report window is never changed'); END;
CREATE TRIGGER report_window_is_never_deleted BEFORE DELETE ON report_window
BEGIN SELECT RAISE(ABORT, 'a report window is never changed'); END;

-- A declaration is withdrawn, and nothing else is done to it.
CREATE TRIGGER declaration_is_never_updated BEFORE UPDATE ON declaration
WHEN NEW.plan_id IS NOT OLD.plan_id OR NEW.target IS NOT OLD.target OR NEW.agency_code IS NOT OLD.agency_code OR NEW.agency_name IS NOT OLD.agency_name OR NEW.district_code IS NOT OLD.district_code OR NEW.commune_code IS NOT OLD.commune_code OR NEW.value IS NOT OLD.value OR NEW.as_of IS NOT OLD.as_of OR NEW.document_number IS NOT OLD.document_number OR NEW.document_issued_on IS NOT OLD.document_issued_on OR NEW.declared_by IS NOT OLD.declared_by OR NEW.declared_by_name IS NOT OLD.declared_by_name
BEGIN SELECT RAISE(ABORT, 'a declaration is never changed'); END;
CREATE TRIGGER declaration_is_never_deleted BEFORE DELETE ON declaration
BEGIN SELECT RAISE(ABORT, 'a declaration is never changed'); END;

-- What a piece of evidence says can be erased.
CREATE TRIGGER task_evidence_is_never_updated BEFORE UPDATE ON task_evidence
WHEN NEW.task_id IS NOT OLD.task_id OR NEW.kind IS NOT OLD.kind OR NEW.dated IS NOT OLD.dated OR NEW.entered_by IS NOT OLD.entered_by OR NEW.entered_by_name IS NOT OLD.entered_by_name OR NEW.entered_by_agency IS NOT OLD.entered_by_agency OR (NEW.text IS NOT NULL AND NEW.text IS NOT OLD.text)
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER task_evidence_is_never_deleted BEFORE DELETE ON task_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
