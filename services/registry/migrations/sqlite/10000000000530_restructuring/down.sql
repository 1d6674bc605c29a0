DROP TABLE organisation_succession;
