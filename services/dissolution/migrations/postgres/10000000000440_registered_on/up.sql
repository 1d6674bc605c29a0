-- The day on which the register came to show the dissolution, whatever it is asked to show later.
ALTER TABLE dissolution ADD COLUMN registered_on DATE;
