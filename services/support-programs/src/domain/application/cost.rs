//! The costs of an application, and by what two of them are the same: no cost of an organisation is
//! supported twice, whatever the programme or the agency.

use htx_model::{
    money::{self, AMOUNT_MAX, Dong},
    person::is_citizen_id,
    refusal::{Fault, Text},
    registration_number::RegistrationNumber,
    support::applications::CostKind,
    text, words,
};
use serde::{Deserialize, Serialize};

/// The most costs of an application.
pub const COSTS_MAX: usize = 100;
/// The most characters of what a cost is for.
pub const NAME_LENGTH_MAX: usize = 300;
/// The most characters of a contract's or invoice's number.
pub const REFERENCE_LENGTH_MAX: usize = 100;
/// The first year of which a cost may be.
pub const YEAR_FIRST: i16 = 2020;
/// The last.
pub const YEAR_LAST: i16 = 2050;

/// A cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// What kind of cost.
    pub kind: CostKind,
    /// What it is for.
    pub name: String,
    /// Of which year.
    pub year: i16,
    /// The contract's or invoice's number, where there is one.
    pub reference: Option<String>,
    /// The tax code of whoever issued that: numbers of two issuers have nothing to do with each other.
    #[serde(default, rename = "issuer_tax_code")]
    pub issuer: Option<String>,
    /// How much.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
}

impl Cost {
    /// By what it is told from other costs of the organisation: kind, year, and the words of its name
    /// without case and accents.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} {} {}", self.kind, self.year, text::words(&self.name).join(" "))
    }

    /// By what its contract or invoice is told from others: the number, and who issued it.
    #[must_use]
    pub fn reference_key(&self) -> Option<String> {
        let words = text::words(self.reference.as_deref()?).join(" ");
        // What was handed in before the issuer was asked for is told by its number.
        Some(self.issuer.as_ref().map_or(words.clone(), |issuer| format!("{issuer} {words}")))
    }
}

/// Checks costs, and gives them tidied.
///
/// # Errors
/// Every fault at its place under `/costs`.
pub fn check(given: Vec<Cost>) -> Result<Vec<Cost>, Vec<Fault>> {
    let mut faults = Vec::new();
    if given.len() > COSTS_MAX {
        return Err(vec![Fault::new(
            "/costs".to_owned(),
            "too_many",
            Text::made(
                format!("Tối đa {COSTS_MAX} khoản chi phí."),
                format!("At most {COSTS_MAX} costs."),
            ),
        )]);
    }
    let mut tidy: Vec<Cost> = Vec::with_capacity(given.len());
    for (at, cost) in given.into_iter().enumerate() {
        match check_one(at, cost) {
            Ok(cost) if is_among(&cost, &tidy) => {
                faults.push(Fault::new(format!("/costs/{at}"), "cost_twice", Text::fixed(
                    "Khoản chi phí này đã có trong hồ sơ (cùng loại, tên và năm, hoặc cùng số hợp đồng, hóa đơn của cùng bên phát hành).",
                    "The application has this cost already (same kind, name and year, or same contract or invoice of the same issuer).",
                )));
            }
            Ok(cost) => tidy.push(cost),
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

/// The sum of costs.
#[must_use]
pub fn total(costs: &[Cost]) -> Dong {
    // A hundred amounts at the most stay within 64 bits.
    Dong(costs.iter().map(|cost| cost.amount.0).sum())
}

const _: () = assert!(AMOUNT_MAX.checked_mul(COSTS_MAX as i64).is_some());

fn is_among(cost: &Cost, others: &[Cost]) -> bool {
    let reference = cost.reference_key();
    let same = |other: &Cost| {
        other.key() == cost.key() || (reference.is_some() && other.reference_key() == reference)
    };
    others.iter().any(same)
}

fn check_one(at: usize, cost: Cost) -> Result<Cost, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut tidy = |name: &str, given: &str, most| {
        let checked = words::tidy(format!("/costs/{at}/{name}"), given, most);
        checked.map_err(|fault| faults.push(fault)).unwrap_or_default()
    };
    let name = tidy("name", &cost.name, NAME_LENGTH_MAX);
    let reference =
        cost.reference.as_deref().map(|given| tidy("reference", given, REFERENCE_LENGTH_MAX));
    if text::words(&name).is_empty() && !name.is_empty() {
        faults.push(Fault::new(
            format!("/costs/{at}/name"),
            "no_words",
            Text::fixed("Phải có chữ hoặc số.", "It must have letters or digits."),
        ));
    }
    if reference.as_deref().is_some_and(|one| !one.is_empty() && text::words(one).is_empty()) {
        faults.push(Fault::new(
            format!("/costs/{at}/reference"),
            "no_words",
            Text::fixed("Phải có chữ hoặc số.", "It must have letters or digits."),
        ));
    }
    faults.extend(check_issuer(at, &cost));
    if !(YEAR_FIRST..=YEAR_LAST).contains(&cost.year) {
        faults.push(Fault::new(
            format!("/costs/{at}/year"),
            "out_of_range",
            Text::made(
                format!("Năm phải từ {YEAR_FIRST} đến {YEAR_LAST}."),
                format!("The year must be from {YEAR_FIRST} to {YEAR_LAST}."),
            ),
        ));
    }
    faults.extend(money::amount(format!("/costs/{at}/amount_vnd"), cost.amount.0, 1).err());
    if faults.is_empty() { Ok(Cost { name, reference, ..cost }) } else { Err(faults) }
}

/// A contract or invoice names its issuer by the tax code: of an organisation, or the personal number of a
/// person.
fn check_issuer(at: usize, cost: &Cost) -> Option<Fault> {
    let pointer = |name: &str| format!("/costs/{at}/{name}");
    match (&cost.reference, cost.issuer.as_deref()) {
        (None, None) => None,
        (Some(_), None) => Some(Fault::new(
            pointer("issuer_tax_code"),
            "missing",
            Text::fixed(
                "Phải nêu mã số thuế của bên phát hành hợp đồng, hóa đơn: số của hai bên khác nhau có thể trùng nhau.",
                "Name the tax code of whoever issued the contract or invoice: two issuers may have the same number.",
            ),
        )),
        (None, Some(_)) => Some(Fault::new(
            pointer("reference"),
            "missing",
            Text::fixed(
                "Đã nêu bên phát hành thì phải nêu số hợp đồng, hóa đơn.",
                "Where the issuer is named, the contract's or invoice's number is too.",
            ),
        )),
        (Some(_), Some(issuer)) if is_tax_code(issuer) => None,
        (Some(_), Some(_)) => Some(Fault::new(
            pointer("issuer_tax_code"),
            "not_a_tax_code",
            Text::fixed(
                "Mã số thuế có 10 chữ số (chi nhánh thêm -001 đến -999), hoặc 12 chữ số của cá nhân.",
                "A tax code has 10 digits (a branch adds -001 to -999), or the 12 digits of a person.",
            ),
        )),
    }
}

fn is_tax_code(text: &str) -> bool {
    RegistrationNumber::parse(text).is_ok() || (text.len() == 12 && is_citizen_id(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SELLER: &str = "0101248141";
    const ANOTHER: &str = "0100109106";

    fn cost(name: &str, reference: Option<&str>) -> Cost {
        Cost {
            kind: CostKind::Equipment,
            name: name.to_owned(),
            year: 2025,
            reference: reference.map(str::to_owned),
            issuer: reference.map(|_| SELLER.to_owned()),
            amount: Dong(120_000_000),
        }
    }

    #[test]
    fn the_same_cost_is_known_however_it_is_written() {
        let (one, other) = (cost("Máy cấy lúa", Some("HĐ 12/2025")), cost("may  CẤY lúa.", None));
        assert_eq!(one.key(), other.key());
        assert_eq!(one.key(), "equipment 2025 may cay lua");
        assert_eq!(one.reference_key().as_deref(), Some("0101248141 hd 12 2025"));
        let of_another = Cost { issuer: Some(ANOTHER.to_owned()), ..one.clone() };
        assert_ne!(of_another.reference_key(), one.reference_key());
        let next_year = Cost { year: 2026, ..other };
        assert_ne!(next_year.key(), one.key());
    }

    #[test]
    fn a_cost_stands_once_and_says_what_it_is() {
        let codes = |given: Vec<Cost>| -> Vec<String> {
            let faults = check(given).unwrap_err();
            faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
        };
        assert_eq!(
            codes(vec![cost("Máy cấy", None), cost("MÁY CẤY", None)]),
            ["/costs/1 cost_twice"]
        );
        assert_eq!(
            codes(vec![cost("Máy cấy", Some("HĐ 1")), cost("Máy gặt", Some("hđ-1"))]),
            ["/costs/1 cost_twice"]
        );
        // The same number of two issuers is two invoices.
        let of_another =
            Cost { issuer: Some(ANOTHER.to_owned()), ..cost("Máy gặt", Some("HĐ 1")) };
        assert!(check(vec![cost("Máy cấy", Some("HĐ 1")), of_another]).is_ok());
        let person =
            Cost { issuer: Some("001301000001".to_owned()), ..cost("Máy", Some("HĐ 1")) };
        assert!(check(vec![person]).is_ok());
        let unnamed = Cost { issuer: None, ..cost("Máy", Some("HĐ 1")) };
        assert_eq!(codes(vec![unnamed]), ["/costs/0/issuer_tax_code missing"]);
        let alone = Cost { reference: None, ..cost("Máy", Some("HĐ 1")) };
        assert_eq!(codes(vec![alone]), ["/costs/0/reference missing"]);
        for none in ["0101248142", "123", "001301000001-001", ""] {
            let odd = Cost { issuer: Some(none.to_owned()), ..cost("Máy", Some("HĐ 1")) };
            assert_eq!(codes(vec![odd]), ["/costs/0/issuer_tax_code not_a_tax_code"]);
        }
        let wrong = Cost { year: 1999, amount: Dong(0), ..cost(" ", Some("...")) };
        assert_eq!(
            codes(vec![wrong]),
            [
                "/costs/0/name text_length",
                "/costs/0/reference no_words",
                "/costs/0/year out_of_range",
                "/costs/0/amount_vnd amount_out_of_range",
            ]
        );
        assert_eq!(codes(vec![cost("Máy", None); COSTS_MAX + 1]), ["/costs too_many"]);
        assert_eq!(total(&check(vec![cost("Máy", None)]).unwrap()), Dong(120_000_000));
    }
}
