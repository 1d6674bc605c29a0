-- From where on a webhook is told what had happened before it was made, in JSON: the feed, the position, how
-- far it was read since. While something is left to read, it is starting.
ALTER TABLE webhook ADD COLUMN starts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE webhook ADD COLUMN starting BOOLEAN NOT NULL DEFAULT FALSE;
