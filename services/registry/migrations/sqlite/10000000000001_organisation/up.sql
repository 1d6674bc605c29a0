-- What the registry holds: groups, cooperatives and unions, one row each, with today's state.
-- Every earlier state is in the event log.
CREATE TABLE organisation (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The folded name without its legal form: what "already taken" compares.
    name_key TEXT NOT NULL,
    -- The ICU sort key of the name in Vietnamese.
    name_sort BLOB NOT NULL,
    registration_number TEXT UNIQUE,
    registered_on TEXT,
    status TEXT NOT NULL,
    address_line TEXT,
    -- As registered; where it lies today is current_commune_code.
    commune_code TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    needs_address_review BOOLEAN NOT NULL,
    main_business_line TEXT,
    sector TEXT,
    people_credit_fund BOOLEAN NOT NULL,
    charter_capital_vnd BIGINT,
    member_count INTEGER,
    worker_count INTEGER,
    alliance_member BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX organisation_by_name_key ON organisation (name_key);
CREATE INDEX organisation_by_name ON organisation (name_sort, id);
CREATE INDEX organisation_by_district ON organisation (district_code, id);
CREATE INDEX organisation_by_district_name ON organisation (district_code, name_sort, id);
CREATE INDEX organisation_by_current_commune ON organisation (current_commune_code, id);
CREATE INDEX organisation_by_status ON organisation (status, id);

-- Personal data of the organisation's representative: erasable, kept apart from the log.
CREATE TABLE representative (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisation (id),
    name TEXT,
    phone TEXT
);

-- Members and their contributions.
CREATE TABLE member (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    contribution_vnd BIGINT NOT NULL,
    joined_on TEXT
);
CREATE INDEX member_by_organisation ON member (organisation_id, id);

-- The figures of a year, and the rating of that year.
CREATE TABLE annual_report (
    id BLOB NOT NULL UNIQUE,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    revenue_vnd BIGINT,
    profit_vnd BIGINT,
    average_worker_income_vnd BIGINT,
    member_count INTEGER,
    worker_count INTEGER,
    rating TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, year)
);
