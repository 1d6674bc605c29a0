DROP TABLE programme_version;
DROP TABLE programme;
