ALTER TABLE buyer DROP COLUMN erased_on;
ALTER TABLE buyer ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE buyer ADD COLUMN tax_code TEXT;
ALTER TABLE buyer ADD COLUMN contact TEXT;
UPDATE buyer SET
    name = coalesce((SELECT name FROM buyer_personal WHERE buyer_id = buyer.id), ''),
    tax_code = (SELECT tax_code FROM buyer_personal WHERE buyer_id = buyer.id),
    contact = (SELECT contact FROM buyer_personal WHERE buyer_id = buyer.id);
DROP TABLE buyer_personal;
