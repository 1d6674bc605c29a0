-- Code, year and period of a plan are put right until a version of it is adopted, and stand from then on.
CREATE TRIGGER adopted_plan_keeps_its_head BEFORE UPDATE ON plan
WHEN EXISTS (SELECT 1 FROM plan_version WHERE plan_id = OLD.id AND subject = 'plan' AND state = 'adopted')
BEGIN SELECT RAISE(ABORT, 'an adopted plan is never changed'); END;
CREATE TRIGGER plan_is_never_deleted BEFORE DELETE ON plan
BEGIN SELECT RAISE(ABORT, 'a plan is never deleted, so its versions are never changed'); END;
