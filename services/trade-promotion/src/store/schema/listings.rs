//! What is published after a review, with the pictures of products, and buyers.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    buyer (id) {
        id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        agency_code -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
        erased_on -> Nullable<CivilDate>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    buyer_personal (buyer_id) {
        buyer_id -> Uuid,
        name -> Text,
        tax_code -> Nullable<Text>,
        contact -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    listing (id) {
        id -> Uuid,
        kind -> Text,
        organisation_id -> Nullable<Uuid>,
        agency_code -> Nullable<Text>,
        agency_name -> Nullable<Text>,
        buyer_id -> Nullable<Uuid>,
        state -> Text,
        title -> Text,
        group_code -> Nullable<Text>,
        valid_until -> Nullable<CivilDate>,
        expires_on -> Nullable<CivilDate>,
        content -> Text,
        prepared_by -> Text,
        submitted_on -> Nullable<CivilDate>,
        published_on -> Nullable<CivilDate>,
        reviewed_on -> Nullable<CivilDate>,
        reviewed_by -> Nullable<Text>,
        reviewer_agency -> Nullable<Text>,
        review_reason -> Nullable<Text>,
        position -> BigInt,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    catalogue_position (kind) {
        kind -> Text,
        position -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    product_picture (id) {
        id -> Uuid,
        product_id -> Uuid,
        document_id -> Uuid,
        thumbnail_id -> Uuid,
        width -> Integer,
        height -> Integer,
        caption -> Nullable<Text>,
        recorded_at -> Instant,
    }
}

diesel::joinable!(buyer_personal -> buyer (buyer_id));
diesel::joinable!(listing -> organisation (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(buyer, buyer_personal, organisation);
diesel::allow_tables_to_appear_in_same_query!(listing, organisation);
