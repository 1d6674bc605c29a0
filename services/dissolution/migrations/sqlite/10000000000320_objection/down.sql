DROP TABLE objection_document;
DROP TABLE objection_person;
DROP TABLE objection;
