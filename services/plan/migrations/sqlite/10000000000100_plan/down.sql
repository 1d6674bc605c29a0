DROP TABLE plan_version;
DROP TABLE plan;
