-- Wrong passwords, by keyed digests of the name typed, whether or not there is such an account, and
-- of the address that they come from; under no address, those of a minute from everywhere. What was
-- counted before is worth a day at most.
DROP TABLE guess;
CREATE TABLE guess (
    name_digest BLOB NOT NULL,
    address_digest BLOB NOT NULL,
    failures INTEGER NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (name_digest, address_digest)
);
CREATE INDEX guess_by_age ON guess (failed_at);
