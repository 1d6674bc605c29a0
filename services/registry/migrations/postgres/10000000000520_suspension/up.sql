-- Notices of suspension. One begins on its day, by the registry's hourly job.
CREATE TABLE suspension (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    application_id UUID NOT NULL REFERENCES application (id),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    begun BOOLEAN NOT NULL,
    -- The first day of business again.
    resumed_on DATE,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX suspension_by_organisation ON suspension (organisation_id, id);
CREATE INDEX suspension_to_begin ON suspension (from_on) WHERE begun = FALSE AND resumed_on IS NULL;
CREATE INDEX suspension_expired ON suspension (to_on, id) WHERE resumed_on IS NULL;
