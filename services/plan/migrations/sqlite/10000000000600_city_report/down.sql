DROP TABLE city_report;
