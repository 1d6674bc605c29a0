DROP TABLE credit_record;
