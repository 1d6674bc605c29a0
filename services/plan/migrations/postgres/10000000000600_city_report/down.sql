DROP TABLE city_report;
DROP FUNCTION refuse_change_of_a_city_report;
