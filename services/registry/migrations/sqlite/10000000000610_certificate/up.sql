-- Certificates of registration. What was certified is kept as it was on the day of issue.
CREATE TABLE certificate (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    agency_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    -- Counted by agency and year, without gaps.
    sequence INTEGER NOT NULL,
    number TEXT NOT NULL,
    verification_code TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    change_number INTEGER NOT NULL,
    issued_on TEXT NOT NULL,
    authority TEXT NOT NULL,
    -- What is printed, in JSON, without personal data.
    certified TEXT NOT NULL,
    application_id BLOB,
    reason TEXT,
    legal_basis TEXT,
    replaces BLOB,
    replaced_by BLOB,
    ended_on TEXT,
    end_reason TEXT,
    end_legal_basis TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (agency_code, year, sequence)
);
CREATE INDEX certificate_by_organisation ON certificate (organisation_id, id);
-- An organisation has one valid certificate at the most.
CREATE UNIQUE INDEX certificate_valid ON certificate (organisation_id) WHERE status = 'valid';

-- Personal data of whoever represented the organisation on that day: erasable.
CREATE TABLE certificate_person (
    certificate_id BLOB NOT NULL PRIMARY KEY REFERENCES certificate (id),
    representative_name TEXT NOT NULL
);
