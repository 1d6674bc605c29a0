ALTER TABLE annual_report ADD COLUMN rating TEXT NOT NULL DEFAULT 'not_rated';
UPDATE annual_report SET rating = COALESCE((
    SELECT yearly_rating.rating FROM yearly_rating
    WHERE yearly_rating.organisation_id = annual_report.organisation_id
        AND yearly_rating.year = annual_report.year
), 'not_rated');
DROP TABLE yearly_rating;
DROP TABLE rating_criteria;
