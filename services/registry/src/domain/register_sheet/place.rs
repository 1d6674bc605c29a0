//! Where the organisation of a row is.

use htx_model::{
    administrative::{DistrictCode, UnitNotFound},
    text::normalise,
};

use super::{
    field::Field,
    problem::{ProblemCode, RepairCode},
    reading::RowReader,
    territory::{Found, Territories},
};

/// The commune, with its district by the cell, by a heading, or by the commune itself.
pub(super) fn place<'a>(
    territories: &mut Territories<'a>,
    row: &mut RowReader<'_>,
    address: Option<&str>,
    heading: Option<&DistrictCode>,
) -> Option<Found<'a>> {
    let written = row.text(Field::District);
    let district = written.as_deref().and_then(|name| district(territories, row, name));
    let Some(name) = row.text(Field::Commune) else {
        return by_address(territories, row, address, district.as_ref().or(heading));
    };
    let (answer, by_heading) = commune(territories, &name, district.as_ref(), heading);
    match answer {
        Ok(found) => {
            if by_heading {
                row.repair(Field::Commune, RepairCode::DistrictFromHeading);
            }
            if let Some(code) = found.repair {
                row.repair(Field::Commune, code);
            }
            Some(found)
        }
        // Without its district a commune of the old time cannot be told: one problem is enough.
        Err(_) if written.is_some() && district.is_none() => None,
        Err(refused) => {
            let (code, expected) = explain(&refused, written.as_deref());
            row.problem(Field::Commune, code, expected);
            None
        }
    }
}

/// The district of the cell; a problem where there is none of that name.
fn district(
    territories: &mut Territories<'_>,
    row: &mut RowReader<'_>,
    name: &str,
) -> Option<DistrictCode> {
    match territories.district(name) {
        Ok(found) => {
            if let Some(code) = found.repair {
                row.repair(Field::District, code);
            }
            found.unit.as_district_code()
        }
        Err(_) => {
            let expected = "tên quận, huyện, thị xã của thành phố đến 30/6/2025";
            row.problem(Field::District, ProblemCode::UnknownDistrict, expected);
            None
        }
    }
}

/// Within the district of the cell, else within that of a heading, else anywhere.
fn commune<'a>(
    territories: &mut Territories<'a>,
    name: &str,
    district: Option<&DistrictCode>,
    heading: Option<&DistrictCode>,
) -> (Result<Found<'a>, UnitNotFound>, bool) {
    if district.is_none()
        && let Some(heading) = heading
        && let Ok(found) = territories.commune(name, Some(heading))
    {
        return (Ok(found), true);
    }
    (territories.commune(name, district), false)
}

fn by_address<'a>(
    territories: &mut Territories<'a>,
    row: &mut RowReader<'_>,
    address: Option<&str>,
    district: Option<&DistrictCode>,
) -> Option<Found<'a>> {
    let found = address.and_then(|address| territories.in_address(address, district));
    if found.is_some() {
        row.repair(Field::Address, RepairCode::CommuneFromAddress);
        return found;
    }
    let has_column = row.header.column(Field::Commune).is_some();
    let field = if has_column { Field::Commune } else { Field::Address };
    row.problem(field, ProblemCode::MissingCommune, "tên xã, phường hoặc thị trấn");
    None
}

fn explain(refused: &UnitNotFound, district: Option<&str>) -> (ProblemCode, String) {
    match refused {
        UnitNotFound::Ambiguous { candidates, .. } => {
            let several: Vec<&str> = candidates.iter().map(String::as_str).take(5).collect();
            let hint = if district.is_none() { ", kèm quận, huyện" } else { "" };
            (
                ProblemCode::AmbiguousCommune,
                format!("ghi rõ một trong: {}{hint}", several.join(", ")),
            )
        }
        UnitNotFound::OtherKind { candidates, .. } => {
            (ProblemCode::UnknownCommune, format!("có lẽ là {}", candidates.join(" hoặc ")))
        }
        UnitNotFound::Unknown { .. } => {
            let within = district.map_or("thành phố Hà Nội".to_owned(), normalise);
            (ProblemCode::UnknownCommune, format!("tên xã, phường hoặc thị trấn của {within}"))
        }
    }
}
