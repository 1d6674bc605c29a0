DROP TABLE national_difference;
DROP TABLE reconciliation;
