//! Budgets, what is proposed for them, and their ledger.

diesel::table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    budget (id) {
        id -> Uuid,
        programme_code -> Text,
        year -> SmallInt,
        source -> Text,
        lead_agency -> Text,
        entries -> BigInt,
        opened_on -> CivilDate,
        opened_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    allocation (id) {
        id -> Uuid,
        budget_id -> Uuid,
        kind -> Text,
        amount_vnd -> BigInt,
        state -> Text,
        document_number -> Text,
        document_on -> CivilDate,
        note -> Nullable<Text>,
        drafted_by -> Uuid,
        drafted_by_name -> Text,
        drafted_on -> CivilDate,
        decided_by_name -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        refusal_reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    ledger_entry (id) {
        id -> Uuid,
        budget_id -> Uuid,
        sequence -> BigInt,
        operation -> Text,
        amount_vnd -> BigInt,
        application_id -> Nullable<Uuid>,
        payment_id -> Nullable<Uuid>,
        loan_id -> Nullable<Uuid>,
        repayment_id -> Nullable<Uuid>,
        allotted_vnd -> BigInt,
        available_vnd -> BigInt,
        reserved_vnd -> BigInt,
        committed_vnd -> BigInt,
        disbursed_vnd -> BigInt,
        returned_vnd -> BigInt,
        booked_on -> CivilDate,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::joinable!(ledger_entry -> budget (budget_id));
diesel::joinable!(allocation -> budget (budget_id));
diesel::allow_tables_to_appear_in_same_query!(budget, allocation, ledger_entry);
