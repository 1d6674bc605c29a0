DROP TABLE ledger_entry;
DROP TABLE allocation;
DROP TABLE budget;
