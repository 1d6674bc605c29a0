-- Who has read personal data unmasked, and why: a row for each organisation whose people were shown.
CREATE TABLE support_personal_data_read (
    id BLOB NOT NULL PRIMARY KEY,
    -- Nothing where state officials were shown.
    organisation_id BLOB REFERENCES organisation (id),
    -- What it was: participants of a class, or young workers of an application.
    what TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    records INTEGER NOT NULL CHECK (records > 0),
    purpose TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX support_personal_data_read_by_organisation
    ON support_personal_data_read (organisation_id, id);
CREATE TRIGGER support_reading_is_never_updated BEFORE UPDATE ON support_personal_data_read
BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER support_reading_is_never_deleted BEFORE DELETE ON support_personal_data_read
BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
