//! Loans of the cooperative fund with their repayments, and what the State Bank recorded.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    loan (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        state -> Text,
        purpose -> Text,
        requested_vnd -> BigInt,
        requested_months -> Integer,
        applied_on -> CivilDate,
        principal_vnd -> Nullable<BigInt>,
        annual_rate_bps -> Nullable<Integer>,
        months -> Nullable<Integer>,
        method -> Nullable<Text>,
        appraisal -> Nullable<Text>,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        decision_reason -> Nullable<Text>,
        paid_out_on -> Nullable<CivilDate>,
        paid_out_reference -> Nullable<Text>,
        repaid_vnd -> BigInt,
        ended_on -> Nullable<CivilDate>,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
        budget_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    loan_repayment (id) {
        id -> Uuid,
        loan_id -> Uuid,
        sequence -> BigInt,
        amount_vnd -> BigInt,
        paid_on -> CivilDate,
        reference -> Text,
        reference_key -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
        reverses -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    credit_record (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        credit_institution -> Text,
        institution_key -> Text,
        as_of -> CivilDate,
        outstanding_vnd -> BigInt,
        overdue_vnd -> BigInt,
        overdue_since -> Nullable<CivilDate>,
        recorded_by -> Text,
        recorded_at -> Instant,
        sequence -> Integer,
        corrects -> Nullable<Uuid>,
        withdrawn -> Bool,
    }
}

diesel::joinable!(loan -> organisation (organisation_id));
diesel::joinable!(credit_record -> organisation (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(loan, organisation);
diesel::allow_tables_to_appear_in_same_query!(credit_record, organisation);
