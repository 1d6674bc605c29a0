DROP TABLE tax_clearance;
