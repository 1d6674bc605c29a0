DROP TABLE personal_data_read;
