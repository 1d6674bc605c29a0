DROP TABLE annual_report; DROP TABLE member; DROP TABLE representative; DROP TABLE organisation;
