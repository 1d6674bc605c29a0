-- The 15 criteria's points as dated configuration; a version holds until the next one begins.
CREATE TABLE rating_criteria (
    id BLOB NOT NULL PRIMARY KEY,
    valid_from TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    article TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    -- The most points of each criterion, in JSON.
    maximum_points TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
-- To be confirmed: the circular's annex was not read. A planning approver adds the right version.
INSERT INTO rating_criteria (id, valid_from, document, article, verified, maximum_points, recorded_at)
VALUES (X'00000000000070008000000000000001', '2020-04-01', '01/2020/TT-BKHĐT', '-', 0, '{"capital":7,"assets":6,"results":11,"funds":6,"law_compliance":8,"disputes":6,"management_level":6,"member_and_worker_policy":6,"technology_brand_chain":4,"member_participation":7,"member_benefit":7,"member_services":7,"information_and_training":7,"community_effect":7,"awards":5}', 1585699200000000);

-- An organisation's rating for a year, from its own assessment to the confirmation. One that was
-- read off an imported register has neither points nor authors.
CREATE TABLE yearly_rating (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- Once confirmed.
    rating TEXT,
    criteria_id BLOB REFERENCES rating_criteria (id),
    -- Points, evidence and reasons for each criterion, in JSON.
    assessment TEXT,
    confirmation TEXT,
    assessed_points INTEGER,
    confirmed_points INTEGER,
    stopped_on TEXT,
    resumed_on TEXT,
    return_reason TEXT,
    -- The ids of those who assessed, in JSON: none of them may confirm.
    authors TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (organisation_id, year)
);
CREATE INDEX yearly_rating_by_year ON yearly_rating (year, id);
CREATE INDEX yearly_rating_by_rating ON yearly_rating (year, rating, id);
CREATE INDEX yearly_rating_by_state ON yearly_rating (state, id);

INSERT INTO yearly_rating (id, organisation_id, year, state, rating, authors, version, recorded_at)
    SELECT randomblob(16), organisation_id, year, 'confirmed', rating, '[]', 1, recorded_at
    FROM annual_report;
ALTER TABLE annual_report DROP COLUMN rating;
