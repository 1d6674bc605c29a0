-- Districts until 2025-06-30, communes before and after: effective-dated, never deleted.
CREATE TABLE administrative_unit (
    -- Codes are reused by later units and the first day may be unknown, so neither is a key.
    ordinal INTEGER NOT NULL PRIMARY KEY,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    district_code TEXT,
    valid_from DATE,
    valid_to DATE,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);
CREATE INDEX administrative_unit_by_code ON administrative_unit (level, code);

-- Which communes took the territory of which; the default is used where an address does not tell.
CREATE TABLE administrative_succession (
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    PRIMARY KEY (from_code, to_code)
);

-- The documents that the suite was loaded with, as they were: the plan, the programmes, holidays.
CREATE TABLE reference_document (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
