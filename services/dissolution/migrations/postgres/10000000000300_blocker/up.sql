-- Blockers (vướng mắc): what stops a case, and the question to the competent agency as it stands now.
-- What is asked and answered may name persons: it is no part of the log.
CREATE TABLE blocker (
    id UUID NOT NULL PRIMARY KEY,
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    kind TEXT NOT NULL,
    -- The letter of the duty in section III.4 of the plan under which it is answered.
    duty TEXT NOT NULL,
    blocking BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    question TEXT NOT NULL,
    -- The agency that was asked, under the name that it had then.
    asked_agency TEXT NOT NULL,
    asked_agency_name TEXT NOT NULL,
    -- When the matter was first asked, and when it was asked as it stands now.
    raised_on DATE NOT NULL,
    asked_on DATE NOT NULL,
    due_on DATE NOT NULL,
    -- Counted from 1; each reopening begins another.
    round INTEGER NOT NULL,
    outcome TEXT,
    answer TEXT,
    answered_on DATE,
    answered_agency TEXT,
    answered_agency_name TEXT,
    closed_on DATE,
    closing TEXT,
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX blocker_by_case ON blocker (dissolution_id, id);
CREATE INDEX blocker_by_agency ON blocker (asked_agency, state, id);
CREATE INDEX blocker_by_state ON blocker (state, id);

-- Rounds of questions and answers that were reopened, as they were. Never changed.
CREATE TABLE blocker_round (
    blocker_id UUID NOT NULL REFERENCES blocker (id),
    round INTEGER NOT NULL,
    question TEXT NOT NULL,
    asked_agency TEXT NOT NULL,
    asked_agency_name TEXT NOT NULL,
    asked_on DATE NOT NULL,
    due_on DATE NOT NULL,
    outcome TEXT,
    answer TEXT,
    answered_on DATE,
    answered_agency TEXT,
    answered_agency_name TEXT,
    closed_on DATE,
    closing TEXT,
    PRIMARY KEY (blocker_id, round)
);

-- The documents of each step of a round, with the digest that each had then.
CREATE TABLE blocker_document (
    blocker_id UUID NOT NULL REFERENCES blocker (id),
    round INTEGER NOT NULL,
    -- asked, answered or resolved.
    step TEXT NOT NULL,
    document_id UUID NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (blocker_id, round, step, document_id)
);
