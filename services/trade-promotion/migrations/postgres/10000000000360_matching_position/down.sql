ALTER TABLE matching_round DROP COLUMN demand_position;
ALTER TABLE matching_round DROP COLUMN offer_position;
