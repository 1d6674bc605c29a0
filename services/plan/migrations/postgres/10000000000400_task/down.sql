DROP TABLE task_evidence;
DROP TABLE plan_task;
