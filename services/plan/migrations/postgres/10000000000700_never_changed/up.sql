-- What is never changed is refused by the tables, whoever writes.
CREATE TRIGGER signed_plan_report_stays_where_it_is BEFORE UPDATE ON plan_report
FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL AND (NEW.first_signed_on IS DISTINCT FROM OLD.first_signed_on OR NEW.window_id IS DISTINCT FROM OLD.window_id))
EXECUTE FUNCTION refuse_change_of_a_signed_plan_report();

CREATE FUNCTION refuse_change_of_report_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a report window is never changed';
END $$;
CREATE TRIGGER report_window_is_never_updated BEFORE UPDATE ON report_window
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_report_window();
CREATE TRIGGER report_window_is_never_deleted BEFORE DELETE ON report_window
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_report_window();

-- A declaration is withdrawn, and nothing else is done to it.
CREATE FUNCTION refuse_change_of_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a declaration is never changed';
END $$;
CREATE TRIGGER declaration_is_never_updated BEFORE UPDATE ON declaration
FOR EACH ROW WHEN (NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.target IS DISTINCT FROM OLD.target OR NEW.agency_code IS DISTINCT FROM OLD.agency_code OR NEW.agency_name IS DISTINCT FROM OLD.agency_name OR NEW.district_code IS DISTINCT FROM OLD.district_code OR NEW.commune_code IS DISTINCT FROM OLD.commune_code OR NEW.value IS DISTINCT FROM OLD.value OR NEW.as_of IS DISTINCT FROM OLD.as_of OR NEW.document_number IS DISTINCT FROM OLD.document_number OR NEW.document_issued_on IS DISTINCT FROM OLD.document_issued_on OR NEW.declared_by IS DISTINCT FROM OLD.declared_by OR NEW.declared_by_name IS DISTINCT FROM OLD.declared_by_name)
 EXECUTE FUNCTION refuse_change_of_declaration();
CREATE TRIGGER declaration_is_never_deleted BEFORE DELETE ON declaration
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_declaration();

-- What a piece of evidence says can be erased.
CREATE FUNCTION refuse_change_of_task_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence is never changed';
END $$;
CREATE TRIGGER task_evidence_is_never_updated BEFORE UPDATE ON task_evidence
FOR EACH ROW WHEN (NEW.task_id IS DISTINCT FROM OLD.task_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.dated IS DISTINCT FROM OLD.dated OR NEW.entered_by IS DISTINCT FROM OLD.entered_by OR NEW.entered_by_name IS DISTINCT FROM OLD.entered_by_name OR NEW.entered_by_agency IS DISTINCT FROM OLD.entered_by_agency OR (NEW.text IS NOT NULL AND NEW.text IS DISTINCT FROM OLD.text))
 EXECUTE FUNCTION refuse_change_of_task_evidence();
CREATE TRIGGER task_evidence_is_never_deleted BEFORE DELETE ON task_evidence
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_task_evidence();
