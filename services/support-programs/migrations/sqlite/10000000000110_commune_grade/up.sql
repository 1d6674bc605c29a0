-- The new-rural grades of communes, as agriculture enters them. Never changed: a commune that rises has
-- another row.
CREATE TABLE commune_grade (
    id BLOB NOT NULL PRIMARY KEY,
    commune_code TEXT NOT NULL,
    grade TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_issued_on TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (commune_code, valid_from)
);
