DROP TABLE branch_person;
DROP TABLE branch;
