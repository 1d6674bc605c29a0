DROP TABLE commune_grade;
