//! Young workers placed at cooperatives, and their months.

use super::{organisation, programme, programme_co_lead, support_application};

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    young_worker (id) {
        id -> Uuid,
        application_id -> Uuid,
        organisation_id -> Uuid,
        starts_on -> CivilDate,
        ended_on -> Nullable<CivilDate>,
        end_reason -> Nullable<Text>,
        monthly_support_vnd -> BigInt,
        months_granted -> Integer,
        version -> BigInt,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, SmallInt, Text};
    use htx_kit::db::types::Uuid;

    young_worker_person (worker_id) {
        worker_id -> Uuid,
        name -> Text,
        birth_year -> SmallInt,
        citizen_id -> Text,
        qualification -> Nullable<Text>,
        placed_citizen_id -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    young_worker_month (worker_id, month) {
        worker_id -> Uuid,
        month -> CivilDate,
        worked -> Bool,
        due_vnd -> BigInt,
        payment_id -> Nullable<Uuid>,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::joinable!(young_worker_person -> young_worker (worker_id));
diesel::joinable!(young_worker -> organisation (organisation_id));
diesel::joinable!(young_worker -> support_application (application_id));
diesel::allow_tables_to_appear_in_same_query!(
    young_worker,
    young_worker_month,
    young_worker_person,
);
diesel::allow_tables_to_appear_in_same_query!(young_worker, organisation);
diesel::allow_tables_to_appear_in_same_query!(young_worker, support_application);
diesel::allow_tables_to_appear_in_same_query!(young_worker_month, organisation);
diesel::allow_tables_to_appear_in_same_query!(young_worker_month, support_application);
diesel::allow_tables_to_appear_in_same_query!(young_worker_person, organisation);
diesel::allow_tables_to_appear_in_same_query!(young_worker_person, support_application);
diesel::allow_tables_to_appear_in_same_query!(young_worker, programme);
diesel::allow_tables_to_appear_in_same_query!(young_worker, programme_co_lead);
diesel::allow_tables_to_appear_in_same_query!(young_worker_person, programme);
diesel::allow_tables_to_appear_in_same_query!(young_worker_person, programme_co_lead);
