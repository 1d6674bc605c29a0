-- When the password or secret was made: one that somebody else chose serves for a day. Of accounts
-- that are there already, their last change stands in for it. Nobody else chose the password of the
-- first administrator: who installs the suite does, or reads it there.
ALTER TABLE account ADD COLUMN secret_made_at TIMESTAMPTZ;
UPDATE account SET secret_made_at = changed_at;
ALTER TABLE account ALTER COLUMN secret_made_at SET NOT NULL;
UPDATE account SET change_required = FALSE WHERE name = 'admin' AND version = 1;
