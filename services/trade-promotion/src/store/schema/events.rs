//! Events of trade promotion with their places, applications, steps, follow-ups and results.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    trade_event (id) {
        id -> Uuid,
        kind -> Text,
        reach -> Text,
        title -> Text,
        summary -> Nullable<Text>,
        venue -> Text,
        commune_code -> Nullable<Text>,
        country -> Nullable<Text>,
        starts_on -> CivilDate,
        ends_on -> CivilDate,
        apply_until -> CivilDate,
        allotment -> Text,
        planned_state_vnd -> BigInt,
        planned_participants_vnd -> BigInt,
        organiser_agency -> Text,
        organiser_name -> Text,
        booth_count -> Integer,
        state -> Text,
        opened_on -> Nullable<CivilDate>,
        ended_on -> Nullable<CivilDate>,
        cancel_reason -> Nullable<Text>,
        actual_state_vnd -> Nullable<BigInt>,
        actual_participants_vnd -> Nullable<BigInt>,
        revision -> Integer,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::Uuid;

    trade_booth (event_id, number) {
        event_id -> Uuid,
        number -> Integer,
        label -> Nullable<Text>,
        area_m2 -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    trade_application (id) {
        id -> Uuid,
        event_id -> Uuid,
        organisation_id -> Uuid,
        state -> Text,
        product_ids -> Text,
        products -> Nullable<Text>,
        applied_on -> CivilDate,
        booth_number -> Nullable<Integer>,
        waiting_number -> Nullable<Integer>,
        attendance -> Nullable<Text>,
        supported -> Bool,
        state_share_vnd -> Nullable<BigInt>,
        participant_share_vnd -> Nullable<BigInt>,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    trade_step (id) {
        id -> Uuid,
        trade_event_id -> Uuid,
        application_id -> Nullable<Uuid>,
        action -> Text,
        from_state -> Nullable<Text>,
        to_state -> Text,
        booth_number -> Nullable<Integer>,
        caused_by -> Nullable<Uuid>,
        document_number -> Nullable<Text>,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        agency_name -> Nullable<Text>,
        log_event_id -> Uuid,
        recorded_at -> Instant,
        documents -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::Nullable;
    use htx_kit::db::types::Uuid;

    trade_document (document_id) {
        document_id -> Uuid,
        trade_event_id -> Uuid,
        application_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    trade_step_reason (step_id) {
        step_id -> Uuid,
        reason -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Nullable};
    use htx_kit::db::types::{CivilDate, Uuid};

    trade_follow_up (application_id, months) {
        application_id -> Uuid,
        months -> Integer,
        due_on -> CivilDate,
        done_on -> Nullable<CivilDate>,
        still_trading -> Nullable<Bool>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    trade_result (id) {
        id -> Uuid,
        application_id -> Uuid,
        months -> Nullable<Integer>,
        kind -> Text,
        buyer -> Nullable<Text>,
        value_vnd -> BigInt,
        agreed_on -> CivilDate,
        recorded_by -> Text,
        recorded_at -> Instant,
        struck_on -> Nullable<CivilDate>,
        struck_by -> Nullable<Text>,
        document_id -> Nullable<Uuid>,
    }
}

diesel::joinable!(trade_application -> organisation (organisation_id));
diesel::joinable!(trade_application -> trade_event (event_id));
diesel::joinable!(trade_follow_up -> trade_application (application_id));
diesel::joinable!(trade_result -> trade_application (application_id));
diesel::joinable!(trade_step_reason -> trade_step (step_id));
diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    trade_application,
    trade_booth,
    trade_event,
    trade_follow_up,
    trade_result,
);
diesel::allow_tables_to_appear_in_same_query!(trade_step, trade_step_reason);

use super::organisation;
