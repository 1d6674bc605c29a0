DROP INDEX loan_repayment_reversed_once;
DROP TRIGGER paid_month_is_never_updated;
CREATE TRIGGER paid_month_is_never_updated BEFORE UPDATE ON young_worker_month
WHEN OLD.payment_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a paid month is never changed'); END;
DROP INDEX support_payment_reversed_once;
DROP INDEX ledger_entry_by_repayment;
DROP INDEX ledger_entry_by_loan;
