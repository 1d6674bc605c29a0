DROP TABLE tax_information;
DROP TABLE dissolution_notice;
