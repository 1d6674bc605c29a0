DROP TABLE certificate_person;
DROP TABLE certificate;
