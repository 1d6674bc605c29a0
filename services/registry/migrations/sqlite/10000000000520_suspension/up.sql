-- Notices of suspension. One begins on its day, by the registry's hourly job.
CREATE TABLE suspension (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    application_id BLOB NOT NULL REFERENCES application (id),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    begun BOOLEAN NOT NULL,
    -- The first day of business again.
    resumed_on TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX suspension_by_organisation ON suspension (organisation_id, id);
CREATE INDEX suspension_to_begin ON suspension (from_on) WHERE begun = 0 AND resumed_on IS NULL;
CREATE INDEX suspension_expired ON suspension (to_on, id) WHERE resumed_on IS NULL;
