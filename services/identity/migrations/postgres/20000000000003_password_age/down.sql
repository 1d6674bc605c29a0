ALTER TABLE account DROP COLUMN secret_made_at;
