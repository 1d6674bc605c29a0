DROP TABLE programme_version;
DROP TABLE programme;
DROP FUNCTION refuse_change_of_an_adopted_version;
