DROP TABLE signing_key;
DROP TABLE revocation;
DROP TABLE guess;
DROP TABLE login;
DROP TABLE assignment;
DROP TABLE account;
DROP TABLE agency;
