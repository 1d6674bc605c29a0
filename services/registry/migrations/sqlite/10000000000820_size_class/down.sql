DROP INDEX organisation_by_size_class;
ALTER TABLE organisation DROP COLUMN size_class;
