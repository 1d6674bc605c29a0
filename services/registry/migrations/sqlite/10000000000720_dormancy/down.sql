DROP TABLE dormancy_proposal;
DROP TABLE tax_activity;
