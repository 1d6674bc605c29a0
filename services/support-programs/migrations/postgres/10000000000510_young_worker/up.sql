-- Young workers placed at cooperatives by an application for that support. They are natural persons:
-- their names stand in young_worker_person alone, which is erasable.
CREATE TABLE young_worker (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES support_application (id),
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    starts_on DATE NOT NULL,
    -- The last day of the placement.
    ended_on DATE,
    end_reason TEXT,
    monthly_support_vnd BIGINT NOT NULL CHECK (monthly_support_vnd > 0),
    months_granted INTEGER NOT NULL CHECK (months_granted > 0),
    version BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK (ended_on IS NULL OR starts_on <= ended_on)
);
CREATE INDEX young_worker_by_application ON young_worker (application_id, id);
CREATE INDEX young_worker_by_organisation ON young_worker (organisation_id, id);
-- While a placement lasts its citizen id stands here a second time: nobody is placed twice at once.
-- Both go with the row.
CREATE TABLE young_worker_person (
    worker_id UUID NOT NULL PRIMARY KEY REFERENCES young_worker (id),
    name TEXT NOT NULL,
    birth_year SMALLINT NOT NULL,
    citizen_id TEXT NOT NULL,
    qualification TEXT,
    placed_citizen_id TEXT UNIQUE
);

-- The months of a placement: worked or not, what is due for it, by which payment it was paid.
CREATE TABLE young_worker_month (
    worker_id UUID NOT NULL REFERENCES young_worker (id),
    -- The first day of the month.
    month DATE NOT NULL,
    worked BOOLEAN NOT NULL,
    due_vnd BIGINT NOT NULL CHECK (due_vnd >= 0),
    payment_id UUID REFERENCES support_payment (id),
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (worker_id, month),
    CHECK (worked OR due_vnd = 0),
    CHECK (worked OR payment_id IS NULL)
);
CREATE INDEX young_worker_month_by_payment ON young_worker_month (payment_id);
CREATE FUNCTION paid_month_is_never_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'months are never deleted'; END IF;
    IF OLD.payment_id IS NOT NULL THEN RAISE EXCEPTION 'a paid month is never changed'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paid_month_is_never_changed BEFORE UPDATE OR DELETE ON young_worker_month
FOR EACH ROW EXECUTE FUNCTION paid_month_is_never_changed();
