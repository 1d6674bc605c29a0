DROP TABLE survey_import;
