-- Versions of the city's report. Never changed.
CREATE TABLE city_report (
    id UUID NOT NULL PRIMARY KEY,
    window_id UUID NOT NULL REFERENCES report_window (id),
    number INTEGER NOT NULL,
    corrects UUID REFERENCES city_report (id),
    signed_by_name TEXT NOT NULL,
    signed_on DATE NOT NULL,
    -- What it says, in JSON.
    content TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (window_id, number)
);

CREATE FUNCTION refuse_change_of_a_city_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a city report is never changed';
END $$;
CREATE TRIGGER city_report_is_never_changed BEFORE UPDATE OR DELETE ON city_report
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_a_city_report();
