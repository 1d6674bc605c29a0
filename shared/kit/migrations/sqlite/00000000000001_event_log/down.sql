DROP TABLE subscription;
DROP TABLE event_personal;
DROP TABLE checkpoint;
DROP TABLE tree_hash;
DROP TABLE event_seal;
DROP TABLE event_pending;
DROP TABLE event;
