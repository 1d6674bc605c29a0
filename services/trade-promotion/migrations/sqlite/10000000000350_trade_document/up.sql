-- Documents of events: the organiser's plans, decisions and reports; and of participations: contracts.
CREATE TABLE trade_document (
    document_id BLOB NOT NULL PRIMARY KEY REFERENCES document (id),
    trade_event_id BLOB NOT NULL REFERENCES trade_event (id),
    -- Of which application; nothing for one of the event itself.
    application_id BLOB REFERENCES trade_application (id)
);
CREATE INDEX trade_document_by_event ON trade_document (trade_event_id, document_id);
CREATE INDEX trade_document_by_application ON trade_document (application_id, document_id);

-- Documents that a step rests on, with the digests that they had then, in JSON.
ALTER TABLE trade_step ADD COLUMN documents TEXT NOT NULL DEFAULT '[]';
-- The contract, or what else proves a result.
ALTER TABLE trade_result ADD COLUMN document_id BLOB;
