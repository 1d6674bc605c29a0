-- The login name of whoever proposed a candidate: responsible for its case where nobody else is named.
ALTER TABLE dissolution_candidate ADD COLUMN proposed_by_name TEXT;
