DROP TABLE planned_dissolution;
DROP TABLE dissolution_plan_entry;
DROP FUNCTION refuse_change_of_an_approved_plan;
DROP TABLE dissolution_plan_approval;
DROP TABLE dissolution_plan;
