-- What the organisation owes. Who the creditor is and what people wrote stands in this row alone,
-- which is erasable.
CREATE TABLE claim (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    debt_kind TEXT NOT NULL,
    payment_class TEXT NOT NULL,
    secured_by_asset_id UUID REFERENCES asset (id),
    holder TEXT NOT NULL,
    name TEXT NOT NULL,
    citizen_id TEXT,
    phone TEXT,
    address TEXT,
    claimed_vnd BIGINT NOT NULL CHECK (claimed_vnd > 0),
    admitted_vnd BIGINT CHECK (admitted_vnd BETWEEN 1 AND claimed_vnd),
    paid_vnd BIGINT NOT NULL CHECK (paid_vnd >= 0),
    state TEXT NOT NULL,
    basis TEXT NOT NULL,
    registered_on DATE NOT NULL,
    -- Id and digest of each document, in JSON; so in the columns below.
    evidence TEXT NOT NULL,
    decided_on DATE,
    decision_reason TEXT,
    decision_documents TEXT,
    contest_until DATE,
    contested_on DATE,
    contest_reason TEXT,
    contest_documents TEXT,
    settled_on DATE,
    settlement_reason TEXT,
    settlement_documents TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- Nobody but a member, who shares the rest, is paid beyond what was admitted.
    CHECK (payment_class = 'members' OR paid_vnd = 0 OR paid_vnd <= COALESCE(admitted_vnd, claimed_vnd))
);
CREATE INDEX claim_by_case ON claim (dissolution_id, id);

-- What the organisation is owed.
CREATE TABLE receivable (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    debt_kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    name TEXT NOT NULL,
    citizen_id TEXT,
    phone TEXT,
    address TEXT,
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
    collected_vnd BIGINT NOT NULL CHECK (collected_vnd BETWEEN 0 AND amount_vnd),
    state TEXT NOT NULL,
    basis TEXT NOT NULL,
    registered_on DATE NOT NULL,
    evidence TEXT NOT NULL,
    found_on DATE,
    finding_reason TEXT,
    finding_documents TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX receivable_by_case ON receivable (dissolution_id, id);
