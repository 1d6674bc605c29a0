-- Code, year and period of a plan are put right until a version of it is adopted, and stand from then on.
CREATE FUNCTION refuse_change_of_an_adopted_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a plan is never deleted, so its versions are never changed';
    END IF;
    IF EXISTS (SELECT 1 FROM plan_version WHERE plan_id = OLD.id AND subject = 'plan' AND state = 'adopted') THEN
        RAISE EXCEPTION 'an adopted plan is never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER adopted_plan_keeps_its_head BEFORE UPDATE OR DELETE ON plan
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_an_adopted_plan();
