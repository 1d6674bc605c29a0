-- Which organisation follows from which.
CREATE TABLE organisation_succession (
    predecessor_id BLOB NOT NULL REFERENCES organisation (id),
    successor_id BLOB NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    application_id BLOB NOT NULL REFERENCES application (id),
    effective_on TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
);
CREATE INDEX organisation_succession_by_successor ON organisation_succession (successor_id, predecessor_id);
