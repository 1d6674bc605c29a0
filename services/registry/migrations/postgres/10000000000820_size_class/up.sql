-- The size class by the entry and its newest report, so that lists can be narrowed to it. Null until
-- it was found; the rule stands in the program.
ALTER TABLE organisation ADD COLUMN size_class TEXT;
CREATE INDEX organisation_by_size_class ON organisation (size_class, id);
