DROP TRIGGER adopted_plan_keeps_its_head ON plan;
DROP FUNCTION refuse_change_of_an_adopted_plan;
