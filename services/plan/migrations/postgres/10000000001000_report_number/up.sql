-- The last number that a version of an agency's report was given, also where that version was given up: no
-- other has it. Kept whoever writes.
CREATE TABLE plan_report_number (
    window_id UUID NOT NULL REFERENCES report_window (id),
    agency_code TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (window_id, agency_code)
);

CREATE FUNCTION keep_plan_report_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO plan_report_number (window_id, agency_code, number)
    VALUES (NEW.window_id, NEW.agency_code, NEW.number)
    ON CONFLICT (window_id, agency_code)
        DO UPDATE SET number = GREATEST(plan_report_number.number, EXCLUDED.number);
    RETURN NULL;
END $$;
CREATE TRIGGER plan_report_number_is_kept AFTER INSERT ON plan_report
FOR EACH ROW EXECUTE FUNCTION keep_plan_report_number();

-- Whoever writes waits since the trigger was made.
INSERT INTO plan_report_number (window_id, agency_code, number)
SELECT window_id, agency_code, MAX(number) FROM plan_report GROUP BY window_id, agency_code;
