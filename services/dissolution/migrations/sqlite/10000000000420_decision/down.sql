DROP TABLE council_member;
DROP TABLE decision;
