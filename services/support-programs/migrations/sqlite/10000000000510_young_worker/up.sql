-- Young workers placed at cooperatives by an application for that support. They are natural persons:
-- their names stand in young_worker_person alone, which is erasable.
CREATE TABLE young_worker (
    id BLOB NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES support_application (id),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    starts_on TEXT NOT NULL,
    -- The last day of the placement.
    ended_on TEXT,
    end_reason TEXT,
    monthly_support_vnd BIGINT NOT NULL CHECK (monthly_support_vnd > 0),
    months_granted INTEGER NOT NULL CHECK (months_granted > 0),
    version BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK (ended_on IS NULL OR starts_on <= ended_on)
);
CREATE INDEX young_worker_by_application ON young_worker (application_id, id);
CREATE INDEX young_worker_by_organisation ON young_worker (organisation_id, id);
-- While a placement lasts its citizen id stands here a second time: nobody is placed twice at once.
-- Both go with the row.
CREATE TABLE young_worker_person (
    worker_id BLOB NOT NULL PRIMARY KEY REFERENCES young_worker (id),
    name TEXT NOT NULL,
    birth_year SMALLINT NOT NULL,
    citizen_id TEXT NOT NULL,
    qualification TEXT,
    placed_citizen_id TEXT UNIQUE
);

-- The months of a placement: worked or not, what is due for it, by which payment it was paid.
CREATE TABLE young_worker_month (
    worker_id BLOB NOT NULL REFERENCES young_worker (id),
    -- The first day of the month.
    month TEXT NOT NULL,
    worked BOOLEAN NOT NULL,
    due_vnd BIGINT NOT NULL CHECK (due_vnd >= 0),
    payment_id BLOB REFERENCES support_payment (id),
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (worker_id, month),
    CHECK (worked OR due_vnd = 0),
    CHECK (worked OR payment_id IS NULL)
);
CREATE INDEX young_worker_month_by_payment ON young_worker_month (payment_id);
CREATE TRIGGER paid_month_is_never_updated BEFORE UPDATE ON young_worker_month
WHEN OLD.payment_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a paid month is never changed'); END;
CREATE TRIGGER month_is_never_deleted BEFORE DELETE ON young_worker_month
BEGIN SELECT RAISE(ABORT, 'months are never deleted'); END;
