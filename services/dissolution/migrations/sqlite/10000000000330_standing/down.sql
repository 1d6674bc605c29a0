DROP TABLE case_standing;
DROP TABLE case_missing;
DROP TABLE case_deadline;
