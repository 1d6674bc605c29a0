//! Who has read personal data.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    support_personal_data_read (id) {
        id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        what -> Text,
        subject_id -> Uuid,
        records -> Integer,
        purpose -> Text,
        actor_kind -> Text,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        recorded_at -> Instant,
    }
}

diesel::joinable!(support_personal_data_read -> organisation (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(support_personal_data_read, organisation);
