DROP TABLE organisation_rating;
DROP TABLE organisation_report;
DROP TABLE organisation;
