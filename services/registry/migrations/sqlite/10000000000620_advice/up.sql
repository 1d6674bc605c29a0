-- Advice given to founders of what is to be established.
CREATE TABLE advice (
    id BLOB NOT NULL PRIMARY KEY,
    -- Whose officer gave it, and under which account it was recorded.
    agency_code TEXT NOT NULL,
    officer TEXT NOT NULL,
    advised_on TEXT NOT NULL,
    planned_kind TEXT,
    planned_sector TEXT,
    commune_code TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    -- May name people: erasable, and no part of the log.
    subject TEXT NOT NULL,
    founder_count INTEGER NOT NULL,
    follow_up_count INTEGER NOT NULL,
    -- The establishment that followed.
    organisation_id BLOB REFERENCES organisation (id),
    linked_on TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX advice_by_district ON advice (district_code, id);
CREATE INDEX advice_by_current_commune ON advice (current_commune_code, id);
CREATE INDEX advice_by_organisation ON advice (organisation_id);

-- Personal data of the founders: erasable.
CREATE TABLE advice_founder (
    advice_id BLOB NOT NULL REFERENCES advice (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    PRIMARY KEY (advice_id, ordinal)
);

-- What was done afterwards. The note may name people.
CREATE TABLE advice_follow_up (
    advice_id BLOB NOT NULL REFERENCES advice (id),
    ordinal INTEGER NOT NULL,
    done_on TEXT NOT NULL,
    note TEXT NOT NULL,
    officer TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (advice_id, ordinal)
);
