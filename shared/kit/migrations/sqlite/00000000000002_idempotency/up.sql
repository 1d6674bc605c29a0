-- What was answered to requests with an Idempotency-Key; kept for seven days.
CREATE TABLE idempotency_key (
    principal_id BLOB NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    version BIGINT,
    location TEXT,
    body TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (principal_id, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_key_by_age ON idempotency_key (recorded_at);
