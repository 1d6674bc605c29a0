-- Each run of an import, with its report.
CREATE TABLE import_run (
    id BLOB NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    actor_name TEXT NOT NULL,
    agency_code TEXT,
    -- The report as it was answered, in JSON.
    report TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX import_run_by_agency ON import_run (agency_code, id);
