-- A wrong entry is taken back by a counter-entry that names it: nothing that was entered is ever changed.
-- The fund's loans are posted in the ledger of its capital, a budget of its programme.

-- The ledger with its counter-postings, and postings for loans.
CREATE TABLE ledger_entry_next (
    id BLOB NOT NULL PRIMARY KEY,
    budget_id BLOB NOT NULL REFERENCES budget (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    operation TEXT NOT NULL CHECK (operation IN ('allocate', 'cut', 'reserve', 'commit', 'release',
        'disburse', 'return', 'reverse_disbursement', 'reverse_return')),
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
    -- For which application or loan; for neither where money is allotted or cut.
    application_id BLOB,
    payment_id BLOB,
    loan_id BLOB,
    repayment_id BLOB,
    allotted_vnd BIGINT NOT NULL CHECK (allotted_vnd >= 0),
    available_vnd BIGINT NOT NULL CHECK (available_vnd >= 0),
    reserved_vnd BIGINT NOT NULL CHECK (reserved_vnd >= 0),
    committed_vnd BIGINT NOT NULL CHECK (committed_vnd >= 0),
    disbursed_vnd BIGINT NOT NULL CHECK (disbursed_vnd >= 0),
    returned_vnd BIGINT NOT NULL CHECK (returned_vnd BETWEEN 0 AND disbursed_vnd),
    booked_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (budget_id, sequence),
    CHECK (allotted_vnd + returned_vnd = available_vnd + reserved_vnd + committed_vnd + disbursed_vnd),
    CHECK (application_id IS NULL OR loan_id IS NULL),
    CHECK ((operation IN ('allocate', 'cut')) = (application_id IS NULL AND loan_id IS NULL)),
    CHECK ((application_id IS NOT NULL AND operation IN
        ('disburse', 'return', 'reverse_disbursement', 'reverse_return')) = (payment_id IS NOT NULL)),
    CHECK ((loan_id IS NOT NULL AND operation IN ('return', 'reverse_return')) = (repayment_id IS NOT NULL))
);
INSERT INTO ledger_entry_next (id, budget_id, sequence, operation, amount_vnd, application_id, payment_id,
    allotted_vnd, available_vnd, reserved_vnd, committed_vnd, disbursed_vnd, returned_vnd, booked_on,
    recorded_by, recorded_at)
SELECT id, budget_id, sequence, operation, amount_vnd, application_id, payment_id, allotted_vnd,
    available_vnd, reserved_vnd, committed_vnd, disbursed_vnd, returned_vnd, booked_on, recorded_by,
    recorded_at
FROM ledger_entry;
DROP TABLE ledger_entry;
ALTER TABLE ledger_entry_next RENAME TO ledger_entry;
CREATE INDEX ledger_entry_by_application ON ledger_entry (application_id, sequence);
CREATE INDEX ledger_entry_by_loan ON ledger_entry (loan_id, sequence);
CREATE UNIQUE INDEX ledger_entry_by_payment ON ledger_entry (payment_id);
CREATE UNIQUE INDEX ledger_entry_by_repayment ON ledger_entry (repayment_id);

CREATE TRIGGER ledger_entry_follows_the_last BEFORE INSERT ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'a posting follows from the one before it') WHERE NOT EXISTS (
    SELECT 1
    FROM (SELECT COALESCE(MAX(sequence), 0) AS sequence FROM ledger_entry
        WHERE budget_id = NEW.budget_id) AS last
    LEFT JOIN ledger_entry AS before
        ON before.budget_id = NEW.budget_id AND before.sequence = last.sequence
    WHERE NEW.sequence = last.sequence + 1
        AND NEW.allotted_vnd = COALESCE(before.allotted_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'allocate' THEN 1 WHEN 'cut' THEN -1 ELSE 0 END)
        AND NEW.available_vnd = COALESCE(before.available_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'allocate' THEN 1 WHEN 'release' THEN 1 WHEN 'return' THEN 1
            WHEN 'cut' THEN -1 WHEN 'reserve' THEN -1 WHEN 'reverse_return' THEN -1 ELSE 0 END)
        AND NEW.reserved_vnd = COALESCE(before.reserved_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'reserve' THEN 1 WHEN 'commit' THEN -1 ELSE 0 END)
        AND NEW.committed_vnd = COALESCE(before.committed_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'commit' THEN 1 WHEN 'reverse_disbursement' THEN 1
            WHEN 'release' THEN -1 WHEN 'disburse' THEN -1 ELSE 0 END)
        AND NEW.disbursed_vnd = COALESCE(before.disbursed_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'disburse' THEN 1 WHEN 'reverse_disbursement' THEN -1 ELSE 0 END)
        AND NEW.returned_vnd = COALESCE(before.returned_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
            WHEN 'return' THEN 1 WHEN 'reverse_return' THEN -1 ELSE 0 END)
); END;
CREATE TRIGGER ledger_entry_is_never_updated BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER ledger_entry_is_never_deleted BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;

-- A counter-entry names the payment that it takes back; each is taken back once.
ALTER TABLE support_payment ADD COLUMN reverses BLOB REFERENCES support_payment (id);
CREATE UNIQUE INDEX support_payment_reversed_once ON support_payment (reverses);

-- A month is not paid for any more where the payment of it was taken back.
DROP TRIGGER paid_month_is_never_updated;
CREATE TRIGGER paid_month_is_never_updated BEFORE UPDATE ON young_worker_month
WHEN OLD.payment_id IS NOT NULL AND NOT (NEW.payment_id IS NULL
    AND NEW.worked = OLD.worked AND NEW.due_vnd = OLD.due_vnd
    AND EXISTS (SELECT 1 FROM support_payment WHERE support_payment.reverses = OLD.payment_id))
BEGIN SELECT RAISE(ABORT, 'a paid month is never changed'); END;

-- Out of which capital of the fund a loan is lent; none of what was lent before there was a ledger of it.
ALTER TABLE loan ADD COLUMN budget_id BLOB REFERENCES budget (id);
ALTER TABLE loan_repayment ADD COLUMN reverses BLOB REFERENCES loan_repayment (id);
CREATE UNIQUE INDEX loan_repayment_reversed_once ON loan_repayment (reverses);
