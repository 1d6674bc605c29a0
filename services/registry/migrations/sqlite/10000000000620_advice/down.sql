DROP TABLE advice_follow_up;
DROP TABLE advice_founder;
DROP TABLE advice;
