-- Where seal and certificate are, over time: the last line of each counts, none is changed. The
-- reason is in people's own words, and erasable.
CREATE TABLE custody_entry (
    dissolution_id UUID NOT NULL REFERENCES dissolution (id),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    item TEXT NOT NULL,
    custody TEXT NOT NULL,
    since DATE NOT NULL,
    reason TEXT,
    -- Id and digest of each document, in JSON.
    documents TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (dissolution_id, sequence)
);
