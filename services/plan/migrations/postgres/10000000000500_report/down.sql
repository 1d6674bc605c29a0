DROP TABLE plan_report;
DROP TABLE report_window;
DROP FUNCTION refuse_change_of_a_signed_plan_report;
