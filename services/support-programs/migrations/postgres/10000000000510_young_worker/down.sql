DROP TABLE young_worker_month;
DROP FUNCTION paid_month_is_never_changed();
DROP TABLE young_worker_person;
DROP TABLE young_worker;
