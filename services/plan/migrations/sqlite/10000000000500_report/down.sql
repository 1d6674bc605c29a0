DROP TABLE plan_report;
DROP TABLE report_window;
