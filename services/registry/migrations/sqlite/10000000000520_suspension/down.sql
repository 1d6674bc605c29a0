DROP TABLE suspension;
