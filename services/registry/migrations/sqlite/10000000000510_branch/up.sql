-- Branches, representative offices and business places of organisations.
CREATE TABLE branch (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    -- 1 to 999: the suffix of the organisation's registration number.
    sequence INTEGER NOT NULL,
    name TEXT NOT NULL,
    address_line TEXT,
    commune_code TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    needs_address_review BOOLEAN NOT NULL,
    business_line TEXT,
    application_id BLOB NOT NULL REFERENCES application (id),
    registered_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (organisation_id, sequence)
);
CREATE INDEX branch_by_organisation ON branch (organisation_id, id);

-- Personal data of who heads a branch: erasable.
CREATE TABLE branch_person (
    branch_id BLOB NOT NULL PRIMARY KEY REFERENCES branch (id),
    name TEXT NOT NULL,
    phone TEXT
);
