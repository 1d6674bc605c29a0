-- The number of the programme's version that an application was decided by.
ALTER TABLE support_application ADD COLUMN programme_version INTEGER CHECK (programme_version > 0);
-- The district or commune that filed it for an organisation without an account, under the name that it
-- had then, and who of it did so, in JSON.
ALTER TABLE support_application ADD COLUMN filed_by_agency TEXT;
ALTER TABLE support_application ADD COLUMN filed_by_agency_name TEXT;
ALTER TABLE support_application ADD COLUMN filed_by TEXT NOT NULL DEFAULT '[]';

-- What a programme said of the applicant when an application was handed in, and when it was decided:
-- the version, each rule, the facts that it went by. Never changed.
CREATE TABLE support_eligibility (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES support_application (id),
    moment TEXT NOT NULL,
    -- The day by whose rules it was told.
    told_on DATE NOT NULL,
    version_id UUID NOT NULL REFERENCES programme_version (id),
    eligibility TEXT NOT NULL,
    -- Rules, facts and what was granted before, in JSON.
    record TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX support_eligibility_by_application ON support_eligibility (application_id, id);

CREATE TRIGGER support_eligibility_is_never_changed
BEFORE UPDATE OR DELETE OR TRUNCATE ON support_eligibility
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
