DROP TABLE guess;
CREATE TABLE guess (
    name_digest BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX guess_by_age ON guess (failed_at);
