DROP TABLE planned_dissolution;
DROP TABLE dissolution_plan_approval;
DROP TABLE dissolution_plan_entry;
DROP TABLE dissolution_plan;
