ALTER TABLE dissolution DROP COLUMN planned_month;
