-- Versions of the city's report. Never changed.
CREATE TABLE city_report (
    id BLOB NOT NULL PRIMARY KEY,
    window_id BLOB NOT NULL REFERENCES report_window (id),
    number INTEGER NOT NULL,
    corrects BLOB REFERENCES city_report (id),
    signed_by_name TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    -- What it says, in JSON.
    content TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (window_id, number)
);

CREATE TRIGGER city_report_is_never_updated BEFORE UPDATE ON city_report
BEGIN SELECT RAISE(ABORT, 'a city report is never changed'); END;
CREATE TRIGGER city_report_is_never_deleted BEFORE DELETE ON city_report
BEGIN SELECT RAISE(ABORT, 'a city report is never changed'); END;
