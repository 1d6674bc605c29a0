//! A scope as a condition of rows that belong to an organisation.

/// Narrows a boxed query that is joined with the organisations' table, also by a left join, to the
/// organisations within a scope: their district as registered, their commune of today, and the
/// column that names the organisation, which is never null as far as its type goes. One district or
/// one commune, which is what nearly every officer has, is an equality, so that an index gives the
/// order as well. (The type of a condition names the join, so this is no function.)
#[macro_export]
macro_rules! within_scope {
    ($query:expr, $scope:expr, $district:expr, $commune:expr, $own:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        let scope: &htx_model::scope::Scope = $scope;
        let districts: Vec<String> =
            scope.districts().map(|code| code.as_str().to_owned()).collect();
        let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
        let organisations: Vec<_> = scope.organisations().map($crate::db::Bind).collect();
        let (district, commune) = ($district.nullable(), $commune.nullable());
        if scope.is_everything() {
            $query
        } else {
            match (&districts[..], &communes[..], &organisations[..]) {
                ([only], [], []) => $query.filter(district.eq(only.clone())),
                ([], [only], []) => $query.filter(commune.eq(only.clone())),
                _ => $query.filter(
                    district
                        .eq_any(districts)
                        .or(commune.eq_any(communes))
                        .or($own.eq_any(organisations)),
                ),
            }
        }
    }};
}

/// Narrows a boxed query to the `district` as registered and to the `commune` of today of a filter, where it
/// names them.
#[macro_export]
macro_rules! within_place {
    ($query:expr, $filter:expr, $district:expr, $commune:expr) => {{
        use diesel::{ExpressionMethods as _, QueryDsl as _};
        let mut query = $query;
        if let Some(district) = &$filter.district {
            query = query.filter($district.eq(district.as_str().to_owned()));
        }
        if let Some(commune) = &$filter.commune {
            query = query.filter($commune.eq(commune.as_str().to_owned()));
        }
        query
    }};
}
