//! A scope as a condition of rows that belong to an organisation.

/// Narrows a boxed query that is joined with `organisation`, also by a left join, to the
/// organisations within a scope; `$own` is the column that names the organisation, never null as
/// far as its type goes. (The type of a condition names the join, so this is no function.)
macro_rules! within_scope {
    ($query:expr, $scope:expr, $own:expr) => {{
        use $crate::store::schema::organisation;
        htx_kit::within_scope!(
            $query,
            $scope,
            organisation::district_code,
            organisation::current_commune_code,
            $own
        )
    }};
}

pub(in crate::store) use within_scope;
