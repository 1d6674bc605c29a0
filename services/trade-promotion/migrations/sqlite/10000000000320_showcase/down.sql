DROP TABLE showcase_sales;
DROP TABLE showcase_funding;
DROP TABLE showcase_point;
