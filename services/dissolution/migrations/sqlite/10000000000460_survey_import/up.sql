-- Each import of surveys, with its report as it was answered, without what may name persons.
CREATE TABLE survey_import (
    id BLOB NOT NULL PRIMARY KEY,
    agency_code TEXT,
    recorded_at BIGINT NOT NULL,
    report TEXT NOT NULL
);
