DROP TABLE programme_opinion_words;
DROP TABLE programme_opinion;
DROP INDEX programme_version_by_state;
DROP TABLE programme_co_lead;
