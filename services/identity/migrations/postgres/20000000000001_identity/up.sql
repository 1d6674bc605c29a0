-- Agencies with their succession: effective-dated, never deleted, loaded at the first start.
CREATE TABLE agency (
    code TEXT NOT NULL PRIMARY KEY,
    -- The order of the reference file: the first agency with a duty names the kind that has it.
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    duty TEXT,
    valid_from DATE,
    valid_to DATE,
    -- Codes, in JSON.
    succeeded_by TEXT NOT NULL,
    -- city, district:276 or commune:10018.
    territory TEXT NOT NULL
);

-- Persons (users) and departments' systems (clients), with what they log in with.
CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    -- A user's password in PHC form (argon2id); a client's secret as hex SHA-256.
    secret_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    change_required BOOLEAN NOT NULL,
    -- The login that a client's tokens name; renewed to void them all.
    token_family UUID NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- The roles of an account: each for one agency or one organisation.
CREATE TABLE assignment (
    account_id UUID NOT NULL REFERENCES account (id),
    ordinal INTEGER NOT NULL,
    role TEXT NOT NULL,
    agency_code TEXT REFERENCES agency (code),
    organisation_id UUID,
    PRIMARY KEY (account_id, ordinal),
    CHECK ((agency_code IS NULL) <> (organisation_id IS NULL))
);
CREATE INDEX assignment_by_agency ON assignment (agency_code, account_id);

-- Logins with a password. Refresh tokens are not kept: one names its login and a generation, and
-- is authenticated with the nonce and a key that is not in the database.
CREATE TABLE login (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    nonce BYTEA NOT NULL,
    generation BIGINT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    refreshed_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX login_by_account ON login (account_id);
CREATE INDEX login_by_refresh ON login (refreshed_at);

-- Wrong passwords, by a keyed digest of the name typed: whether or not there is such an account.
CREATE TABLE guess (
    name_digest BYTEA NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX guess_by_age ON guess (failed_at);

-- Logins and token families that ended while their access tokens may still live.
CREATE TABLE revocation (
    id UUID NOT NULL PRIMARY KEY,
    revoked_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX revocation_by_age ON revocation (revoked_at);

-- The keys that sign access tokens, sealed under the suite's secret.
CREATE TABLE signing_key (
    id TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- Published before it signs, so that every verifier knows it by then.
    signs_from TIMESTAMPTZ NOT NULL,
    -- Published until then.
    valid_until TIMESTAMPTZ
);
