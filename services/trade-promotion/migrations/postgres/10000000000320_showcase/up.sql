-- Points where products are shown and sold.
CREATE TABLE showcase_point (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    -- Who runs it.
    operator_id UUID NOT NULL REFERENCES organisation (id),
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    state TEXT NOT NULL,
    decision_number TEXT,
    decided_on DATE,
    ended_on DATE,
    reason TEXT,
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX showcase_point_by_operator ON showcase_point (operator_id, id);

-- What the state pays for rent and operation in a period. Never changed; a wrong one is revoked.
CREATE TABLE showcase_funding (
    id UUID NOT NULL PRIMARY KEY,
    showcase_point_id UUID NOT NULL REFERENCES showcase_point (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    rent_vnd BIGINT NOT NULL CHECK (rent_vnd >= 0),
    operation_vnd BIGINT NOT NULL CHECK (operation_vnd >= 0),
    source TEXT NOT NULL,
    decision_number TEXT NOT NULL,
    decided_on DATE NOT NULL,
    revoked_on DATE,
    revoke_reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK (from_day <= to_day),
    CHECK (rent_vnd + operation_vnd > 0)
);
CREATE INDEX showcase_funding_by_point ON showcase_funding (showcase_point_id, from_day);
CREATE INDEX showcase_funding_by_period ON showcase_funding (from_day, to_day);

-- What was sold there in a month.
CREATE TABLE showcase_sales (
    id UUID NOT NULL PRIMARY KEY,
    showcase_point_id UUID NOT NULL REFERENCES showcase_point (id),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    revenue_vnd BIGINT NOT NULL CHECK (revenue_vnd >= 0),
    visitor_count INTEGER NOT NULL CHECK (visitor_count >= 0),
    note TEXT,
    reported_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (showcase_point_id, year, month)
);
