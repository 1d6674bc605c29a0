//! Entering an organisation in the register, and changing its entry: what must hold.

use std::borrow::Cow;

pub(crate) use htx_model::person::is_phone;
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    date::Date,
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    refusal::{Fault, LegalBasis, Text},
    registration_number::RegistrationNumber,
    text,
};

use super::organisation::{Address, Organisation, Representative};

/// The Law on Cooperatives of 2023 sets the minimum number of members. The numbers are the domain
/// page's; the article was not read.
const MINIMUM_MEMBERS: LegalBasis = LegalBasis::unverified("17/2023/QH15", "4");
/// No organisation of the register is older than the state.
pub(super) const EARLIEST_YEAR: i16 = 1945;
/// Registration is governed by this decree; the article was not read.
const REGISTRATION: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");

/// The longest name or address, in characters.
pub const TEXT_LENGTH_MAX: usize = 300;
/// The most people that an entry takes: more than live in the city.
pub const COUNT_MAX: u32 = 10_000_000;
/// The largest amount that an entry takes: a hundred million billion đồng is no cooperative's.
pub(crate) const CAPITAL_MAX: i64 = 100_000_000_000_000_000;

/// What an officer enters. Strings are as sent; [`check`] tidies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name with the legal form.
    pub name: String,
    /// Its registration number.
    pub registration_number: Option<String>,
    /// The day of its registration.
    pub registered_on: Option<Date>,
    /// House, street, hamlet.
    pub address_line: Option<String>,
    /// The commune.
    pub commune: String,
    /// The district, for communes of before 2025-07-01.
    pub district: Option<String>,
    /// The commune of today, where an officer found it for an address whose commune was split. It
    /// holds as long as the address stays as it is.
    pub located: Option<CommuneCode>,
    /// The main business line.
    pub main_business_line: Option<String>,
    /// The main field of activity.
    pub sector: Option<Sector>,
    /// The charter capital in đồng.
    pub charter_capital_vnd: Option<i64>,
    /// How many official members.
    pub member_count: Option<u32>,
    /// How many workers.
    pub worker_count: Option<u32>,
    /// Whether it belongs to the Cooperative Alliance.
    pub alliance_member: bool,
    /// The representative's name.
    pub representative_name: Option<String>,
    /// The representative's telephone number.
    pub representative_phone: Option<String>,
}

impl Entry {
    /// The entry of an organisation as it stands, to be changed.
    #[must_use]
    pub fn of(organisation: &Organisation, representative: &Representative) -> Self {
        let address = &organisation.address;
        Self {
            kind: organisation.kind,
            name: organisation.name.clone(),
            registration_number: organisation
                .registration_number
                .as_ref()
                .map(|number| number.as_str().to_owned()),
            registered_on: organisation.registered_on,
            address_line: address.line.clone(),
            commune: address.commune.as_str().to_owned(),
            district: address.district.as_ref().map(|code| code.as_str().to_owned()),
            located: (!address.needs_review).then(|| address.current_commune.clone()),
            main_business_line: organisation.main_business_line.clone(),
            sector: organisation.sector,
            charter_capital_vnd: organisation.charter_capital_vnd.map(|amount| amount.0),
            member_count: organisation.member_count,
            worker_count: organisation.worker_count,
            alliance_member: organisation.alliance_member,
            representative_name: representative.name.clone(),
            representative_phone: representative.phone.clone(),
        }
    }
}

/// An entry that holds: the organisation, and its representative.
pub type Checked = (Organisation, Representative);

/// Checks an entry against the rules and today's map. What stood `before` and is not touched may
/// stay as it is: old entries lack numbers and members that new ones need.
///
/// # Errors
/// One fault for each rule that it breaks, all of them at once.
pub fn check(
    entry: Entry,
    before: Option<&Entry>,
    id: OrganisationId,
    status: OrganisationStatus,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<Checked, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    let name = faults.name(&entry.name);
    let registration_number = faults.registration_number(&entry, before);
    let address = faults.address(&entry, units, today);
    let located = located(&entry, before);
    let address = address.map(|address| address.located_in(located, units));
    if before.is_none_or(|before| before.member_count != entry.member_count) {
        faults.members(&entry);
    }
    faults.people("/member_count", entry.member_count);
    faults.people("/worker_count", entry.worker_count);
    faults.registration_day(&entry, today);
    let main_business_line = faults.business_line(entry.main_business_line.as_deref());
    let charter_capital_vnd = faults.capital(entry.charter_capital_vnd);
    let representative = Representative {
        name: faults.text("/representative/name", entry.representative_name.as_deref()),
        phone: faults.phone(entry.representative_phone.as_deref()),
    };
    let Some((name, address)) = name.zip(address).filter(|_| faults.0.is_empty()) else {
        return Err(faults.0);
    };
    let organisation = Organisation {
        id,
        kind: entry.kind,
        name,
        registration_number,
        registered_on: entry.registered_on,
        status,
        address,
        people_credit_fund: entry.sector == Some(Sector::PeopleCreditFund),
        main_business_line,
        sector: entry.sector,
        charter_capital_vnd,
        member_count: entry.member_count,
        worker_count: entry.worker_count,
        alliance_member: entry.alliance_member,
    };
    Ok((organisation, representative))
}

/// The commune that an officer found for the address, while that is the one that stood before.
fn located<'a>(entry: &'a Entry, before: Option<&Entry>) -> Option<&'a CommuneCode> {
    let place =
        |entry: &Entry| (entry.address_line.clone(), entry.commune.clone(), entry.district.clone());
    entry.located.as_ref().filter(|_| before.is_some_and(|before| place(before) == place(entry)))
}

/// The official members that a kind needs at least, with the rule's standing.
pub(crate) const fn minimum_members(kind: OrganisationKind) -> (u32, LegalBasis) {
    match kind {
        OrganisationKind::CooperativeGroup => (2, MINIMUM_MEMBERS),
        OrganisationKind::Cooperative => (5, MINIMUM_MEMBERS),
        // Three cooperatives: configuration to be confirmed (DOMAIN section 9).
        OrganisationKind::CooperativeUnion => (3, MINIMUM_MEMBERS),
    }
}

/// The faults found so far.
struct Faults(Vec<Fault>);

impl Faults {
    fn add(
        &mut self,
        pointer: &'static str,
        code: &'static str,
        detail: Text,
        basis: Option<LegalBasis>,
    ) {
        self.0.push(Fault { pointer: Cow::Borrowed(pointer), code, detail, legal_basis: basis });
    }

    /// An optional text, tidied; blank is none.
    fn text(&mut self, pointer: &'static str, given: Option<&str>) -> Option<String> {
        let tidy = text::normalise(given?);
        if tidy.chars().count() > TEXT_LENGTH_MAX {
            self.add(pointer, "text_too_long", too_long(), None);
            return None;
        }
        (!tidy.is_empty()).then_some(tidy)
    }

    fn name(&mut self, given: &str) -> Option<String> {
        let name = self.text("/name", Some(given));
        if text::is_bare_legal_form(given) {
            self.add(
                "/name",
                "missing_name",
                Text::fixed(
                    "Phải có tên riêng ngoài loại hình.",
                    "There must be a name beside the legal form.",
                ),
                Some(REGISTRATION),
            );
            return None;
        }
        name
    }

    fn registration_number(
        &mut self,
        entry: &Entry,
        before: Option<&Entry>,
    ) -> Option<RegistrationNumber> {
        let Some(given) = &entry.registration_number else {
            let had_none = before.is_some_and(|before| before.registration_number.is_none());
            if entry.kind != OrganisationKind::CooperativeGroup && !had_none {
                self.add(
                    "/registration_number",
                    "missing_registration_number",
                    Text::fixed(
                        "Hợp tác xã, liên hiệp hợp tác xã đăng ký mới phải có mã số.",
                        "A cooperative or union that is newly registered needs its number.",
                    ),
                    Some(REGISTRATION),
                );
            }
            return None;
        };
        match RegistrationNumber::parse(given) {
            Ok(number) => Some(number),
            Err(error) => {
                self.add(
                    "/registration_number",
                    "not_a_registration_number",
                    error.text(),
                    Some(REGISTRATION),
                );
                None
            }
        }
    }

    fn address(
        &mut self,
        entry: &Entry,
        units: &AdministrativeUnits,
        today: Date,
    ) -> Option<Address> {
        let line = self.text("/address/line", entry.address_line.as_deref());
        let commune = CommuneCode::parse(&entry.commune).ok();
        let district = entry.district.as_deref().map(DistrictCode::parse).transpose().ok();
        let address = commune.zip(district).and_then(|(commune, district)| {
            Address::resolve(units, line, commune, district, today)
        });
        if address.is_none() {
            self.add(
                "/address/commune",
                "unknown_commune",
                Text::fixed(
                    "Không có xã, phường này; trước ngày 01/7/2025 phải kèm quận, huyện của nó. Danh mục ở /v1/administrative-units.",
                    "There is no such commune; one of before 2025-07-01 needs its district. /v1/administrative-units lists them.",
                ),
                Some(REGISTRATION),
            );
        }
        address
    }

    fn members(&mut self, entry: &Entry) {
        let (minimum, basis) = minimum_members(entry.kind);
        if entry.member_count.is_some_and(|members| members < minimum) {
            self.add(
                "/member_count",
                "too_few_members",
                Text::made(
                    format!("Loại hình này phải có ít nhất {minimum} thành viên chính thức."),
                    format!("This kind needs at least {minimum} official members."),
                ),
                Some(basis),
            );
        }
    }

    fn people(&mut self, pointer: &'static str, given: Option<u32>) {
        if given.is_some_and(|count| count > COUNT_MAX) {
            self.add(
                pointer,
                "out_of_range",
                Text::made(
                    format!("Số người không được quá {COUNT_MAX}."),
                    format!("A number of people is {COUNT_MAX} at the most."),
                ),
                None,
            );
        }
    }

    fn registration_day(&mut self, entry: &Entry, today: Date) {
        if entry.registered_on.is_some_and(|day| day > today) {
            self.add(
                "/registered_on",
                "date_in_future",
                Text::fixed(
                    "Ngày đăng ký không được sau hôm nay.",
                    "The day of registration cannot lie in the future.",
                ),
                None,
            );
        }
        if entry.registered_on.is_some_and(|day| day.year() < EARLIEST_YEAR) {
            self.add(
                "/registered_on",
                "date_too_old",
                Text::made(
                    format!("Ngày đăng ký không được trước năm {EARLIEST_YEAR}; hãy kiểm tra năm."),
                    format!(
                        "The day of registration cannot lie before {EARLIEST_YEAR}; check the year."
                    ),
                ),
                None,
            );
        }
    }

    fn business_line(&mut self, given: Option<&str>) -> Option<String> {
        let given = given?;
        if given.len() == 4 && given.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(given.to_owned());
        }
        self.add(
            "/main_business_line",
            "bad_business_line",
            Text::fixed(
                "Mã ngành gồm 4 chữ số theo Hệ thống ngành kinh tế Việt Nam.",
                "A business line is four digits of the national classification.",
            ),
            Some(REGISTRATION),
        );
        None
    }

    fn capital(&mut self, given: Option<i64>) -> Option<Dong> {
        let amount = given?;
        if (0..=CAPITAL_MAX).contains(&amount) {
            return Some(Dong(amount));
        }
        self.add(
            "/charter_capital_vnd",
            "out_of_range",
            Text::made(
                format!("Vốn điều lệ phải là số đồng nguyên, từ 0 đến {CAPITAL_MAX}."),
                format!("The charter capital is a whole number of đồng, from 0 to {CAPITAL_MAX}."),
            ),
            None,
        );
        None
    }

    fn phone(&mut self, given: Option<&str>) -> Option<String> {
        let phone = self.text("/representative/phone", given)?;
        if is_phone(&phone) {
            return Some(phone);
        }
        self.add(
            "/representative/phone",
            "not_a_phone",
            Text::fixed(
                "Số điện thoại gồm 8 đến 15 chữ số.",
                "A telephone number has 8 to 15 digits.",
            ),
            None,
        );
        None
    }
}

fn too_long() -> Text {
    Text::made(
        format!("Dài quá {TEXT_LENGTH_MAX} ký tự."),
        format!("Longer than {TEXT_LENGTH_MAX} characters."),
    )
}
