//! What is published in trade promotion: products, offers, demands, bulletins, calls for investment.
//! They are told in these words on the wire, in the log and in their rows.

use serde::{Deserialize, Serialize};

use super::products::{CapacityPeriod, InvestmentKind, ProductGroup, QuantityUnit, StandardKind};
use crate::{
    administrative::CommuneCode,
    date::Date,
    id::{BuyerId, ProductId},
};

/// A month of the year, from 1 to 12 (tháng).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(try_from = "u8", into = "u8")]
#[schema(value_type = u8, minimum = 1, maximum = 12, examples(5))]
pub struct Month(u8);

/// The number is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no month: a month is a number from 1 to 12")]
pub struct NotAMonth(u8);

impl TryFrom<u8> for Month {
    type Error = NotAMonth;

    fn try_from(number: u8) -> Result<Self, NotAMonth> {
        if (1..=12).contains(&number) { Ok(Self(number)) } else { Err(NotAMonth(number)) }
    }
}

impl From<Month> for u8 {
    fn from(month: Month) -> Self {
        month.0
    }
}

/// How much can be made (sản lượng, công suất).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// How much (số lượng).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(120))]
    pub quantity: i64,
    /// Of what (đơn vị tính).
    pub unit: QuantityUnit,
    /// In which time (kỳ).
    pub period: CapacityPeriod,
}

/// A certificate of a standard (chứng nhận tiêu chuẩn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductCertificate {
    /// Of which standard (tiêu chuẩn).
    pub standard: StandardKind,
    /// Its number (số chứng nhận).
    #[schema(min_length = 1, max_length = 100, examples("VietGAP-TT-12-03-0045"))]
    pub number: String,
    /// Who issued it (tổ chức chứng nhận).
    #[schema(
        min_length = 1,
        max_length = 300,
        examples("Trung tâm Phân tích và Chứng nhận chất lượng")
    )]
    pub issuer: String,
    /// When (ngày cấp).
    pub issued_on: Date,
    /// The last day on which it holds (ngày hết hạn).
    pub expires_on: Date,
}

/// A star rating of the programme “one commune one product” (hạng sao OCOP).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OcopRating {
    /// How many stars (số sao).
    #[schema(minimum = 3, maximum = 5, examples(4))]
    pub stars: u8,
    /// The number of the decision (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("5678/QĐ-UBND"))]
    pub decision_number: String,
    /// Its day (ngày quyết định).
    pub decided_on: Date,
    /// The last day on which it holds (ngày hết hạn).
    pub expires_on: Date,
}

/// From which price to which, for one unit (khoảng giá).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRange {
    /// The lowest, in đồng (giá thấp nhất).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(18_000))]
    pub lowest_vnd: i64,
    /// The highest, in đồng (giá cao nhất).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(25_000))]
    pub highest_vnd: i64,
    /// For one of what (đơn vị tính).
    pub unit: QuantityUnit,
}

/// A product of an organisation (sản phẩm).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductContent {
    /// What it is called (tên sản phẩm).
    #[schema(min_length = 1, max_length = 200, examples("Rau cải ngọt Đông Dư"))]
    pub name: String,
    /// To which group it belongs (nhóm sản phẩm).
    pub group: ProductGroup,
    /// What there is to say of it (mô tả).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 4000)]
    pub description: Option<String>,
    /// The months in which it is to be had (mùa vụ).
    #[schema(min_items = 1, max_items = 12)]
    pub months: Vec<Month>,
    /// How much can be made (sản lượng).
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// The certificates of its standards (chứng nhận tiêu chuẩn).
    #[serde(default)]
    #[schema(max_items = 20)]
    pub certificates: Vec<ProductCertificate>,
    /// Its stars (hạng sao OCOP).
    #[serde(default)]
    pub ocop: Option<OcopRating>,
    /// Its trade mark (nhãn hiệu).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("Rau Đông Dư"))]
    pub trade_mark: Option<String>,
    /// What it costs (khoảng giá).
    #[serde(default)]
    pub price: Option<PriceRange>,
}

/// An offer of an organisation (tin cung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferContent {
    /// What is offered (tiêu đề).
    #[schema(
        min_length = 1,
        max_length = 200,
        examples("Cung cấp rau cải VietGAP, 20 tấn mỗi tháng")
    )]
    pub title: String,
    /// The product of the catalogue that it is (sản phẩm).
    #[serde(default)]
    pub product_id: Option<ProductId>,
    /// To which group it belongs (nhóm sản phẩm).
    pub group: ProductGroup,
    /// How much a month (số lượng mỗi tháng).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(20))]
    pub monthly_quantity: i64,
    /// Of what (đơn vị tính).
    pub unit: QuantityUnit,
    /// In which months (mùa vụ).
    #[schema(min_items = 1, max_items = 12)]
    pub months: Vec<Month>,
    /// Which standards it meets (tiêu chuẩn).
    #[serde(default)]
    #[schema(max_items = 9)]
    pub standards: Vec<StandardKind>,
    /// What one unit costs, in đồng (giá chào).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(18_000_000))]
    pub price_vnd: Option<i64>,
    /// The commune of today from which it is delivered; else the organisation's own (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    pub commune: Option<CommuneCode>,
    /// The last day on which it holds (ngày hết hạn).
    pub valid_until: Date,
    /// What else there is to say (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// A demand of a buyer (tin cầu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandContent {
    /// What is sought (tiêu đề).
    #[schema(
        min_length = 1,
        max_length = 200,
        examples("Cần mua rau cải VietGAP cho bếp ăn trường học")
    )]
    pub title: String,
    /// Who buys (bên mua).
    pub buyer_id: BuyerId,
    /// To which group it belongs (nhóm sản phẩm).
    pub group: ProductGroup,
    /// How much a month (số lượng mỗi tháng).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(5))]
    pub monthly_quantity: i64,
    /// Of what (đơn vị tính).
    pub unit: QuantityUnit,
    /// In which months (thời gian cần).
    #[schema(min_items = 1, max_items = 12)]
    pub months: Vec<Month>,
    /// Which standards it must meet, all of them (tiêu chuẩn).
    #[serde(default)]
    #[schema(max_items = 9)]
    pub standards: Vec<StandardKind>,
    /// The most that is paid for one unit, in đồng (giá mua tối đa).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(20_000_000))]
    pub price_vnd: Option<i64>,
    /// The commune of today to which it is delivered (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    pub commune: Option<CommuneCode>,
    /// The last day on which it holds (ngày hết hạn).
    pub valid_until: Date,
    /// What else there is to say (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// A bulletin of market information (bản tin thị trường).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinContent {
    /// What it is called (tiêu đề).
    #[schema(min_length = 1, max_length = 200, examples("Bản tin giá nông sản tuần 20/2025"))]
    pub title: String,
    /// On which group it is; on all where it is not said (nhóm sản phẩm).
    #[serde(default)]
    pub group: Option<ProductGroup>,
    /// The first day that it tells of (từ ngày).
    pub from: Date,
    /// The last (đến ngày).
    pub to: Date,
    /// What it says (nội dung).
    #[schema(min_length = 1, max_length = 20_000)]
    pub text: String,
}

/// A product or project that calls for investment (nội dung kêu gọi đầu tư).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvestmentContent {
    /// What it is called (tên sản phẩm, dự án).
    #[schema(min_length = 1, max_length = 200, examples("Nhà máy sơ chế rau Đông Dư"))]
    pub title: String,
    /// Whether it is a product or a project (loại).
    pub kind: InvestmentKind,
    /// To which group it belongs (nhóm sản phẩm).
    pub group: ProductGroup,
    /// What it is about (tóm tắt).
    #[schema(min_length = 1, max_length = 4000)]
    pub summary: String,
    /// Where it is (địa điểm).
    #[schema(min_length = 1, max_length = 300, examples("Xã Bát Tràng, Hà Nội"))]
    pub place: String,
    /// What it costs as a whole, in đồng (tổng mức đầu tư).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(30_000_000_000_i64))]
    pub total_vnd: i64,
    /// How much of it is sought, in đồng (vốn kêu gọi).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(12_000_000_000_i64))]
    pub sought_vnd: i64,
    /// The last day on which it is called for (hạn kêu gọi).
    pub valid_until: Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_twelve() {
        assert_eq!(serde_json::from_str::<Month>("12").unwrap(), Month(12));
        for wrong in ["0", "13", "256", "-1", "1.5", "\"5\""] {
            assert!(serde_json::from_str::<Month>(wrong).is_err(), "{wrong}");
        }
    }
}
