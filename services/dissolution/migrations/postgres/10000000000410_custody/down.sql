DROP TABLE custody_entry;
