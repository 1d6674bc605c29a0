-- Members as the law tells them apart. What was entered before holds the defaults; personal data
-- stays in this row, which is erasable.
ALTER TABLE member ADD COLUMN holder TEXT NOT NULL DEFAULT 'natural_person';
-- The cooperative, where a union's member is one.
ALTER TABLE member ADD COLUMN member_organisation_id BLOB;
ALTER TABLE member ADD COLUMN citizen_id TEXT;
ALTER TABLE member ADD COLUMN birth_date TEXT;
ALTER TABLE member ADD COLUMN phone TEXT;
ALTER TABLE member ADD COLUMN address TEXT;
ALTER TABLE member ADD COLUMN left_on TEXT;
ALTER TABLE member ADD COLUMN leave_reason TEXT;
ALTER TABLE member ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX member_by_member_organisation ON member (member_organisation_id, id)
    WHERE member_organisation_id IS NOT NULL;

-- Movements of members' capital: signed, never changed. A member's column contribution_vnd is
-- their sum once the member has any.
CREATE TABLE contribution (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL,
    amount_vnd BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    document_id BLOB,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX contribution_by_organisation ON contribution (organisation_id, id);
CREATE INDEX contribution_by_member ON contribution (member_id, id);

-- Who holds an office, from when to when. Names and numbers are personal data, erasable here.
CREATE TABLE manager (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    position TEXT NOT NULL,
    member_id BLOB REFERENCES member (id),
    legal_representative BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    citizen_id TEXT,
    phone TEXT,
    held_from TEXT NOT NULL,
    held_to TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX manager_by_organisation ON manager (organisation_id, id);

-- How an organisation is signed for: each version stands, the newest that has begun is in force.
CREATE TABLE signing_rule (
    id BLOB NOT NULL UNIQUE,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    signers INTEGER,
    -- Lists of managers' ids, in JSON.
    combinations TEXT,
    valid_from TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, version)
);
