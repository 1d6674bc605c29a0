-- The sums behind the indicators of a year, by place and by the day on which what is counted was stated: so
-- that figures of a million organisations are read off some thousand rows, as of any day. Every change of
-- what is counted is added as a row, never written over: nobody waits for anybody. Rows are merged now and
-- then (store::indicator_sum). The tables see to it whoever writes.
CREATE TABLE report_sum (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    stated_on DATE NOT NULL,
    revenue_count BIGINT NOT NULL,
    revenue_millions BIGINT NOT NULL,
    revenue_rest BIGINT NOT NULL,
    profit_count BIGINT NOT NULL,
    profit_millions BIGINT NOT NULL,
    profit_rest BIGINT NOT NULL,
    income_count BIGINT NOT NULL,
    pay_millions BIGINT NOT NULL,
    pay_rest BIGINT NOT NULL,
    workers BIGINT NOT NULL,
    merged BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX report_sum_by_year ON report_sum (year, stated_on);

-- Of ratings that are confirmed.
CREATE TABLE rating_sum (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    stated_on DATE NOT NULL,
    confirmed BIGINT NOT NULL,
    rated BIGINT NOT NULL,
    good_or_fair BIGINT NOT NULL,
    merged BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX rating_sum_by_year ON rating_sum (year, stated_on);

-- Of entries as they stand today, by the year of their registration.
CREATE TABLE entry_sum (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    registered_year INTEGER,
    entries BIGINT NOT NULL,
    merged BOOLEAN NOT NULL DEFAULT FALSE
);
-- Who was registered in a year: a small part of all, which is found by its days.
CREATE INDEX organisation_by_registration
    ON organisation (registered_on, kind, status, district_code, current_commune_code, id);

-- What each statement adds on its day, and what one that was replaced takes off on the day of the next.
CREATE VIEW stated_report AS
SELECT organisation_id, year, CAST(recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) AS stated_on,
    CASE WHEN revenue_vnd IS NULL THEN 0 ELSE 1 END AS revenue_count,
    COALESCE(revenue_vnd / 1000000, 0) AS revenue_millions,
    COALESCE(revenue_vnd % 1000000, 0) AS revenue_rest,
    CASE WHEN profit_vnd IS NULL THEN 0 ELSE 1 END AS profit_count,
    COALESCE(profit_vnd / 1000000, 0) AS profit_millions,
    COALESCE(profit_vnd % 1000000, 0) AS profit_rest,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN 1 ELSE 0 END AS income_count,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd / 1000000 ELSE 0 END AS pay_millions,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd % 1000000 ELSE 0 END AS pay_rest,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_count ELSE 0 END AS workers
FROM annual_report
UNION ALL
SELECT organisation_id, year, CAST(recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
    CASE WHEN revenue_vnd IS NULL THEN 0 ELSE 1 END,
    COALESCE(revenue_vnd / 1000000, 0),
    COALESCE(revenue_vnd % 1000000, 0),
    CASE WHEN profit_vnd IS NULL THEN 0 ELSE 1 END,
    COALESCE(profit_vnd / 1000000, 0),
    COALESCE(profit_vnd % 1000000, 0),
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN 1 ELSE 0 END,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd / 1000000 ELSE 0 END,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd % 1000000 ELSE 0 END,
    CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_count ELSE 0 END
FROM earlier_annual_report
UNION ALL
SELECT organisation_id, year, CAST(replaced_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
    -(CASE WHEN revenue_vnd IS NULL THEN 0 ELSE 1 END),
    -(COALESCE(revenue_vnd / 1000000, 0)),
    -(COALESCE(revenue_vnd % 1000000, 0)),
    -(CASE WHEN profit_vnd IS NULL THEN 0 ELSE 1 END),
    -(COALESCE(profit_vnd / 1000000, 0)),
    -(COALESCE(profit_vnd % 1000000, 0)),
    -(CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN 1 ELSE 0 END),
    -(CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd / 1000000 ELSE 0 END),
    -(CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_pay_vnd % 1000000 ELSE 0 END),
    -(CASE WHEN worker_pay_vnd IS NOT NULL AND worker_count > 0 THEN worker_count ELSE 0 END)
FROM earlier_annual_report;

CREATE VIEW stated_rating AS
SELECT organisation_id, year, CAST(recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) AS stated_on,
    1 AS confirmed,
    CASE WHEN rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END AS rated,
    CASE WHEN rating IN ('good', 'fair') THEN 1 ELSE 0 END AS good_or_fair
FROM yearly_rating
WHERE state = 'confirmed'
UNION ALL
SELECT organisation_id, year, CAST(recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
    1,
    CASE WHEN rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END,
    CASE WHEN rating IN ('good', 'fair') THEN 1 ELSE 0 END
FROM earlier_rating
UNION ALL
SELECT organisation_id, year, CAST(replaced_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
    -(1),
    -(CASE WHEN rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END),
    -(CASE WHEN rating IN ('good', 'fair') THEN 1 ELSE 0 END)
FROM earlier_rating;

-- What there is.
INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers, merged)
SELECT one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on,
    SUM(one.revenue_count), SUM(one.revenue_millions), SUM(one.revenue_rest), SUM(one.profit_count), SUM(one.profit_millions), SUM(one.profit_rest), SUM(one.income_count), SUM(one.pay_millions), SUM(one.pay_rest), SUM(one.workers), TRUE
FROM stated_report AS one JOIN organisation ON organisation.id = one.organisation_id
GROUP BY one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on;

INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair, merged)
SELECT one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on,
    SUM(one.confirmed), SUM(one.rated), SUM(one.good_or_fair), TRUE
FROM stated_rating AS one JOIN organisation ON organisation.id = one.organisation_id
GROUP BY one.year, organisation.kind, organisation.district_code, organisation.current_commune_code, one.stated_on;

INSERT INTO entry_sum (kind, status, district_code, current_commune_code, registered_year, entries, merged)
SELECT kind, status, district_code, current_commune_code, CAST(EXTRACT(YEAR FROM registered_on) AS INTEGER), COUNT(*), TRUE
FROM organisation
GROUP BY kind, status, district_code, current_commune_code, CAST(EXTRACT(YEAR FROM registered_on) AS INTEGER);

-- Whoever states something holds the entry, so that it does not move meanwhile.
-- What a statement says is added on its day. The one before is taken off on the day on which it was
-- replaced; on its own where it was never kept.
CREATE FUNCTION annual_report_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
    SELECT NEW.year, kind, district_code, current_commune_code, CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
        CASE WHEN NEW.revenue_vnd IS NULL THEN 0 ELSE 1 END,
        COALESCE(NEW.revenue_vnd / 1000000, 0),
        COALESCE(NEW.revenue_vnd % 1000000, 0),
        CASE WHEN NEW.profit_vnd IS NULL THEN 0 ELSE 1 END,
        COALESCE(NEW.profit_vnd / 1000000, 0),
        COALESCE(NEW.profit_vnd % 1000000, 0),
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN 1 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_pay_vnd / 1000000 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_pay_vnd % 1000000 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_count ELSE 0 END
    FROM organisation
    WHERE organisation.id = NEW.organisation_id
    FOR NO KEY UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER annual_report_is_counted AFTER INSERT ON annual_report
FOR EACH ROW
EXECUTE FUNCTION annual_report_is_counted();

CREATE FUNCTION annual_report_is_counted_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
    SELECT OLD.year, kind, district_code, current_commune_code, CASE WHEN NEW.version <> OLD.version AND NEW.recorded_at > OLD.recorded_at THEN CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) ELSE CAST(OLD.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) END,
        -(CASE WHEN OLD.revenue_vnd IS NULL THEN 0 ELSE 1 END),
        -(COALESCE(OLD.revenue_vnd / 1000000, 0)),
        -(COALESCE(OLD.revenue_vnd % 1000000, 0)),
        -(CASE WHEN OLD.profit_vnd IS NULL THEN 0 ELSE 1 END),
        -(COALESCE(OLD.profit_vnd / 1000000, 0)),
        -(COALESCE(OLD.profit_vnd % 1000000, 0)),
        -(CASE WHEN OLD.worker_pay_vnd IS NOT NULL AND OLD.worker_count > 0 THEN 1 ELSE 0 END),
        -(CASE WHEN OLD.worker_pay_vnd IS NOT NULL AND OLD.worker_count > 0 THEN OLD.worker_pay_vnd / 1000000 ELSE 0 END),
        -(CASE WHEN OLD.worker_pay_vnd IS NOT NULL AND OLD.worker_count > 0 THEN OLD.worker_pay_vnd % 1000000 ELSE 0 END),
        -(CASE WHEN OLD.worker_pay_vnd IS NOT NULL AND OLD.worker_count > 0 THEN OLD.worker_count ELSE 0 END)
    FROM organisation
    WHERE organisation.id = OLD.organisation_id
    FOR NO KEY UPDATE;
    INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
    SELECT NEW.year, kind, district_code, current_commune_code, CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
        CASE WHEN NEW.revenue_vnd IS NULL THEN 0 ELSE 1 END,
        COALESCE(NEW.revenue_vnd / 1000000, 0),
        COALESCE(NEW.revenue_vnd % 1000000, 0),
        CASE WHEN NEW.profit_vnd IS NULL THEN 0 ELSE 1 END,
        COALESCE(NEW.profit_vnd / 1000000, 0),
        COALESCE(NEW.profit_vnd % 1000000, 0),
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN 1 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_pay_vnd / 1000000 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_pay_vnd % 1000000 ELSE 0 END,
        CASE WHEN NEW.worker_pay_vnd IS NOT NULL AND NEW.worker_count > 0 THEN NEW.worker_count ELSE 0 END
    FROM organisation
    WHERE organisation.id = NEW.organisation_id
    FOR NO KEY UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER annual_report_is_counted_anew AFTER UPDATE ON annual_report
FOR EACH ROW WHEN (NEW.revenue_vnd IS DISTINCT FROM OLD.revenue_vnd OR NEW.profit_vnd IS DISTINCT FROM OLD.profit_vnd OR NEW.worker_pay_vnd IS DISTINCT FROM OLD.worker_pay_vnd OR NEW.worker_count IS DISTINCT FROM OLD.worker_count OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at)
EXECUTE FUNCTION annual_report_is_counted_anew();

CREATE FUNCTION yearly_rating_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
    SELECT NEW.year, kind, district_code, current_commune_code, CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
        1,
        CASE WHEN NEW.rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END,
        CASE WHEN NEW.rating IN ('good', 'fair') THEN 1 ELSE 0 END
    FROM organisation
    WHERE organisation.id = NEW.organisation_id
    FOR NO KEY UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER yearly_rating_is_counted AFTER INSERT ON yearly_rating
FOR EACH ROW WHEN (NEW.state = 'confirmed')
EXECUTE FUNCTION yearly_rating_is_counted();

CREATE FUNCTION yearly_rating_is_counted_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
    SELECT OLD.year, kind, district_code, current_commune_code, CASE WHEN NEW.recorded_at > OLD.recorded_at THEN CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) ELSE CAST(OLD.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE) END,
        -(1),
        -(CASE WHEN OLD.rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END),
        -(CASE WHEN OLD.rating IN ('good', 'fair') THEN 1 ELSE 0 END)
    FROM organisation
    WHERE organisation.id = OLD.organisation_id AND OLD.state = 'confirmed'
    FOR NO KEY UPDATE;
    INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
    SELECT NEW.year, kind, district_code, current_commune_code, CAST(NEW.recorded_at AT TIME ZONE INTERVAL '+07:00' AS DATE),
        1,
        CASE WHEN NEW.rating IN ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END,
        CASE WHEN NEW.rating IN ('good', 'fair') THEN 1 ELSE 0 END
    FROM organisation
    WHERE organisation.id = NEW.organisation_id AND NEW.state = 'confirmed'
    FOR NO KEY UPDATE;
    RETURN NULL;
END $$;
CREATE TRIGGER yearly_rating_is_counted_anew AFTER UPDATE ON yearly_rating
FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state OR NEW.rating IS DISTINCT FROM OLD.rating OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at)
EXECUTE FUNCTION yearly_rating_is_counted_anew();

-- Entries count where they lie today.
CREATE FUNCTION organisation_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO entry_sum (kind, status, district_code, current_commune_code, registered_year, entries)
    VALUES (NEW.kind, NEW.status, NEW.district_code, NEW.current_commune_code, CAST(EXTRACT(YEAR FROM NEW.registered_on) AS INTEGER), 1);
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_is_counted AFTER INSERT ON organisation
FOR EACH ROW
EXECUTE FUNCTION organisation_is_counted();

CREATE FUNCTION organisation_is_counted_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO entry_sum (kind, status, district_code, current_commune_code, registered_year, entries)
    VALUES (OLD.kind, OLD.status, OLD.district_code, OLD.current_commune_code, CAST(EXTRACT(YEAR FROM OLD.registered_on) AS INTEGER), -1);
    INSERT INTO entry_sum (kind, status, district_code, current_commune_code, registered_year, entries)
    VALUES (NEW.kind, NEW.status, NEW.district_code, NEW.current_commune_code, CAST(EXTRACT(YEAR FROM NEW.registered_on) AS INTEGER), 1);
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_is_counted_anew AFTER UPDATE ON organisation
FOR EACH ROW WHEN (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.status IS DISTINCT FROM OLD.status OR NEW.district_code IS DISTINCT FROM OLD.district_code OR NEW.current_commune_code IS DISTINCT FROM OLD.current_commune_code OR NEW.registered_on IS DISTINCT FROM OLD.registered_on)
EXECUTE FUNCTION organisation_is_counted_anew();

-- Where an entry is found to lie elsewhere, all that it ever stated goes with it.
CREATE FUNCTION organisation_takes_its_statements_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
    SELECT year, OLD.kind, OLD.district_code, OLD.current_commune_code, stated_on,
        -revenue_count, -revenue_millions, -revenue_rest, -profit_count, -profit_millions, -profit_rest, -income_count, -pay_millions, -pay_rest, -workers
    FROM stated_report WHERE organisation_id = NEW.id;
    INSERT INTO report_sum (year, kind, district_code, current_commune_code, stated_on, revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers)
    SELECT year, NEW.kind, NEW.district_code, NEW.current_commune_code, stated_on,
        revenue_count, revenue_millions, revenue_rest, profit_count, profit_millions, profit_rest, income_count, pay_millions, pay_rest, workers
    FROM stated_report WHERE organisation_id = NEW.id;
    INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
    SELECT year, OLD.kind, OLD.district_code, OLD.current_commune_code, stated_on,
        -confirmed, -rated, -good_or_fair
    FROM stated_rating WHERE organisation_id = NEW.id;
    INSERT INTO rating_sum (year, kind, district_code, current_commune_code, stated_on, confirmed, rated, good_or_fair)
    SELECT year, NEW.kind, NEW.district_code, NEW.current_commune_code, stated_on,
        confirmed, rated, good_or_fair
    FROM stated_rating WHERE organisation_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_takes_its_statements_along AFTER UPDATE ON organisation
FOR EACH ROW WHEN (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.district_code IS DISTINCT FROM OLD.district_code OR NEW.current_commune_code IS DISTINCT FROM OLD.current_commune_code)
EXECUTE FUNCTION organisation_takes_its_statements_along();

-- Who joined the alliance in a year, from this index alone.
CREATE INDEX alliance_membership_counted ON alliance_membership (joined_on, organisation_id);
