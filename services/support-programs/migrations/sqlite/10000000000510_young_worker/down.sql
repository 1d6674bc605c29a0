DROP TABLE young_worker_month;
DROP TABLE young_worker_person;
DROP TABLE young_worker;
