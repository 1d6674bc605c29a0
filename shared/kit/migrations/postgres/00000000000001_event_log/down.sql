DROP TABLE subscription;
DROP TABLE event_personal;
DROP TABLE checkpoint;
DROP TABLE tree_hash;
DROP TABLE event_seal;
DROP TABLE event_pending;
DROP TABLE event;
DROP FUNCTION refuse_change_of_the_log();
