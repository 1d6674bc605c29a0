DROP TABLE dissolution_candidate;
