-- Budgets: one for each programme, year and source. What stands on its accounts is in its last
-- posting.
CREATE TABLE budget (
    id UUID NOT NULL PRIMARY KEY,
    programme_code TEXT NOT NULL,
    year SMALLINT NOT NULL,
    source TEXT NOT NULL,
    -- As the programme named it; who leads today follows from succession.
    lead_agency TEXT NOT NULL,
    -- How many postings its ledger has: the number of the last.
    entries BIGINT NOT NULL CHECK (entries >= 0),
    opened_on DATE NOT NULL,
    opened_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (programme_code, year, source)
);
CREATE INDEX budget_by_lead ON budget (lead_agency, id);

-- Proposals to allot money to a budget, or to take it back: drafted by the lead agency, decided by
-- finance. What people wrote is in this row alone, which is erasable.
CREATE TABLE allocation (
    id UUID NOT NULL PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES budget (id),
    kind TEXT NOT NULL,
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
    state TEXT NOT NULL,
    -- The decision by which the money is allotted.
    document_number TEXT NOT NULL,
    document_on DATE NOT NULL,
    note TEXT,
    drafted_by UUID NOT NULL,
    drafted_by_name TEXT NOT NULL,
    drafted_on DATE NOT NULL,
    decided_by_name TEXT,
    decided_on DATE,
    refusal_reason TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX allocation_by_budget ON allocation (budget_id, id);

-- The ledger: numbered without a gap, each posting with what stands on the accounts after it. Never
-- changed. The books balance and no account is below nothing, whoever writes.
CREATE TABLE ledger_entry (
    id UUID NOT NULL PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES budget (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    operation TEXT NOT NULL CHECK (operation IN
        ('allocate', 'cut', 'reserve', 'commit', 'release', 'disburse', 'return')),
    amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
    -- For which application; none where money is allotted or cut.
    application_id UUID,
    payment_id UUID,
    allotted_vnd BIGINT NOT NULL CHECK (allotted_vnd >= 0),
    available_vnd BIGINT NOT NULL CHECK (available_vnd >= 0),
    reserved_vnd BIGINT NOT NULL CHECK (reserved_vnd >= 0),
    committed_vnd BIGINT NOT NULL CHECK (committed_vnd >= 0),
    disbursed_vnd BIGINT NOT NULL CHECK (disbursed_vnd >= 0),
    returned_vnd BIGINT NOT NULL CHECK (returned_vnd BETWEEN 0 AND disbursed_vnd),
    booked_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (budget_id, sequence),
    CHECK (allotted_vnd + returned_vnd = available_vnd + reserved_vnd + committed_vnd + disbursed_vnd),
    CHECK ((operation IN ('allocate', 'cut')) = (application_id IS NULL)),
    CHECK ((operation IN ('disburse', 'return')) = (payment_id IS NOT NULL))
);
CREATE INDEX ledger_entry_by_application ON ledger_entry (application_id, sequence);
CREATE UNIQUE INDEX ledger_entry_by_payment ON ledger_entry (payment_id);

-- Each posting follows from the one before it: nobody sets a balance.
CREATE FUNCTION ledger_entry_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
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
                WHEN 'cut' THEN -1 WHEN 'reserve' THEN -1 ELSE 0 END)
            AND NEW.reserved_vnd = COALESCE(before.reserved_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
                WHEN 'reserve' THEN 1 WHEN 'commit' THEN -1 ELSE 0 END)
            AND NEW.committed_vnd = COALESCE(before.committed_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
                WHEN 'commit' THEN 1 WHEN 'release' THEN -1 WHEN 'disburse' THEN -1 ELSE 0 END)
            AND NEW.disbursed_vnd = COALESCE(before.disbursed_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
                WHEN 'disburse' THEN 1 ELSE 0 END)
            AND NEW.returned_vnd = COALESCE(before.returned_vnd, 0) + NEW.amount_vnd * (CASE NEW.operation
                WHEN 'return' THEN 1 ELSE 0 END)
    ) THEN
        RAISE EXCEPTION 'a posting follows from the one before it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_follows_the_last BEFORE INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_follows_the_last();
CREATE TRIGGER ledger_entry_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
