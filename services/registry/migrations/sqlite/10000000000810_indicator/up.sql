-- The indicators of a year are sums over the whole city: from these indexes alone, in the order in
-- which they are grouped or joined.
CREATE INDEX organisation_by_place
    ON organisation (district_code, current_commune_code, kind, status, registered_on);
CREATE INDEX organisation_where
    ON organisation (id, kind, district_code, current_commune_code);
CREATE INDEX annual_report_figures
    ON annual_report (year, organisation_id, revenue_vnd, profit_vnd, worker_pay_vnd, worker_count);
CREATE INDEX yearly_rating_figures
    ON yearly_rating (year, state, organisation_id, rating);
