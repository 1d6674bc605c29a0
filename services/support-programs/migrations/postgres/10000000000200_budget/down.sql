DROP TABLE ledger_entry;
DROP FUNCTION ledger_entry_follows_the_last();
DROP TABLE allocation;
DROP TABLE budget;
