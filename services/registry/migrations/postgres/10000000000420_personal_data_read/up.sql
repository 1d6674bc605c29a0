-- Each reading of personal data unmasked: who, for which agency, why, what. No personal data of
-- those who were read.
CREATE TABLE personal_data_read (
    id UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    what TEXT NOT NULL,
    records INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX personal_data_read_by_organisation ON personal_data_read (organisation_id, id);
