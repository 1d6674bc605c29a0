-- The last answer of each service to each question, so that a service that is silent leaves its
-- figures with their age, never missing or zero.
CREATE TABLE kept_figure (
    -- Indicator, year, day and breakdown that were asked for.
    question TEXT NOT NULL PRIMARY KEY,
    -- The figure with its parts, rule and log position, in JSON.
    answer TEXT NOT NULL,
    -- Whether it is of a day that has passed: these are forgotten some day.
    of_a_day BOOLEAN NOT NULL,
    computed_at BIGINT NOT NULL
);
CREATE INDEX kept_figure_by_age ON kept_figure (of_a_day, computed_at);

-- What agencies declare beside what is computed. A declaration is never changed; one that was wrong is
-- withdrawn, and another made.
CREATE TABLE declaration (
    id BLOB NOT NULL PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES plan (id),
    -- The target's code.
    target TEXT NOT NULL,
    -- Under the name that the agency had then.
    agency_code TEXT NOT NULL,
    agency_name TEXT NOT NULL,
    -- Where it is of a part of the city only.
    district_code TEXT,
    commune_code TEXT,
    -- In the target's unit.
    value BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_issued_on TEXT,
    declared_by BLOB NOT NULL,
    declared_by_name TEXT NOT NULL,
    withdrawn_on TEXT,
    withdrawn_by_name TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK (district_code IS NULL OR commune_code IS NULL)
);
CREATE INDEX declaration_of_target ON declaration (plan_id, target, id);
-- Why it was withdrawn: erasable, because people write it.
CREATE TABLE declaration_words (
    declaration_id BLOB NOT NULL PRIMARY KEY REFERENCES declaration (id),
    note TEXT,
    withdrawal_reason TEXT
);
