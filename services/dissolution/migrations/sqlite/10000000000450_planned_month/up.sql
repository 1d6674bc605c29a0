-- The month by which the plan in force has a case closed, as the log of the case tells it.
ALTER TABLE dissolution ADD COLUMN planned_month TEXT;
