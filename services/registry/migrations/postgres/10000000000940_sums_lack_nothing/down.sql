-- What was added was lacking.
SELECT 1;
