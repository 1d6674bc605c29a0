ALTER TABLE branch DROP COLUMN closed_on;
