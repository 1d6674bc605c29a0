DROP TABLE plan_version;
DROP TABLE plan;
DROP FUNCTION refuse_change_of_an_adopted_plan_version;
