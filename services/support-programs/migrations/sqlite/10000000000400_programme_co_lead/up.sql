-- The agencies that lead a programme with its lead agency, as the adopted version names them, or the
-- draft where none was adopted yet. Who holds their work today follows from succession.
CREATE TABLE programme_co_lead (
    programme_id BLOB NOT NULL REFERENCES programme (id),
    agency TEXT NOT NULL,
    PRIMARY KEY (programme_id, agency)
);
CREATE INDEX programme_co_lead_by_agency ON programme_co_lead (agency, programme_id);
INSERT INTO programme_co_lead (programme_id, agency)
SELECT DISTINCT programme_version.programme_id, co_lead.value
FROM programme_version, json_each(programme_version.content, '$.co_leads') AS co_lead
WHERE programme_version.state = 'adopted';

-- Versions are read across programmes, by where they stand.
CREATE INDEX programme_version_by_state ON programme_version (state, id);

-- What co-lead agencies say of a version. Never changed; the words are erasable.
CREATE TABLE programme_opinion (
    id BLOB NOT NULL PRIMARY KEY,
    version_id BLOB NOT NULL REFERENCES programme_version (id),
    -- Under the name that the agency had then.
    agency TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    favourable BOOLEAN NOT NULL,
    given_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX programme_opinion_by_version ON programme_opinion (version_id, id);
CREATE TABLE programme_opinion_words (
    opinion_id BLOB NOT NULL PRIMARY KEY REFERENCES programme_opinion (id),
    words TEXT NOT NULL
);

CREATE TRIGGER programme_opinion_is_never_updated BEFORE UPDATE ON programme_opinion
BEGIN SELECT RAISE(ABORT, 'opinions are never changed'); END;
CREATE TRIGGER programme_opinion_is_never_deleted BEFORE DELETE ON programme_opinion
BEGIN SELECT RAISE(ABORT, 'opinions are never changed'); END;
