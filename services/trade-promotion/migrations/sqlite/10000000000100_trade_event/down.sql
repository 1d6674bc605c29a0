DROP TABLE trade_booth;
DROP TABLE trade_event;
