//! The market of the season: products, supply and demand, prices, bulletins, calls for investment and
//! showcase points, done by the use cases that do them.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    directory::Organisation,
    id::{BuyerId, OrganisationId},
    support::money::BudgetSource,
    trade::{
        listing::{
            BulletinContent, Capacity, DemandContent, InvestmentContent, Month, OcopRating,
            OfferContent, PriceRange, ProductCertificate, ProductContent,
        },
        products::{
            CapacityPeriod, InvestmentKind, ListingVerdict, ProductGroup, QuantityUnit,
            ShowcaseAction, StandardKind,
        },
    },
};

use super::stage::{Person, Stage};
use crate::{
    domain::{
        buyer::{Contact, Known},
        listing::{Content, Listing},
        price::Observation,
        showcase::money::{Granting, Reporting},
    },
    usecase::{
        buyer,
        listing::{review, write},
        matching, price,
        showcase::{
            self, Proposal,
            decide::{self, Decision},
            money,
        },
    },
};

/// How many cooperatives show their products at the most.
const SELLERS_MAX: usize = 40;
/// How many showcase points there are at the most.
const POINTS_MAX: usize = 3;

/// What is made: name, group, unit, what one costs.
const GOODS: &[(&str, ProductGroup, QuantityUnit, i64)] = &[
    ("Rau cải ngọt an toàn", ProductGroup::Vegetables, QuantityUnit::Kilogram, 16_000),
    ("Gạo nếp cái hoa vàng", ProductGroup::Grain, QuantityUnit::Kilogram, 32_000),
    ("Bưởi Diễn", ProductGroup::Fruit, QuantityUnit::Piece, 35_000),
    ("Trứng gà ta", ProductGroup::Poultry, QuantityUnit::Piece, 4_000),
    ("Chè xanh Ba Vì", ProductGroup::Beverages, QuantityUnit::Kilogram, 180_000),
    ("Giỏ mây tre đan", ProductGroup::Handicraft, QuantityUnit::Piece, 120_000),
];

/// Who buys.
const BUYERS: &[&str] =
    &["Công ty Bếp ăn Trường học Thủ Đô", "Chuỗi cửa hàng Nông sản Sạch", "Khách sạn Hồ Tây"];

/// Plays the market with these cooperatives.
pub(super) fn play(
    connection: &mut Connection,
    stage: &Stage,
    cooperatives: &[Organisation],
) -> Result<(), Failure> {
    let [officer, approver] = stage.desk("hpa")?;
    let mut market = Market { connection, stage, officer, approver };
    for (at, seller) in cooperatives.iter().take(SELLERS_MAX).enumerate() {
        market.sell(at, seller)?;
    }
    market.buy()?;
    let on = market.day(5, 20)?;
    let reviewer = stage.reaching_city(&market.officer);
    let matched = matching::matched(market.connection, on)?;
    stage.act(market.connection, (&reviewer, on), |act| matching::round(act, matched))?;
    market.prices()?;
    market.words()?;
    for (at, operator) in cooperatives.iter().take(POINTS_MAX).enumerate() {
        market.showcase(at, operator)?;
    }
    Ok(())
}

/// The market as it is played.
struct Market<'a> {
    connection: &'a mut Connection,
    stage: &'a Stage,
    officer: Person,
    approver: Person,
}

fn months(given: &[u8]) -> Vec<Month> {
    given.iter().filter_map(|month| Month::try_from(*month).ok()).collect()
}

impl Market<'_> {
    fn day(&self, month: i8, day: i8) -> Result<Date, Failure> {
        Date::new(2025, month, day).ok_or_else(|| Failure::unexpected("no such day"))
    }

    /// Somebody enters something and hands it in; a week later it is published.
    fn publish<C: Content>(
        &mut self,
        (author, reviewer): (&Person, &Person),
        organisation: Option<OrganisationId>,
        (content, on): (C, Date),
    ) -> Result<Listing<C>, Failure> {
        let entered = self
            .stage
            .act(self.connection, (author, on), |act| write::enter(act, organisation, content))?;
        let (id, seen) = (entered.id, IfMatch::version(entered.version));
        let submitted = self
            .stage
            .act(self.connection, (author, on), |act| write::submit::<C>(act, (id, &seen)))?;
        let seen = IfMatch::version(submitted.version);
        self.stage.act(self.connection, (reviewer, on.plus_days(7)), |act| {
            review::review::<C>(act, (id, &seen), (ListingVerdict::Publish, None))
        })
    }

    /// A cooperative shows a product, and every second one offers it.
    fn sell(&mut self, at: usize, seller: &Organisation) -> Result<(), Failure> {
        let Some((name, group, unit, cost)) = GOODS.get(at % GOODS.len()).copied() else {
            return Ok(());
        };
        let account = self.stage.account(seller);
        let reviewer = self.stage.reaching_city(&self.approver);
        let on = self.day(3, 10)?;
        let number = i64::try_from(at).unwrap_or_default();
        let certificate = ProductCertificate {
            standard: StandardKind::Vietgap,
            number: format!("VG-{:04}", at + 1),
            issuer: "Trung tâm Phân tích và Chứng nhận chất lượng".to_owned(),
            issued_on: self.day(1, 15)?,
            expires_on: self.day(1, 14)?.plus_days(365 + number * 5),
        };
        let ocop = OcopRating {
            stars: if at.is_multiple_of(6) { 4 } else { 3 },
            decision_number: format!("{}/QĐ-UBND", 6_000 + at),
            decided_on: self.day(1, 20)?,
            expires_on: self.day(1, 20)?.plus_days(3 * 365),
        };
        let product = ProductContent {
            name: name.to_owned(),
            group,
            description: None,
            months: months(&[1, 2, 3, 4, 10, 11, 12]),
            capacity: Some(Capacity {
                quantity: 1_000 + number * 250,
                unit,
                period: CapacityPeriod::Month,
            }),
            certificates: if at.is_multiple_of(2) { vec![certificate] } else { Vec::new() },
            ocop: at.is_multiple_of(3).then_some(ocop),
            trade_mark: None,
            price: Some(PriceRange { lowest_vnd: cost, highest_vnd: cost * 5 / 4, unit }),
        };
        let people = (&account, &reviewer);
        let shown = self.publish(people, Some(seller.id), (product, on))?;
        if at.is_multiple_of(2) {
            let offer = OfferContent {
                title: format!("Cung cấp {}", name.to_lowercase()),
                product_id: Some(shown.id),
                group,
                monthly_quantity: 800 + number * 200,
                unit,
                months: months(&[1, 2, 3, 4, 10, 11, 12]),
                standards: vec![StandardKind::Vietgap],
                price_vnd: Some(cost),
                commune: None,
                valid_until: self.day(12, 31)?,
                note: None,
            };
            self.publish(people, Some(seller.id), (offer, on.plus_days(14)))?;
        }
        Ok(())
    }

    /// Buyers seek what is made.
    fn buy(&mut self) -> Result<(), Failure> {
        let (officer, on) = (self.officer.clone(), self.day(4, 15)?);
        let people = (officer.clone(), self.stage.reaching_city(&self.approver));
        for (at, name) in BUYERS.iter().enumerate() {
            let known = Known {
                name: (*name).to_owned(),
                tax_code: None,
                contact: Some(Contact {
                    person: "Nguyễn Văn Mẫu".to_owned(),
                    telephone: Some(format!("09000000{at:02}")),
                    email: None,
                }),
            };
            let entered = self
                .stage
                .act(self.connection, (&officer, on), |act| buyer::enter(act, None, known))?;
            for (name, group, unit, cost) in GOODS.iter().skip(at).step_by(BUYERS.len()) {
                let demand = self.demand(entered.id, (name, *group), (*unit, *cost))?;
                self.publish((&people.0, &people.1), None, (demand, on))?;
            }
        }
        Ok(())
    }

    fn demand(
        &self,
        buyer_id: BuyerId,
        (name, group): (&str, ProductGroup),
        (unit, cost): (QuantityUnit, i64),
    ) -> Result<DemandContent, Failure> {
        Ok(DemandContent {
            title: format!("Cần mua {}", name.to_lowercase()),
            buyer_id,
            group,
            monthly_quantity: 2_000,
            unit,
            months: months(&[9, 10, 11, 12]),
            standards: vec![StandardKind::Vietgap],
            price_vnd: Some(cost * 11 / 10),
            commune: None,
            valid_until: self.day(11, 30)?,
            note: None,
        })
    }

    /// Prices of eight weeks.
    fn prices(&mut self) -> Result<(), Failure> {
        let (officer, first) = (self.officer.clone(), self.day(4, 7)?);
        for week in 0..8_i64 {
            let on = first.plus_days(week * 7);
            let price =
                |(name, group, unit, cost): &(&str, ProductGroup, QuantityUnit, i64)| Observation {
                    product: (*name).to_owned(),
                    group: *group,
                    market: "Chợ đầu mối Minh Khai".to_owned(),
                    commune: None,
                    unit: *unit,
                    price_vnd: cost + cost * (week % 5 - 2) / 50,
                    observed_on: on,
                };
            let prices: Vec<Observation> = GOODS.iter().map(price).collect();
            self.stage.act(self.connection, (&officer, on), |act| price::publish(act, prices))?;
        }
        Ok(())
    }

    /// A bulletin, and a call for investment.
    fn words(&mut self) -> Result<(), Failure> {
        let people = (self.officer.clone(), self.approver.clone());
        let bulletin = BulletinContent {
            title: "Bản tin giá nông sản tháng 4/2025".to_owned(),
            group: None,
            from: self.day(4, 1)?,
            to: self.day(4, 30)?,
            text: "Giá rau, quả trên các chợ đầu mối ổn định; nguồn cung đủ cho nhu cầu."
                .to_owned(),
        };
        let on = self.day(5, 2)?;
        self.publish((&people.0, &people.1), None, (bulletin, on))?;
        let call = InvestmentContent {
            title: "Trung tâm sơ chế rau, quả".to_owned(),
            kind: InvestmentKind::Project,
            group: ProductGroup::Vegetables,
            summary: "Dây chuyền sơ chế, đóng gói 10 tấn mỗi ngày cho các hợp tác xã rau."
                .to_owned(),
            place: "Hà Nội".to_owned(),
            total_vnd: 30_000_000_000,
            sought_vnd: 12_000_000_000,
            valid_until: self.day(12, 31)?,
        };
        self.publish((&people.0, &people.1), None, (call, on))?;
        Ok(())
    }

    /// A showcase point that is funded for a year and sells.
    fn showcase(&mut self, at: usize, operator: &Organisation) -> Result<(), Failure> {
        let [officer, approver] = self.stage.desk("so-ct")?;
        let people = [officer, approver].map(|person| self.stage.reaching_city(&person));
        let [officer, approver] = &people;
        let (proposed, opened) = (self.day(1, 10)?, self.day(1, 24)?);
        let proposal = Proposal {
            name: format!("Điểm giới thiệu sản phẩm số {}", at + 1),
            address: operator.name.clone(),
            commune: operator.seat.current_commune.clone(),
            operator: operator.id,
        };
        let found = self
            .stage
            .act(self.connection, (officer, proposed), |act| showcase::propose(act, proposal))?;
        let (id, seen) = (found.point.id, IfMatch::version(found.point.version));
        let decision = Decision { number: format!("{}/QĐ-SCT", 40 + at), reason: None };
        let found = self.stage.act(self.connection, (approver, opened), |act| {
            decide::decide(act, (id, &seen), ShowcaseAction::Approve, decision)
        })?;
        let granting = Granting {
            from: self.day(2, 1)?,
            to: self.day(12, 31)?,
            rent_vnd: 96_000_000,
            operation_vnd: 48_000_000,
            source: BudgetSource::CityBudget,
            decision_number: format!("{}/QĐ-SCT", 60 + at),
            decided_on: opened,
        };
        let seen = IfMatch::version(found.point.version);
        let mut found = self.stage.act(self.connection, (approver, opened), |act| {
            money::fund(act, (id, &seen), granting)
        })?;
        let account = self.stage.account(operator);
        for month in 2..=4_u8 {
            let reporting = Reporting {
                year: 2025,
                month,
                revenue_vnd: 60_000_000 + i64::from(month) * 5_000_000,
                visitors: 400 + u32::from(month) * 30,
                note: None,
                correction: None,
            };
            let (seen, on) = (IfMatch::version(found.point.version), self.day(5, 5)?);
            found = self.stage.act(self.connection, (&account, on), |act| {
                money::report(act, (id, &seen), reporting)
            })?;
        }
        Ok(())
    }
}
