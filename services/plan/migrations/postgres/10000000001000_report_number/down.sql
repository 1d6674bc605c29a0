DROP TRIGGER plan_report_number_is_kept ON plan_report;
DROP FUNCTION keep_plan_report_number();
DROP TABLE plan_report_number;
