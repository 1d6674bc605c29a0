DROP INDEX yearly_rating_figures;
DROP INDEX annual_report_figures;
DROP INDEX organisation_where;
DROP INDEX organisation_by_place;
