-- Uploaded documents. Their content stands in the object store under its digest; here is what is
-- known of it, and where it belongs, so that only those see it who may. Never changed.
CREATE TABLE document (
    id UUID NOT NULL PRIMARY KEY,
    sha256 BYTEA NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    uploaded_by UUID NOT NULL,
    organisation_id UUID,
    district_code TEXT,
    commune_code TEXT,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX document_by_content ON document (sha256);
CREATE INDEX document_by_organisation ON document (organisation_id, recorded_at, id);
