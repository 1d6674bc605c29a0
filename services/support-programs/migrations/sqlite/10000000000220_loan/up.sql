-- Loans of the cooperative fund. What people wrote stands in this row alone, which is erasable. The
-- schedule follows from the terms and the day of the paying out: it is computed, never kept.
CREATE TABLE loan (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    purpose TEXT NOT NULL,
    requested_vnd BIGINT NOT NULL CHECK (requested_vnd > 0),
    requested_months INTEGER NOT NULL CHECK (requested_months > 0),
    applied_on TEXT NOT NULL,
    -- The terms that were proposed, and are decided.
    principal_vnd BIGINT CHECK (principal_vnd > 0),
    -- Interest of a year, in hundredths of a per cent.
    annual_rate_bps INTEGER CHECK (annual_rate_bps >= 0),
    months INTEGER CHECK (months > 0),
    method TEXT,
    appraisal TEXT,
    decision_number TEXT,
    decided_on TEXT,
    decision_reason TEXT,
    paid_out_on TEXT,
    paid_out_reference TEXT,
    -- What was paid back, interest included.
    repaid_vnd BIGINT NOT NULL CHECK (repaid_vnd >= 0),
    ended_on TEXT,
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK ((principal_vnd IS NULL) = (months IS NULL)),
    CHECK (repaid_vnd = 0 OR paid_out_on IS NOT NULL)
);
CREATE INDEX loan_by_organisation ON loan (organisation_id, id);
CREATE INDEX loan_by_state ON loan (state, id);

-- Repayments. Never changed; the same receipt is entered once.
CREATE TABLE loan_repayment (
    id BLOB NOT NULL PRIMARY KEY,
    loan_id BLOB NOT NULL REFERENCES loan (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
    paid_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    reference_key TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (loan_id, sequence),
    UNIQUE (loan_id, reference_key)
);

CREATE TRIGGER loan_repayment_is_never_updated BEFORE UPDATE ON loan_repayment
BEGIN SELECT RAISE(ABORT, 'repayments are never changed'); END;
CREATE TRIGGER loan_repayment_is_never_deleted BEFORE DELETE ON loan_repayment
BEGIN SELECT RAISE(ABORT, 'repayments are never changed'); END;
