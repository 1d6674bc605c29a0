ALTER TABLE dissolution_candidate DROP COLUMN proposed_by_name;
