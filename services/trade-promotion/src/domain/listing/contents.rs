//! What the kinds of content have of their own: names, permissions, checks, heads.

use htx_model::{
    date::Date,
    id::named,
    permission::Permission,
    refusal::{Refusal, Text},
    trade::listing::{
        BulletinContent, DemandContent, InvestmentContent, OfferContent, ProductContent,
    },
    trade::products::StandardKind,
};

use super::{Content, Head, check};

impl Content for ProductContent {
    type Named = named::Product;

    const KIND: &'static str = "product";
    const NAME: Text = Text::fixed("Sản phẩm", "product");
    const PATH: &'static str = "/v1/products";
    const PREPARE: Permission = Permission::ProductPrepare;
    const REVIEW: Permission = Permission::ProductReview;

    fn checked(self, today: Date) -> Result<Self, Refusal> {
        check::product(self, today)
    }

    fn head(&self) -> Head<'_> {
        let certificates = self.certificates.iter().map(|one| one.expires_on);
        let expiries = certificates.chain(self.ocop.as_ref().map(|ocop| ocop.expires_on));
        Head {
            title: &self.name,
            group: Some(self.group),
            expires_on: expiries.min(),
            ..Head::default()
        }
    }
}

impl Content for OfferContent {
    type Named = named::Offer;

    const KIND: &'static str = "offer";
    const NAME: Text = Text::fixed("Tin cung", "offer");
    const PATH: &'static str = "/v1/offers";
    const PREPARE: Permission = Permission::SupplyDemandPrepare;
    const REVIEW: Permission = Permission::SupplyDemandReview;

    fn checked(self, today: Date) -> Result<Self, Refusal> {
        check::offer(self, today)
    }

    fn head(&self) -> Head<'_> {
        Head {
            title: &self.title,
            group: Some(self.group),
            valid_until: Some(self.valid_until),
            product: self.product_id,
            ..Head::default()
        }
    }

    fn standards(&self) -> &[StandardKind] {
        &self.standards
    }
}

impl Content for DemandContent {
    type Named = named::Demand;

    const KIND: &'static str = "demand";
    const NAME: Text = Text::fixed("Tin cầu", "demand");
    const PATH: &'static str = "/v1/demands";
    const PREPARE: Permission = Permission::SupplyDemandPrepare;
    const REVIEW: Permission = Permission::SupplyDemandReview;

    fn checked(self, today: Date) -> Result<Self, Refusal> {
        check::demand(self, today)
    }

    fn head(&self) -> Head<'_> {
        Head {
            title: &self.title,
            group: Some(self.group),
            valid_until: Some(self.valid_until),
            buyer: Some(self.buyer_id),
            ..Head::default()
        }
    }
}

impl Content for BulletinContent {
    type Named = named::MarketBulletin;

    const KIND: &'static str = "market_bulletin";
    const NAME: Text = Text::fixed("Bản tin thị trường", "market bulletin");
    const PATH: &'static str = "/v1/market-bulletins";
    const PREPARE: Permission = Permission::BulletinPrepare;
    const REVIEW: Permission = Permission::BulletinPublish;

    fn checked(self, today: Date) -> Result<Self, Refusal> {
        check::bulletin(self, today)
    }

    fn head(&self) -> Head<'_> {
        Head { title: &self.title, group: self.group, ..Head::default() }
    }
}

impl Content for InvestmentContent {
    type Named = named::InvestmentItem;

    const KIND: &'static str = "investment_item";
    const NAME: Text = Text::fixed("Nội dung kêu gọi đầu tư", "call for investment");
    const PATH: &'static str = "/v1/investment-items";
    const PREPARE: Permission = Permission::InvestmentPrepare;
    const REVIEW: Permission = Permission::InvestmentPublish;

    fn checked(self, today: Date) -> Result<Self, Refusal> {
        check::investment(self, today)
    }

    fn head(&self) -> Head<'_> {
        Head {
            title: &self.title,
            group: Some(self.group),
            valid_until: Some(self.valid_until),
            ..Head::default()
        }
    }
}
