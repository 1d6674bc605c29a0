DROP TRIGGER annual_report_keeps_what_it_said;
DROP TRIGGER yearly_rating_keeps_what_it_said;
DROP TABLE earlier_annual_report;
DROP TABLE earlier_rating;
