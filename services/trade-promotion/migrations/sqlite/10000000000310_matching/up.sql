-- Rounds in which offers were matched with demands.
CREATE TABLE matching_round (
    id BLOB NOT NULL PRIMARY KEY,
    matched_on TEXT NOT NULL,
    offer_count INTEGER NOT NULL CHECK (offer_count >= 0),
    demand_count INTEGER NOT NULL CHECK (demand_count >= 0),
    match_count INTEGER NOT NULL CHECK (match_count >= 0),
    -- The points that it was done with, by the day since which they hold.
    points_since TEXT NOT NULL,
    started_by TEXT NOT NULL,
    agency_code TEXT,
    recorded_at BIGINT NOT NULL
);

-- What fitted in the last round of each: older ones are thrown away, their counts are kept.
CREATE TABLE supply_match (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES matching_round (id),
    demand_id BLOB NOT NULL REFERENCES listing (id),
    offer_id BLOB NOT NULL REFERENCES listing (id),
    points INTEGER NOT NULL CHECK (points BETWEEN 0 AND 100),
    -- Where they come from, in JSON.
    reasons TEXT NOT NULL,
    UNIQUE (demand_id, offer_id)
);
CREATE INDEX supply_match_by_demand ON supply_match (demand_id, points, id);
CREATE INDEX supply_match_by_offer ON supply_match (offer_id, points, id);

-- An organisation's or a promoter's expression of interest in an offer or a demand.
CREATE TABLE interest (
    id BLOB NOT NULL PRIMARY KEY,
    listing_id BLOB NOT NULL REFERENCES listing (id),
    organisation_id BLOB REFERENCES organisation (id),
    agency_code TEXT,
    state TEXT NOT NULL,
    message TEXT,
    answer TEXT,
    contract_number TEXT,
    contract_vnd BIGINT CHECK (contract_vnd > 0),
    sent_on TEXT NOT NULL,
    answered_on TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK ((organisation_id IS NULL) <> (agency_code IS NULL))
);
CREATE INDEX interest_by_listing ON interest (listing_id, id);
CREATE INDEX interest_by_organisation ON interest (organisation_id, id);
