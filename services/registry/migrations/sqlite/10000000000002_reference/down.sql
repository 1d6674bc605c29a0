DROP TABLE reference_document; DROP TABLE administrative_succession; DROP TABLE administrative_unit;
