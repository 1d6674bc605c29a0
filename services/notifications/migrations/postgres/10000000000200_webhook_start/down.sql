ALTER TABLE webhook DROP COLUMN starting;
ALTER TABLE webhook DROP COLUMN starts;
