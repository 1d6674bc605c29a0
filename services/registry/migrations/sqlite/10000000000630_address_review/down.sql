DROP INDEX organisation_to_review;
ALTER TABLE organisation DROP COLUMN address_reviewed_on;
