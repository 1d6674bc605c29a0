ALTER TABLE trade_result DROP COLUMN document_id;
ALTER TABLE trade_step DROP COLUMN documents;
DROP TABLE trade_document;
