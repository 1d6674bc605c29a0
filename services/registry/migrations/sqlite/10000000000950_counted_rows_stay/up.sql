-- What no sum would follow is refused: a row that is counted is never removed, and a statement never becomes
-- one of another organisation or year. Nobody does either.
CREATE TRIGGER annual_report_is_never_removed BEFORE DELETE ON annual_report
BEGIN SELECT RAISE(ABORT, 'what is counted is never removed, nor made another one''s'); END;
CREATE TRIGGER annual_report_keeps_its_key BEFORE UPDATE ON annual_report
WHEN NEW.organisation_id IS NOT OLD.organisation_id OR NEW.year IS NOT OLD.year
BEGIN SELECT RAISE(ABORT, 'what is counted is never removed, nor made another one''s'); END;
CREATE TRIGGER yearly_rating_is_never_removed BEFORE DELETE ON yearly_rating
BEGIN SELECT RAISE(ABORT, 'what is counted is never removed, nor made another one''s'); END;
CREATE TRIGGER yearly_rating_keeps_its_key BEFORE UPDATE ON yearly_rating
WHEN NEW.organisation_id IS NOT OLD.organisation_id OR NEW.year IS NOT OLD.year
BEGIN SELECT RAISE(ABORT, 'what is counted is never removed, nor made another one''s'); END;
CREATE TRIGGER organisation_is_never_removed BEFORE DELETE ON organisation
BEGIN SELECT RAISE(ABORT, 'what is counted is never removed, nor made another one''s'); END;
