//! Whose: what lists of reports, ratings and the like are narrowed to.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    organisation::{OrganisationKind, Sector},
};
use serde::Serialize;

/// Of which organisations a list of what belongs to them is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Whose {
    /// Of this kind.
    pub kind: Option<OrganisationKind>,
    /// In this field.
    pub sector: Option<Sector>,
    /// Registered in this district.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
}

/// Narrows a boxed query that joins organisations to those within a scope that are wanted. Each
/// join is a type of its own to Diesel, and MultiConnection takes no boxed subquery, so this cannot
/// be a function. Where it is used, `organisation` is the table, and Diesel's expression methods are
/// in scope.
macro_rules! narrow_to {
    ($query:ident, $scope:expr, $whose:expr) => {
        let (scope, whose): (&htx_model::scope::Scope, &$crate::store::organisation::Whose) =
            ($scope, $whose);
        $query = $crate::store::organisation::within_scope!($query, scope, organisation::id);
        if let Some(kind) = whose.kind {
            $query = $query.filter(organisation::kind.eq(kind.code()));
        }
        if let Some(sector) = whose.sector {
            $query = $query.filter(organisation::sector.eq(sector.code()));
        }
        if let Some(district) = &whose.district {
            let code = district.as_str().to_owned();
            $query = $query.filter(organisation::district_code.eq(code));
        }
        if let Some(commune) = &whose.commune {
            let code = commune.as_str().to_owned();
            $query = $query.filter(organisation::current_commune_code.eq(code));
        }
    };
}
pub(in crate::store) use narrow_to;
