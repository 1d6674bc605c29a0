DROP TABLE support_eligibility;
ALTER TABLE support_application DROP COLUMN filed_by;
ALTER TABLE support_application DROP COLUMN filed_by_agency_name;
ALTER TABLE support_application DROP COLUMN filed_by_agency;
ALTER TABLE support_application DROP COLUMN programme_version;
