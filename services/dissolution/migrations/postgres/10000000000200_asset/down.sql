DROP TABLE asset_valuation;
DROP TABLE asset;
