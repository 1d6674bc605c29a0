-- The new-rural grades of communes, as agriculture enters them. Never changed: a commune that rises has
-- another row.
CREATE TABLE commune_grade (
    id UUID NOT NULL PRIMARY KEY,
    commune_code TEXT NOT NULL,
    grade TEXT NOT NULL,
    valid_from DATE NOT NULL,
    document_number TEXT NOT NULL,
    document_issued_on DATE,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (commune_code, valid_from)
);
