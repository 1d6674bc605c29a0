\set n random(1, :rows)
SELECT * FROM bench WHERE district = (SELECT district FROM bench WHERE n = :n) ORDER BY n LIMIT 50;
