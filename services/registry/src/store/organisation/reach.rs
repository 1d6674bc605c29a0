//! A scope as a condition of rows that belong to an organisation.

/// Narrows a boxed query that is joined with `organisation`, also by a left join, to the
/// organisations within a scope; `$own` is the column that names the organisation, never null as
/// far as its type goes. (The type of a condition names the join, so this is no function.)
macro_rules! within_scope {
    ($query:expr, $scope:expr, $own:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        use $crate::store::schema::organisation;
        let scope: &htx_model::scope::Scope = $scope;
        let districts: Vec<String> =
            scope.districts().map(|code| code.as_str().to_owned()).collect();
        let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
        let organisations: Vec<_> = scope.organisations().map(htx_kit::db::Bind).collect();
        let (district, commune) =
            (organisation::district_code.nullable(), organisation::current_commune_code.nullable());
        if scope.is_everything() {
            $query
        } else {
            $query.filter(
                district
                    .eq_any(districts)
                    .or(commune.eq_any(communes))
                    .or($own.eq_any(organisations)),
            )
        }
    }};
}

pub(in crate::store) use within_scope;
