-- The agency that a document belongs to, beside where it belongs.
ALTER TABLE document ADD COLUMN agency_code TEXT;
