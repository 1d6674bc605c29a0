DROP TABLE blocker_document;
DROP TABLE blocker_round;
DROP TABLE blocker;
