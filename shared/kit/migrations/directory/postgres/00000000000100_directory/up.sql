-- The directory: what the register's feed says of each organisation.
CREATE TABLE organisation (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The folded name without its legal form.
    name_key TEXT NOT NULL,
    registration_number TEXT,
    registered_on DATE,
    status TEXT NOT NULL,
    -- As registered; where it lies today is current_commune_code.
    commune_code TEXT NOT NULL,
    district_code TEXT,
    current_commune_code TEXT NOT NULL,
    main_business_line TEXT,
    sector TEXT,
    people_credit_fund BOOLEAN NOT NULL,
    charter_capital_vnd BIGINT,
    member_count INTEGER,
    worker_count INTEGER,
    alliance_member BOOLEAN NOT NULL,
    -- The position in the register's log of what is known.
    position BIGINT NOT NULL
);
CREATE INDEX organisation_by_name_key ON organisation (name_key);
CREATE INDEX organisation_by_number ON organisation (registration_number);
CREATE INDEX organisation_by_district ON organisation (district_code, id);
CREATE INDEX organisation_by_current_commune ON organisation (current_commune_code, id);
CREATE INDEX organisation_by_status ON organisation (status, id);

-- What an organisation reported for a year. Without a reference to its organisation: whatever the
-- register's feed says is taken.
CREATE TABLE organisation_report (
    organisation_id UUID NOT NULL,
    year SMALLINT NOT NULL,
    revenue_vnd BIGINT,
    profit_vnd BIGINT,
    total_capital_vnd BIGINT,
    official_member_count INTEGER,
    worker_count INTEGER,
    general_meeting_on DATE,
    position BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, year)
);

-- How it was rated for a year, once that is confirmed.
CREATE TABLE organisation_rating (
    organisation_id UUID NOT NULL,
    year SMALLINT NOT NULL,
    rating TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, year)
);
