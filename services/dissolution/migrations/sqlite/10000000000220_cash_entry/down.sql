DROP TABLE personal_data_read;
DROP TABLE cash_entry_description;
DROP TABLE cash_entry;
