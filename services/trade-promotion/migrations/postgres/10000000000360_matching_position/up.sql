-- Up to which writing of offers and of demands a round knows: what was written later it says nothing of.
ALTER TABLE matching_round ADD COLUMN offer_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE matching_round ADD COLUMN demand_position BIGINT NOT NULL DEFAULT 0;
