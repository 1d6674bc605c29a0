DROP TABLE training_certificate;
DROP TABLE training_attendance;
DROP TABLE training_participant_person;
DROP TABLE training_participant;
DROP TABLE training_trainer_person;
DROP TABLE training_trainer;
DROP TABLE training_session;
DROP TABLE training_class;
