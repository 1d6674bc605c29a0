\set n random(1, :rows)
SELECT * FROM bench WHERE n = :n;
