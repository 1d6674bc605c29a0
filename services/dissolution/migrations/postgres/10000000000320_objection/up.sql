-- Objections to dissolutions. Their grounds may name persons: they are no part of the log.
CREATE TABLE objection (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    objector TEXT NOT NULL,
    -- The name of an agency, bank or company; a person's stands in objection_person.
    objector_name TEXT,
    amount_vnd BIGINT,
    grounds TEXT NOT NULL,
    state TEXT NOT NULL,
    filed_on DATE NOT NULL,
    -- For which agency it was filed, and by whom.
    filed_agency TEXT,
    filed_agency_name TEXT,
    filed_by UUID NOT NULL,
    decided_on DATE,
    decision TEXT,
    decided_agency TEXT,
    decided_agency_name TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX objection_by_case ON objection (dissolution_id, id);

-- The natural person who objects: erasable.
CREATE TABLE objection_person (
    objection_id UUID NOT NULL PRIMARY KEY REFERENCES objection (id),
    name TEXT NOT NULL,
    contact TEXT
);

-- The evidence of an objection, with the digest that each document had then.
CREATE TABLE objection_document (
    objection_id UUID NOT NULL REFERENCES objection (id),
    -- filed or decided.
    step TEXT NOT NULL,
    document_id UUID NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (objection_id, step, document_id)
);
