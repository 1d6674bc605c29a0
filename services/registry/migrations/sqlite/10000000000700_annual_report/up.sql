-- What a filed report says beside the figures of an imported register.
ALTER TABLE annual_report RENAME COLUMN member_count TO official_member_count;
ALTER TABLE annual_report ADD COLUMN origin TEXT NOT NULL DEFAULT 'imported';
ALTER TABLE annual_report ADD COLUMN total_capital_vnd BIGINT;
ALTER TABLE annual_report ADD COLUMN undivided_fund_vnd BIGINT;
ALTER TABLE annual_report ADD COLUMN associate_contributing_count INTEGER;
ALTER TABLE annual_report ADD COLUMN associate_non_contributing_count INTEGER;
ALTER TABLE annual_report ADD COLUMN worker_pay_vnd BIGINT;
ALTER TABLE annual_report ADD COLUMN internal_share_bp INTEGER;
ALTER TABLE annual_report ADD COLUMN general_meeting_on TEXT;
ALTER TABLE annual_report ADD COLUMN restatement_reason TEXT;
-- Codes of what looks like a slip, with blanks between; derived from this year and the one before.
ALTER TABLE annual_report ADD COLUMN flags TEXT NOT NULL DEFAULT '';
ALTER TABLE annual_report ADD COLUMN flagged BOOLEAN NOT NULL DEFAULT 0;
-- The average follows from what was paid to all workers, so that means over many are weighted.
UPDATE annual_report SET worker_pay_vnd = average_worker_income_vnd * worker_count
    WHERE average_worker_income_vnd BETWEEN 0 AND 900000000000 AND worker_count > 0;
ALTER TABLE annual_report DROP COLUMN average_worker_income_vnd;
CREATE INDEX annual_report_by_year ON annual_report (year, organisation_id);
CREATE INDEX annual_report_by_flag ON annual_report (flagged, year, organisation_id);
