-- A record that was wrong is corrected by another one that names it, or withdrawn by one: of each institution
-- and day, of each commune and day, the last one in number holds. Nothing is ever changed.
ALTER TABLE credit_record
    -- Its number among the records of the institution and day.
    ADD COLUMN sequence INTEGER NOT NULL DEFAULT 1 CHECK (sequence > 0),
    -- Which one it corrects.
    ADD COLUMN corrects UUID UNIQUE REFERENCES credit_record (id),
    -- Whether it says only that there is no such record.
    ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    DROP CONSTRAINT credit_record_organisation_id_institution_key_as_of_key,
    ADD UNIQUE (organisation_id, institution_key, as_of, sequence),
    ADD CHECK ((sequence = 1) = (corrects IS NULL)),
    ADD CHECK (NOT withdrawn OR (sequence > 1 AND outstanding_vnd = 0));

ALTER TABLE commune_grade
    ADD COLUMN sequence INTEGER NOT NULL DEFAULT 1 CHECK (sequence > 0),
    ADD COLUMN corrects UUID UNIQUE REFERENCES commune_grade (id),
    ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    DROP CONSTRAINT commune_grade_commune_code_valid_from_key,
    ADD UNIQUE (commune_code, valid_from, sequence),
    ADD CHECK ((sequence = 1) = (corrects IS NULL)),
    ADD CHECK (NOT withdrawn OR sequence > 1);
CREATE TRIGGER commune_grade_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON commune_grade
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
