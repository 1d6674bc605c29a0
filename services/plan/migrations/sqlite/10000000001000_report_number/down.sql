DROP TRIGGER plan_report_number_is_kept;
DROP TABLE plan_report_number;
