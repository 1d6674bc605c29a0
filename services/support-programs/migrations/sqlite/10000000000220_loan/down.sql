DROP TABLE loan_repayment;
DROP TABLE loan;
