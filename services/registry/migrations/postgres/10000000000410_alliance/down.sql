DROP TABLE petition;
DROP TABLE alliance_membership;
