-- Objections to dissolutions. Their grounds may name persons: they are no part of the log.
CREATE TABLE objection (
    id BLOB NOT NULL PRIMARY KEY,
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    objector TEXT NOT NULL,
    -- The name of an agency, bank or company; a person's stands in objection_person.
    objector_name TEXT,
    amount_vnd BIGINT,
    grounds TEXT NOT NULL,
    state TEXT NOT NULL,
    filed_on TEXT NOT NULL,
    -- For which agency it was filed, and by whom.
    filed_agency TEXT,
    filed_agency_name TEXT,
    filed_by BLOB NOT NULL,
    decided_on TEXT,
    decision TEXT,
    decided_agency TEXT,
    decided_agency_name TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX objection_by_case ON objection (dissolution_id, id);

-- The natural person who objects: erasable.
CREATE TABLE objection_person (
    objection_id BLOB NOT NULL PRIMARY KEY REFERENCES objection (id),
    name TEXT NOT NULL,
    contact TEXT
);

-- The evidence of an objection, with the digest that each document had then.
CREATE TABLE objection_document (
    objection_id BLOB NOT NULL REFERENCES objection (id),
    -- filed or decided.
    step TEXT NOT NULL,
    document_id BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (objection_id, step, document_id)
);
