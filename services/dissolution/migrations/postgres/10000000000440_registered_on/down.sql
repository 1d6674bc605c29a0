ALTER TABLE dissolution DROP COLUMN registered_on;
