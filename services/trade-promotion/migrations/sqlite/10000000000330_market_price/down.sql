DROP TABLE market_price;
