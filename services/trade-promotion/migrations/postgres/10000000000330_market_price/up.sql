-- Prices on markets, day by day.
CREATE TABLE market_price (
    id UUID NOT NULL PRIMARY KEY,
    agency_code TEXT NOT NULL,
    product TEXT NOT NULL,
    product_key TEXT NOT NULL,
    group_code TEXT NOT NULL,
    market TEXT NOT NULL,
    market_key TEXT NOT NULL,
    commune_code TEXT,
    unit TEXT NOT NULL,
    price_vnd BIGINT NOT NULL CHECK (price_vnd > 0),
    observed_on DATE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (product_key, market_key, unit, observed_on)
);
CREATE INDEX market_price_by_day ON market_price (observed_on, id);
CREATE INDEX market_price_by_group ON market_price (group_code, observed_on, id);
