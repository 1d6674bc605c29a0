-- Buyers of demands, who need not be in the register. The person whom one turns to stands apart, and
-- can be erased.
CREATE TABLE buyer (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Where it is one of the register.
    organisation_id BLOB REFERENCES organisation (id),
    -- Where one of the register is not meant: the agency that entered it.
    agency_code TEXT,
    tax_code TEXT,
    contact TEXT,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK ((organisation_id IS NULL) <> (agency_code IS NULL))
);
CREATE INDEX buyer_by_organisation ON buyer (organisation_id);
CREATE INDEX buyer_by_agency ON buyer (agency_code);

-- What is published after a review: products, offers, demands, bulletins, calls for investment.
CREATE TABLE listing (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Whose it is: an organisation's, or an agency's under the name that it had then.
    organisation_id BLOB REFERENCES organisation (id),
    agency_code TEXT,
    agency_name TEXT,
    buyer_id BLOB REFERENCES buyer (id),
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    group_code TEXT,
    -- The last day on which it holds.
    valid_until TEXT,
    -- The first day on which a certificate of it expires.
    expires_on TEXT,
    -- What it says, in JSON.
    content TEXT NOT NULL,
    -- Whoever prepared anything in it, in JSON.
    prepared_by TEXT NOT NULL,
    submitted_on TEXT,
    published_on TEXT,
    reviewed_on TEXT,
    reviewed_by TEXT,
    reviewer_agency TEXT,
    review_reason TEXT,
    -- Where in the order of writings this one stands, by which the catalogue in memory follows.
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CHECK ((organisation_id IS NULL) <> (agency_code IS NULL))
);
CREATE INDEX listing_by_kind ON listing (kind, id);
CREATE INDEX listing_by_state ON listing (kind, state, id);
CREATE INDEX listing_by_organisation ON listing (organisation_id, kind, id);
CREATE INDEX listing_by_expiry ON listing (kind, expires_on, id);
CREATE INDEX listing_by_position ON listing (kind, position);

-- The last position that was given out. Whoever takes the next one holds the row until the end of the
-- transaction, so that positions come into sight in their order.
CREATE TABLE catalogue_position (
    kind TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

-- Pictures of products, made anew out of what was uploaded.
CREATE TABLE product_picture (
    id BLOB NOT NULL PRIMARY KEY,
    product_id BLOB NOT NULL REFERENCES listing (id),
    document_id BLOB NOT NULL REFERENCES document (id),
    thumbnail_id BLOB NOT NULL REFERENCES document (id),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    caption TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX product_picture_by_product ON product_picture (product_id, id);
