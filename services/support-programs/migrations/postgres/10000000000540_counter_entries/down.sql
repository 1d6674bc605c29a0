DROP INDEX loan_repayment_reversed_once;
DROP INDEX support_payment_reversed_once;
DROP INDEX ledger_entry_by_repayment;
DROP INDEX ledger_entry_by_loan;
