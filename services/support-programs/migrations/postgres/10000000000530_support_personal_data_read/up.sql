-- Who has read personal data unmasked, and why: a row for each organisation whose people were shown.
CREATE TABLE support_personal_data_read (
    id UUID NOT NULL PRIMARY KEY,
    -- Nothing where state officials were shown.
    organisation_id UUID REFERENCES organisation (id),
    -- What it was: participants of a class, or young workers of an application.
    what TEXT NOT NULL,
    subject_id UUID NOT NULL,
    records INTEGER NOT NULL CHECK (records > 0),
    purpose TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX support_personal_data_read_by_organisation
    ON support_personal_data_read (organisation_id, id);
CREATE TRIGGER support_personal_data_read_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON support_personal_data_read
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
