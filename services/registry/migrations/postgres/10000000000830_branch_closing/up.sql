-- The first day on which a branch is no more. Its number is not given again.
ALTER TABLE branch ADD COLUMN closed_on DATE;
