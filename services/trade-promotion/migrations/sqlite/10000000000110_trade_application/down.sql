DROP TABLE trade_result;
DROP TABLE trade_follow_up;
DROP TABLE trade_step_reason;
DROP TABLE trade_step;
DROP TABLE trade_application;
