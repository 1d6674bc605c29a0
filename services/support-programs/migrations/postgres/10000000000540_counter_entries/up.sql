-- A wrong entry is taken back by a counter-entry that names it: nothing that was entered is ever changed.
-- The fund's loans are posted in the ledger of its capital, a budget of its programme.

-- The ledger with its counter-postings, and postings for loans.
ALTER TABLE ledger_entry
    ADD COLUMN loan_id UUID,
    ADD COLUMN repayment_id UUID,
    DROP CONSTRAINT ledger_entry_operation_check,
    DROP CONSTRAINT ledger_entry_check2,
    DROP CONSTRAINT ledger_entry_check3,
    ADD CONSTRAINT ledger_entry_operation_check CHECK (operation IN ('allocate', 'cut', 'reserve',
        'commit', 'release', 'disburse', 'return', 'reverse_disbursement', 'reverse_return')),
    ADD CHECK (application_id IS NULL OR loan_id IS NULL),
    ADD CHECK ((operation IN ('allocate', 'cut')) = (application_id IS NULL AND loan_id IS NULL)),
    ADD CHECK ((application_id IS NOT NULL AND operation IN
        ('disburse', 'return', 'reverse_disbursement', 'reverse_return')) = (payment_id IS NOT NULL)),
    ADD CHECK ((loan_id IS NOT NULL AND operation IN ('return', 'reverse_return'))
        = (repayment_id IS NOT NULL));
CREATE INDEX ledger_entry_by_loan ON ledger_entry (loan_id, sequence);
CREATE UNIQUE INDEX ledger_entry_by_repayment ON ledger_entry (repayment_id);

CREATE OR REPLACE FUNCTION ledger_entry_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
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
    ) THEN
        RAISE EXCEPTION 'a posting follows from the one before it';
    END IF;
    RETURN NEW;
END $$;

-- A counter-entry names the payment that it takes back; each is taken back once.
ALTER TABLE support_payment ADD COLUMN reverses UUID REFERENCES support_payment (id);
CREATE UNIQUE INDEX support_payment_reversed_once ON support_payment (reverses);

-- A month is not paid for any more where the payment of it was taken back.
CREATE OR REPLACE FUNCTION paid_month_is_never_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'months are never deleted'; END IF;
    IF OLD.payment_id IS NOT NULL AND NOT (NEW.payment_id IS NULL
        AND NEW.worked = OLD.worked AND NEW.due_vnd = OLD.due_vnd
        AND EXISTS (SELECT 1 FROM support_payment WHERE support_payment.reverses = OLD.payment_id))
    THEN
        RAISE EXCEPTION 'a paid month is never changed';
    END IF;
    RETURN NEW;
END $$;

-- Out of which capital of the fund a loan is lent; none of what was lent before there was a ledger of it.
ALTER TABLE loan ADD COLUMN budget_id UUID REFERENCES budget (id);
ALTER TABLE loan_repayment ADD COLUMN reverses UUID REFERENCES loan_repayment (id);
CREATE UNIQUE INDEX loan_repayment_reversed_once ON loan_repayment (reverses);
