DROP TABLE dissolution_document;
DROP TABLE dissolution_step_reason;
DROP TABLE dissolution_step;
DROP TABLE dissolution_agency;
DROP TABLE dissolution;
