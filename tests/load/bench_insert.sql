INSERT INTO written (body) VALUES (repeat('x', 600));
