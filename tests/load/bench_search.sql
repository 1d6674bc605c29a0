\set n random(1, :rows)
SELECT * FROM bench WHERE lower(name) LIKE '%' || (SELECT lower(split_part(name, ' ', 3) || ' ' || split_part(name, ' ', 4)) FROM bench WHERE n = :n) || '%' ORDER BY n LIMIT 50;
