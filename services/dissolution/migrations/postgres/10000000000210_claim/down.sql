DROP TABLE receivable;
DROP TABLE claim;
