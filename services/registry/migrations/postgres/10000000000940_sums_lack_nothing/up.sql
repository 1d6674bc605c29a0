-- Processes of the release before wrote while 920 and 930 filled their tables, and their triggers were made
-- after that: what was stated in between is in no sum, and left no earlier statement. By now the triggers
-- stand, so that a statement and its sums are seen together or not at all, and what one query finds
-- lacking is lacking. Where nothing is, nothing is added.
INSERT INTO earlier_annual_report
    (organisation_id, year, id, revenue_vnd, profit_vnd, worker_pay_vnd, worker_count, recorded_at, replaced_at)
SELECT organisation_id, year, id,
    (body::json -> 'state' -> 'figures' ->> 'revenue_vnd')::BIGINT,
    (body::json -> 'state' -> 'figures' ->> 'profit_vnd')::BIGINT,
    (body::json -> 'state' -> 'figures' ->> 'worker_pay_vnd')::BIGINT,
    (body::json -> 'state' -> 'figures' ->> 'worker_count')::INTEGER,
    recorded_at, replaced_at
FROM (
    SELECT annual_report.organisation_id, annual_report.year, annual_report.id, event.body, event.recorded_at,
        annual_report.recorded_at AS newest,
        LEAD(event.recorded_at) OVER (PARTITION BY event.subject_id ORDER BY event.recorded_at, event.id) AS replaced_at
    FROM annual_report JOIN event ON event.subject_id = annual_report.id
    WHERE annual_report.version > 1 AND event.subject_kind = 'annual_report'
) AS stated
WHERE replaced_at > recorded_at AND replaced_at <= newest
ON CONFLICT DO NOTHING;

INSERT INTO earlier_rating (organisation_id, year, id, rating, recorded_at, replaced_at)
SELECT organisation_id, year, id, body::json -> 'state' ->> 'rating', recorded_at, replaced_at
FROM (
    SELECT yearly_rating.organisation_id, yearly_rating.year, yearly_rating.id, event.body, event.recorded_at,
        yearly_rating.recorded_at AS newest,
        LEAD(event.recorded_at) OVER (PARTITION BY event.subject_id ORDER BY event.recorded_at, event.id) AS replaced_at
    FROM yearly_rating JOIN event ON event.subject_id = yearly_rating.id
    WHERE yearly_rating.version > 1
) AS stated
WHERE replaced_at > recorded_at AND replaced_at <= newest AND body::json -> 'state' ->> 'state' = 'confirmed'
ON CONFLICT DO NOTHING;

INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
SELECT year, kind, district_code, current_commune_code, stated_on, SUM(revenue_count), SUM(revenue_millions), SUM(revenue_rest), SUM(profit_count), SUM(profit_millions), SUM(profit_rest), SUM(income_count), SUM(pay_millions), SUM(pay_rest), SUM(workers)
FROM (
    SELECT one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on,
        one.revenue_count, one.revenue_millions, one.revenue_rest, one.profit_count, one.profit_millions, one.profit_rest, one.income_count, one.pay_millions, one.pay_rest, one.workers
    FROM stated_report AS one JOIN organisation ON organisation.id = one.organisation_id
    UNION ALL
    SELECT year, kind, district_code, current_commune_code, stated_on, -revenue_count, -revenue_millions, -revenue_rest, -profit_count, -profit_millions, -profit_rest, -income_count, -pay_millions, -pay_rest, -workers FROM report_sum
) AS lacking
GROUP BY year, kind, district_code, current_commune_code, stated_on
HAVING SUM(revenue_count) <> 0 OR SUM(revenue_millions) <> 0 OR SUM(revenue_rest) <> 0 OR SUM(profit_count) <> 0 OR SUM(profit_millions) <> 0 OR SUM(profit_rest) <> 0 OR SUM(income_count) <> 0 OR SUM(pay_millions) <> 0 OR SUM(pay_rest) <> 0 OR SUM(workers) <> 0;

INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
SELECT year, kind, district_code, current_commune_code, stated_on, SUM(confirmed), SUM(rated), SUM(good_or_fair)
FROM (
    SELECT one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on,
        one.confirmed, one.rated, one.good_or_fair
    FROM stated_rating AS one JOIN organisation ON organisation.id = one.organisation_id
    UNION ALL
    SELECT year, kind, district_code, current_commune_code, stated_on, -confirmed, -rated, -good_or_fair FROM rating_sum
) AS lacking
GROUP BY year, kind, district_code, current_commune_code, stated_on
HAVING SUM(confirmed) <> 0 OR SUM(rated) <> 0 OR SUM(good_or_fair) <> 0;

INSERT INTO entry_sum (kind, status, district_code, current_commune_code, registered_year, entries)
SELECT kind, status, district_code, current_commune_code, registered_year, SUM(entries)
FROM (
    SELECT kind, status, district_code, current_commune_code, CAST(EXTRACT(YEAR FROM registered_on) AS INTEGER) AS registered_year, 1 AS entries
    FROM organisation
    UNION ALL
    SELECT kind, status, district_code, current_commune_code, registered_year, -entries FROM entry_sum
) AS lacking
GROUP BY kind, status, district_code, current_commune_code, registered_year
HAVING SUM(entries) <> 0;
