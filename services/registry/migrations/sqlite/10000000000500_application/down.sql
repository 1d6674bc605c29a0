DROP TABLE application_content;
DROP TABLE application_party;
DROP TABLE application;
