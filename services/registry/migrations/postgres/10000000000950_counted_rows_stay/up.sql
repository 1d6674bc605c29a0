-- What no sum would follow is refused: a row that is counted is never removed, and a statement never becomes
-- one of another organisation or year. Nobody does either.
CREATE FUNCTION refuse_what_sums_would_not_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is counted is never removed, nor made another one''s';
END $$;
CREATE TRIGGER annual_report_is_never_removed BEFORE DELETE ON annual_report
FOR EACH ROW EXECUTE FUNCTION refuse_what_sums_would_not_follow();
CREATE TRIGGER annual_report_keeps_its_key BEFORE UPDATE ON annual_report
FOR EACH ROW WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id OR NEW.year IS DISTINCT FROM OLD.year)
EXECUTE FUNCTION refuse_what_sums_would_not_follow();
CREATE TRIGGER yearly_rating_is_never_removed BEFORE DELETE ON yearly_rating
FOR EACH ROW EXECUTE FUNCTION refuse_what_sums_would_not_follow();
CREATE TRIGGER yearly_rating_keeps_its_key BEFORE UPDATE ON yearly_rating
FOR EACH ROW WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id OR NEW.year IS DISTINCT FROM OLD.year)
EXECUTE FUNCTION refuse_what_sums_would_not_follow();
CREATE TRIGGER organisation_is_never_removed BEFORE DELETE ON organisation
FOR EACH ROW EXECUTE FUNCTION refuse_what_sums_would_not_follow();
