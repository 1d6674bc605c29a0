-- When an officer found in which commune of today an address lies whose commune was split.
ALTER TABLE organisation ADD COLUMN address_reviewed_on TEXT;
-- The work queue of addresses to be looked at.
CREATE INDEX organisation_to_review ON organisation (current_commune_code, id) WHERE needs_address_review;
