DROP TABLE grievance_step_words;
DROP TABLE grievance_step;
DROP TABLE grievance_words;
DROP TABLE grievance;
