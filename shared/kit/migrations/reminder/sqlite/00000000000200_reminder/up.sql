-- Of which deadlines somebody was reminded: each once for its day and each number of days before it.
CREATE TABLE reminder (
    about_id BLOB NOT NULL,
    -- The part of it that is due; the same where it is all of it.
    record_id BLOB NOT NULL,
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    days_before INTEGER NOT NULL,
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (about_id, record_id, what, due_on, days_before)
);
