-- What follows from the facts of each case, kept so that lists over all cases stay cheap.

-- Deadlines, for the calendar.
CREATE TABLE case_deadline (
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    kind TEXT NOT NULL,
    -- The blocker or objection that it is about; the case itself where it is about neither.
    record_id BLOB NOT NULL,
    -- The agency that was asked; nothing where it is the authority's.
    agency_code TEXT,
    started_on TEXT NOT NULL,
    -- Nothing while the clock stands still.
    due_on TEXT,
    PRIMARY KEY (dissolution_id, kind, record_id)
);
CREATE INDEX case_deadline_by_day ON case_deadline (due_on, dissolution_id);

-- What keeps a case from being closed.
CREATE TABLE case_missing (
    dissolution_id BLOB NOT NULL REFERENCES dissolution (id),
    -- The guard that is not met, or the step that is to be taken.
    code TEXT NOT NULL,
    record_id BLOB NOT NULL,
    owner TEXT NOT NULL,
    agency_code TEXT,
    since TEXT NOT NULL,
    PRIMARY KEY (dissolution_id, code, record_id)
);

-- The cases whose lines above hold, and until which day. Whatever is written in a case takes its row
-- away; the next who asks for a list makes it anew.
CREATE TABLE case_standing (
    dissolution_id BLOB NOT NULL PRIMARY KEY REFERENCES dissolution (id),
    -- Nothing where time alone changes nothing.
    holds_until TEXT
);
