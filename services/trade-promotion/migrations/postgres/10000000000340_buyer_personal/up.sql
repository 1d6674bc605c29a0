-- What a buyer is called, its tax code and whom one turns to there. A buyer may be a natural person, so
-- this row is erasable, and the log only commits to it.
CREATE TABLE buyer_personal (
    buyer_id UUID NOT NULL PRIMARY KEY REFERENCES buyer (id),
    name TEXT NOT NULL,
    tax_code TEXT,
    -- In JSON.
    contact TEXT
);
INSERT INTO buyer_personal (buyer_id, name, tax_code, contact)
    SELECT id, name, tax_code, contact FROM buyer;
ALTER TABLE buyer DROP COLUMN name;
ALTER TABLE buyer DROP COLUMN tax_code;
ALTER TABLE buyer DROP COLUMN contact;
-- Since when there is none.
ALTER TABLE buyer ADD COLUMN erased_on DATE;
