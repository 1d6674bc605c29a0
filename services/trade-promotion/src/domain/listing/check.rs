//! What a content must say before it is kept.

use std::{borrow::Cow, collections::BTreeSet};

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    date::Date,
    faults::Faults,
    money::AMOUNT_MAX,
    refusal::{Refusal, Text},
    trade::{
        listing::{
            BulletinContent, DemandContent, InvestmentContent, Month, OfferContent, ProductContent,
        },
        products::StandardKind,
    },
};

/// The most characters of a title.
pub const TITLE_LENGTH_MAX: usize = 200;
/// The most characters of a description.
pub const DESCRIPTION_LENGTH_MAX: usize = 4_000;
/// The most characters of a note.
pub const NOTE_LENGTH_MAX: usize = 2_000;
/// The most characters of a bulletin.
pub const BULLETIN_LENGTH_MAX: usize = 20_000;
/// The most characters of a certificate's or decision's number.
pub const NUMBER_LENGTH_MAX: usize = 100;
/// The most characters of whoever issues certificates.
pub const ISSUER_LENGTH_MAX: usize = 300;
/// The most certificates of a product.
pub const CERTIFICATES_MAX: usize = 20;
/// The most of anything.
pub const QUANTITY_MAX: i64 = 1_000_000_000_000;
/// The most days ahead for which an offer or demand is made.
pub const VALID_DAYS_MAX: i64 = 366;
/// The fewest and the most stars of OCOP that are shown.
pub const STARS: std::ops::RangeInclusive<u8> = 3..=5;

/// A product put right.
///
/// # Errors
/// Every fault of it.
pub fn product(mut given: ProductContent, today: Date) -> Result<ProductContent, Refusal> {
    let mut faults = Faults::default();
    given.name = faults.words("/content/name", &given.name, TITLE_LENGTH_MAX);
    optional(&mut faults, "/content/description", &mut given.description, DESCRIPTION_LENGTH_MAX);
    optional(&mut faults, "/content/trade_mark", &mut given.trade_mark, TITLE_LENGTH_MAX);
    months(&mut faults, &mut given.months);
    if let Some(capacity) = &given.capacity {
        quantity(&mut faults, "/content/capacity/quantity", capacity.quantity);
    }
    certificates(&mut faults, &mut given, today);
    if let Some(ocop) = &mut given.ocop {
        if !STARS.contains(&ocop.stars) {
            let detail = Text::fixed("Hạng sao từ 3 đến 5.", "There are 3 to 5 stars.");
            faults.add("/content/ocop/stars", "stars_out_of_range", detail);
        }
        let number =
            faults.words("/content/ocop/decision_number", &ocop.decision_number, NUMBER_LENGTH_MAX);
        ocop.decision_number = number;
        valid(
            &mut faults,
            "/content/ocop",
            ("decided_on", ocop.decided_on),
            ocop.expires_on,
            today,
        );
    }
    if let Some(price) = &given.price {
        let lowest = price_of_one(&mut faults, "/content/price/lowest_vnd", price.lowest_vnd);
        let highest = price_of_one(&mut faults, "/content/price/highest_vnd", price.highest_vnd);
        if lowest && highest && price.highest_vnd < price.lowest_vnd {
            let detail = Text::fixed(
                "Giá cao nhất không được thấp hơn giá thấp nhất.",
                "The highest price cannot be below the lowest.",
            );
            faults.add("/content/price/highest_vnd", "price_range", detail);
        }
    }
    faults.refuse()?;
    Ok(given)
}

fn certificates(faults: &mut Faults, given: &mut ProductContent, today: Date) {
    if given.certificates.len() > CERTIFICATES_MAX {
        let detail = Text::made(
            format!("Tối đa {CERTIFICATES_MAX} chứng nhận."),
            format!("At most {CERTIFICATES_MAX} certificates."),
        );
        faults.add("/content/certificates", "too_many", detail);
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, one) in given.certificates.iter_mut().enumerate() {
        let pointer = format!("/content/certificates/{at}");
        one.number = faults.words(format!("{pointer}/number"), &one.number, NUMBER_LENGTH_MAX);
        one.issuer = faults.words(format!("{pointer}/issuer"), &one.issuer, ISSUER_LENGTH_MAX);
        valid(faults, &pointer, ("issued_on", one.issued_on), one.expires_on, today);
        if !seen.insert((one.standard, one.number.clone())) {
            let detail = Text::fixed(
                "Chứng nhận này đã được ghi ở trên.",
                "This certificate stands above already.",
            );
            faults.add(format!("{pointer}/number"), "repeated", detail);
        }
    }
}

/// A certificate that was issued, and has not expired.
fn valid(
    faults: &mut Faults,
    pointer: &str,
    (field, issued): (&str, Date),
    expires: Date,
    today: Date,
) {
    if issued > today {
        let detail = Text::fixed(
            "Ngày cấp không được sau hôm nay.",
            "It cannot have been issued after today.",
        );
        faults.add(format!("{pointer}/{field}"), "date_in_future", detail);
    }
    if expires < issued {
        let detail = Text::fixed(
            "Ngày hết hạn không được trước ngày cấp.",
            "It cannot expire before it was issued.",
        );
        faults.add(format!("{pointer}/expires_on"), "expires_before_issued", detail);
    } else if expires < today {
        let detail = Text::made(
            format!("Chứng nhận đã hết hạn ngày {expires}; hãy gia hạn rồi ghi bản mới."),
            format!("It expired on {expires}; have it renewed and enter the new one."),
        );
        faults.add(format!("{pointer}/expires_on"), "certificate_expired", detail);
    }
}

/// Whether a product has a certificate of a standard that holds on a day.
#[must_use]
pub fn is_certified(product: &ProductContent, standard: StandardKind, day: Date) -> bool {
    product.certificates.iter().any(|one| one.standard == standard && day <= one.expires_on)
}

/// An offer put right.
///
/// # Errors
/// Every fault of it.
pub fn offer(mut given: OfferContent, today: Date) -> Result<OfferContent, Refusal> {
    let mut faults = Faults::default();
    given.title = faults.words("/content/title", &given.title, TITLE_LENGTH_MAX);
    optional(&mut faults, "/content/note", &mut given.note, NOTE_LENGTH_MAX);
    months(&mut faults, &mut given.months);
    quantity(&mut faults, "/content/monthly_quantity", given.monthly_quantity);
    given.standards = distinct(&given.standards);
    given.price_vnd.map(|price| price_of_one(&mut faults, "/content/price_vnd", price));
    commune_at(&mut faults, "/content/commune", given.commune.as_ref());
    lasting(&mut faults, given.valid_until, today);
    faults.refuse()?;
    Ok(given)
}

/// A demand put right.
///
/// # Errors
/// Every fault of it.
pub fn demand(mut given: DemandContent, today: Date) -> Result<DemandContent, Refusal> {
    let mut faults = Faults::default();
    given.title = faults.words("/content/title", &given.title, TITLE_LENGTH_MAX);
    optional(&mut faults, "/content/note", &mut given.note, NOTE_LENGTH_MAX);
    months(&mut faults, &mut given.months);
    quantity(&mut faults, "/content/monthly_quantity", given.monthly_quantity);
    given.standards = distinct(&given.standards);
    given.price_vnd.map(|price| price_of_one(&mut faults, "/content/price_vnd", price));
    commune_at(&mut faults, "/content/commune", given.commune.as_ref());
    lasting(&mut faults, given.valid_until, today);
    faults.refuse()?;
    Ok(given)
}

/// A bulletin put right.
///
/// # Errors
/// Every fault of it.
pub fn bulletin(mut given: BulletinContent, today: Date) -> Result<BulletinContent, Refusal> {
    let mut faults = Faults::default();
    given.title = faults.words("/content/title", &given.title, TITLE_LENGTH_MAX);
    given.text = faults.words("/content/text", &given.text, BULLETIN_LENGTH_MAX);
    if given.to < given.from {
        let detail = Text::fixed(
            "Ngày cuối không được trước ngày đầu.",
            "The last day cannot lie before the first.",
        );
        faults.add("/content/to", "ends_before_it_starts", detail);
    }
    if given.to > today {
        let detail = Text::fixed(
            "Bản tin không thể nói về ngày sau hôm nay.",
            "A bulletin cannot tell of days after today.",
        );
        faults.add("/content/to", "date_in_future", detail);
    }
    faults.refuse()?;
    Ok(given)
}

/// A call for investment put right.
///
/// # Errors
/// Every fault of it.
pub fn investment(mut given: InvestmentContent, today: Date) -> Result<InvestmentContent, Refusal> {
    let mut faults = Faults::default();
    given.title = faults.words("/content/title", &given.title, TITLE_LENGTH_MAX);
    given.summary = faults.words("/content/summary", &given.summary, DESCRIPTION_LENGTH_MAX);
    given.place = faults.words("/content/place", &given.place, ISSUER_LENGTH_MAX);
    let total = price_of_one(&mut faults, "/content/total_vnd", given.total_vnd);
    let sought = price_of_one(&mut faults, "/content/sought_vnd", given.sought_vnd);
    if total && sought && given.sought_vnd > given.total_vnd {
        let detail = Text::fixed(
            "Vốn kêu gọi không được vượt tổng mức đầu tư.",
            "No more can be sought than it costs as a whole.",
        );
        faults.add("/content/sought_vnd", "sought_above_total", detail);
    }
    if given.valid_until < today {
        already_past(&mut faults);
    }
    faults.refuse()?;
    Ok(given)
}

fn optional(faults: &mut Faults, pointer: &'static str, text: &mut Option<String>, longest: usize) {
    if let Some(given) = text {
        *given = faults.words(pointer, given, longest);
    }
}

/// Months in their order, each once.
fn months(faults: &mut Faults, months: &mut Vec<Month>) {
    months.sort_unstable();
    months.dedup();
    if months.is_empty() {
        let detail = Text::fixed("Phải có ít nhất một tháng.", "There must be at least one month.");
        faults.add("/content/months", "missing", detail);
    }
}

fn distinct(standards: &[StandardKind]) -> Vec<StandardKind> {
    standards.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn quantity(faults: &mut Faults, pointer: &'static str, given: i64) {
    if !(1..=QUANTITY_MAX).contains(&given) {
        let detail = Text::made(
            format!("Số lượng phải từ 1 đến {QUANTITY_MAX}."),
            format!("The quantity must be from 1 to {QUANTITY_MAX}."),
        );
        faults.add(pointer, "quantity_out_of_range", detail);
    }
}

/// Whether an amount is one that something can cost.
pub fn price_of_one(
    faults: &mut Faults,
    pointer: impl Into<Cow<'static, str>>,
    given: i64,
) -> bool {
    let fits = (1..=AMOUNT_MAX).contains(&given);
    if !fits {
        let detail = Text::made(
            format!("Số tiền phải từ 1 đến {AMOUNT_MAX} đồng."),
            format!("The amount must be from 1 to {AMOUNT_MAX} đồng."),
        );
        faults.add(pointer, "amount_out_of_range", detail);
    }
    fits
}

/// A commune of the city: today's, or one that begins with the next reorganisation.
pub fn commune_at(
    faults: &mut Faults,
    pointer: impl Into<Cow<'static, str>>,
    given: Option<&CommuneCode>,
) {
    let Some(code) = given else { return };
    let known = |units: &AdministrativeUnits| {
        units.all().iter().any(|unit| unit.commune_code().as_ref() == Some(code))
    };
    if AdministrativeUnits::embedded().is_ok_and(|units| !known(units)) {
        let detail = Text::made(
            format!("Không có xã, phường nào của thành phố mang mã {code}."),
            format!("No commune of the city has the code {code}."),
        );
        faults.add(pointer, "unknown_commune", detail);
    }
}

fn lasting(faults: &mut Faults, until: Date, today: Date) {
    if until < today {
        already_past(faults);
    } else if until > today.plus_days(VALID_DAYS_MAX) {
        let detail = Text::made(
            format!("Tin có hiệu lực nhiều nhất {VALID_DAYS_MAX} ngày."),
            format!("It holds for {VALID_DAYS_MAX} days at the most."),
        );
        faults.add("/content/valid_until", "too_far_ahead", detail);
    }
}

fn already_past(faults: &mut Faults) {
    let detail =
        Text::fixed("Ngày hết hạn không được trước hôm nay.", "It cannot end before today.");
    faults.add("/content/valid_until", "date_in_past", detail);
}
