//! Who has read personal data unmasked.

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    personal_data_read (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        what -> Text,
        records -> Integer,
        purpose -> Text,
        actor_kind -> Text,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        recorded_at -> Instant,
    }
}
