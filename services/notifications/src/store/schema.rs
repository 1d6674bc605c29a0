//! The tables as Diesel sees them; a test compares them with both databases.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    webhook (id) {
        id -> Uuid,
        agency_code -> Text,
        role -> Text,
        url -> Text,
        description -> Text,
        types -> Text,
        districts -> Text,
        communes -> Text,
        signature -> Text,
        state -> Text,
        stopped_for -> Nullable<Text>,
        generation -> Integer,
        previous_until -> Nullable<Instant>,
        told_from -> Instant,
        failing_since -> Nullable<Instant>,
        made_by_name -> Text,
        made_at -> Instant,
        version -> BigInt,
        recorded_at -> Instant,
        leased_until -> Nullable<Instant>,
        turn_at -> Instant,
        starts -> Text,
        starting -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    message (id) {
        id -> Uuid,
        source -> Nullable<Text>,
        position -> Nullable<BigInt>,
        kind -> Text,
        organisation_id -> Nullable<Uuid>,
        district_code -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        addressee -> Nullable<Text>,
        payload -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    delivery (id) {
        id -> Uuid,
        webhook_id -> Uuid,
        message_id -> Uuid,
        state -> Text,
        tries -> Integer,
        attempts -> Integer,
        due_at -> Instant,
        made_at -> Instant,
        finished_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    attempt (delivery_id, number) {
        delivery_id -> Uuid,
        number -> Integer,
        begun_at -> Instant,
        milliseconds -> Integer,
        outcome -> Text,
        status -> Nullable<Integer>,
    }
}

diesel::joinable!(delivery -> webhook (webhook_id));
diesel::joinable!(delivery -> message (message_id));
diesel::allow_tables_to_appear_in_same_query!(webhook, message, delivery, attempt);

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
