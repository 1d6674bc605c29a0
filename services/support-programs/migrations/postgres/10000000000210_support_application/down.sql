DROP TABLE funded_cost;
DROP TABLE support_payment;
DROP TABLE support_document;
DROP TABLE support_step_reason;
DROP TABLE support_step;
DROP TABLE support_application;
