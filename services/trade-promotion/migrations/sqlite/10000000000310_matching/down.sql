DROP TABLE interest;
DROP TABLE supply_match;
DROP TABLE matching_round;
