ALTER TABLE document DROP COLUMN agency_code;
