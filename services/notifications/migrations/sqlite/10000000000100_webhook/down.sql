DROP TABLE attempt;
DROP TABLE delivery;
DROP TABLE message;
DROP TABLE webhook;
