//! Claims, receivables, assets, the cash book, and who has read personal data.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    asset (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        kind -> Text,
        origin -> Text,
        division -> Text,
        state -> Text,
        name -> Text,
        details -> Nullable<Text>,
        book_value_vnd -> Nullable<BigInt>,
        listed_on -> CivilDate,
        evidence -> Text,
        proposal_kind -> Nullable<Text>,
        proposal_reason -> Nullable<Text>,
        proposed_on -> Nullable<CivilDate>,
        proposal_documents -> Nullable<Text>,
        decision_kind -> Nullable<Text>,
        decided_by_agency -> Nullable<Text>,
        decided_by_agency_name -> Nullable<Text>,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        decision_documents -> Nullable<Text>,
        disposal_kind -> Nullable<Text>,
        disposed_on -> Nullable<CivilDate>,
        price_vnd -> Nullable<BigInt>,
        receiver -> Nullable<Text>,
        receiving_agency -> Nullable<Text>,
        disposal_documents -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    asset_valuation (id) {
        id -> Uuid,
        asset_id -> Uuid,
        dissolution_id -> Uuid,
        method -> Text,
        value_vnd -> BigInt,
        valued_on -> CivilDate,
        documents -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    claim (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        debt_kind -> Text,
        payment_class -> Text,
        secured_by_asset_id -> Nullable<Uuid>,
        holder -> Text,
        name -> Text,
        citizen_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
        claimed_vnd -> BigInt,
        admitted_vnd -> Nullable<BigInt>,
        paid_vnd -> BigInt,
        state -> Text,
        basis -> Text,
        registered_on -> CivilDate,
        evidence -> Text,
        decided_on -> Nullable<CivilDate>,
        decision_reason -> Nullable<Text>,
        decision_documents -> Nullable<Text>,
        contest_until -> Nullable<CivilDate>,
        contested_on -> Nullable<CivilDate>,
        contest_reason -> Nullable<Text>,
        contest_documents -> Nullable<Text>,
        settled_on -> Nullable<CivilDate>,
        settlement_reason -> Nullable<Text>,
        settlement_documents -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    receivable (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        debt_kind -> Text,
        holder -> Text,
        name -> Text,
        citizen_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
        amount_vnd -> BigInt,
        collected_vnd -> BigInt,
        state -> Text,
        basis -> Text,
        registered_on -> CivilDate,
        evidence -> Text,
        found_on -> Nullable<CivilDate>,
        finding_reason -> Nullable<Text>,
        finding_documents -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    cash_entry (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        sequence -> BigInt,
        kind -> Text,
        amount_vnd -> BigInt,
        balance_vnd -> BigInt,
        booked_on -> CivilDate,
        claim_id -> Nullable<Uuid>,
        receivable_id -> Nullable<Uuid>,
        asset_id -> Nullable<Uuid>,
        reverses_id -> Nullable<Uuid>,
        documents -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    cash_entry_description (cash_entry_id) {
        cash_entry_id -> Uuid,
        description -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    personal_data_read (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        what -> Text,
        records -> Integer,
        purpose -> Text,
        actor_kind -> Text,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        recorded_at -> Instant,
    }
}

diesel::joinable!(cash_entry_description -> cash_entry (cash_entry_id));
diesel::allow_tables_to_appear_in_same_query!(cash_entry, cash_entry_description);
