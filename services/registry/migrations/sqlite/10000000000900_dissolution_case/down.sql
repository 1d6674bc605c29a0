DROP TABLE dissolution_case;
