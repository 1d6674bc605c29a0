-- What annual reports and ratings said before they were stated anew, so that a figure as of a day counts
-- what stood on that day. The newest statement stands in annual_report and yearly_rating. The tables see
-- to it whoever writes: processes of the release before as well.
CREATE TABLE earlier_annual_report (
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    -- The report, which keeps its id.
    id UUID NOT NULL,
    -- What figures count of it; all that it said stands in the log.
    revenue_vnd BIGINT,
    profit_vnd BIGINT,
    worker_pay_vnd BIGINT,
    worker_count INTEGER,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- When the next statement took its place.
    replaced_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, year, recorded_at)
);
CREATE INDEX earlier_annual_report_by_year ON earlier_annual_report (year, recorded_at);

-- Ratings that were confirmed.
CREATE TABLE earlier_rating (
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    id UUID NOT NULL,
    rating TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, year, recorded_at)
);
CREATE INDEX earlier_rating_by_year ON earlier_rating (year, recorded_at);

-- What stood there before this table is in the log: each statement holds until the next of its report.
-- One of before reports had figures of their own has none.
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
        LEAD(event.recorded_at) OVER (PARTITION BY event.subject_id ORDER BY event.recorded_at, event.id) AS replaced_at
    FROM annual_report JOIN event ON event.subject_id = annual_report.id
    WHERE annual_report.version > 1 AND event.subject_kind = 'annual_report'
) AS stated
WHERE replaced_at > recorded_at
ON CONFLICT DO NOTHING;

INSERT INTO earlier_rating (organisation_id, year, id, rating, recorded_at, replaced_at)
SELECT organisation_id, year, id, body::json -> 'state' ->> 'rating', recorded_at, replaced_at
FROM (
    SELECT yearly_rating.organisation_id, yearly_rating.year, yearly_rating.id, event.body, event.recorded_at,
        LEAD(event.recorded_at) OVER (PARTITION BY event.subject_id ORDER BY event.recorded_at, event.id) AS replaced_at
    FROM yearly_rating JOIN event ON event.subject_id = yearly_rating.id
    WHERE yearly_rating.version > 1
) AS stated
WHERE replaced_at > recorded_at AND body::json -> 'state' ->> 'state' = 'confirmed'
ON CONFLICT DO NOTHING;

CREATE FUNCTION keep_what_an_annual_report_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earlier_annual_report
        (organisation_id, year, id, revenue_vnd, profit_vnd, worker_pay_vnd, worker_count, recorded_at, replaced_at)
    VALUES (OLD.organisation_id, OLD.year, OLD.id, OLD.revenue_vnd, OLD.profit_vnd, OLD.worker_pay_vnd,
        OLD.worker_count, OLD.recorded_at, NEW.recorded_at)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER annual_report_keeps_what_it_said AFTER UPDATE ON annual_report
FOR EACH ROW WHEN (NEW.version <> OLD.version AND NEW.recorded_at > OLD.recorded_at)
EXECUTE FUNCTION keep_what_an_annual_report_said();

CREATE FUNCTION keep_what_a_rating_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO earlier_rating (organisation_id, year, id, rating, recorded_at, replaced_at)
    VALUES (OLD.organisation_id, OLD.year, OLD.id, OLD.rating, OLD.recorded_at, NEW.recorded_at)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER yearly_rating_keeps_what_it_said AFTER UPDATE ON yearly_rating
FOR EACH ROW WHEN (OLD.state = 'confirmed' AND NEW.recorded_at > OLD.recorded_at)
EXECUTE FUNCTION keep_what_a_rating_said();

CREATE FUNCTION refuse_change_of_an_earlier_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said is never changed';
END $$;
CREATE TRIGGER earlier_annual_report_is_never_changed BEFORE UPDATE OR DELETE ON earlier_annual_report
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_an_earlier_statement();
CREATE TRIGGER earlier_rating_is_never_changed BEFORE UPDATE OR DELETE ON earlier_rating
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_an_earlier_statement();
