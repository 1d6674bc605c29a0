//! The code lists of products, showcase points, supply and demand, and market information.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// To which group a product belongs (nhóm sản phẩm).
    pub enum ProductGroup: "product_groups" {
        /// Vegetables.
        Vegetables => "vegetables", "Rau, củ", "Vegetables";
        /// Fruit.
        Fruit => "fruit", "Quả", "Fruit";
        /// Rice and other grain.
        Grain => "grain", "Lúa gạo, ngũ cốc", "Rice and grain";
        /// Meat of cattle, pigs and other animals.
        Livestock => "livestock", "Gia súc, thịt", "Livestock and meat";
        /// Poultry and eggs.
        Poultry => "poultry", "Gia cầm, trứng", "Poultry and eggs";
        /// Fish and what else lives in water.
        Aquatic => "aquatic", "Thủy sản", "Aquatic products";
        /// Processed food.
        ProcessedFood => "processed_food", "Thực phẩm chế biến", "Processed food";
        /// Drinks, with tea and coffee.
        Beverages => "beverages", "Đồ uống, chè, cà phê", "Beverages, tea, coffee";
        /// Herbs for medicine, and what is made of them.
        HerbalMedicine => "herbal_medicine", "Dược liệu", "Medicinal herbs";
        /// Flowers and ornamental plants and animals.
        Ornamental => "ornamental", "Hoa, sinh vật cảnh", "Flowers and ornamentals";
        /// Handicrafts.
        Handicraft => "handicraft", "Thủ công mỹ nghệ", "Handicrafts";
        /// Tourism and other services of the community.
        CommunityTourism => "community_tourism", "Du lịch cộng đồng, dịch vụ", "Community tourism and services";
        /// Seed, fertiliser, tools.
        FarmSupplies => "farm_supplies", "Vật tư nông nghiệp", "Farm supplies";
        /// Anything else.
        Other => "other", "Khác", "Other";
    }
}

code_list! {
    /// In what a product is counted (đơn vị tính).
    pub enum QuantityUnit: "quantity_units" {
        /// Kilograms.
        Kilogram => "kilogram", "Kilôgam", "Kilogram";
        /// Tonnes.
        Tonne => "tonne", "Tấn", "Tonne";
        /// Litres.
        Litre => "litre", "Lít", "Litre";
        /// Pieces.
        Piece => "piece", "Cái, chiếc, quả", "Piece";
        /// Boxes.
        Box => "box", "Hộp, gói", "Box";
        /// Animals.
        Head => "head", "Con", "Head";
        /// Plants, with cut flowers.
        Plant => "plant", "Cây, cành", "Plant";
        /// Visits of guests.
        Visit => "visit", "Lượt khách", "Visit";
    }
}

code_list! {
    /// How long it takes to make a quantity (kỳ sản lượng).
    pub enum CapacityPeriod: "capacity_periods" {
        /// A month.
        Month => "month", "Tháng", "Month";
        /// A crop.
        Crop => "crop", "Vụ", "Crop";
        /// A year.
        Year => "year", "Năm", "Year";
    }
}

code_list! {
    /// A standard that a product meets (tiêu chuẩn).
    pub enum StandardKind: "product_standards" {
        /// VietGAP.
        Vietgap => "vietgap", "VietGAP", "VietGAP";
        /// GlobalGAP.
        Globalgap => "globalgap", "GlobalGAP", "GlobalGAP";
        /// Organic farming.
        Organic => "organic", "Hữu cơ", "Organic";
        /// VietGAHP, for animals.
        Vietgahp => "vietgahp", "VietGAHP", "VietGAHP";
        /// Hazard analysis and critical control points.
        Haccp => "haccp", "HACCP", "HACCP";
        /// ISO 22000.
        Iso22000 => "iso_22000", "ISO 22000", "ISO 22000";
        /// Food safety, as the health or farming authority certifies it.
        FoodSafety => "food_safety", "Đủ điều kiện an toàn thực phẩm", "Food safety";
        /// Halal.
        Halal => "halal", "Halal", "Halal";
        /// Another one.
        Other => "other", "Khác", "Other";
    }
}

code_list! {
    /// Where something stands on its way to the public: a product, an offer, a demand, a bulletin, a
    /// call for investment (trạng thái công bố).
    pub enum ListingState: "listing_states" {
        /// Is being written.
        Draft => "draft", "Đang soạn", "Draft";
        /// Waits for its review.
        Submitted => "submitted", "Chờ duyệt", "Submitted";
        /// Everybody may see it.
        Published => "published", "Đã công bố", "Published";
        /// A reviewer took it from sight.
        Hidden => "hidden", "Đã ẩn", "Hidden";
        /// Its author took it back for good.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with it (thao tác công bố).
    pub enum ListingAction: "listing_actions" {
        /// Write in it. What was published must be reviewed anew.
        Change => "change", "Sửa", "Change";
        /// Hand it in for review.
        Submit => "submit", "Gửi duyệt", "Submit";
        /// Publish it.
        Publish => "publish", "Công bố", "Publish";
        /// Return it to its author.
        Return => "return", "Trả lại", "Return";
        /// Take it from sight.
        Hide => "hide", "Ẩn", "Hide";
        /// Take it back for good.
        Withdraw => "withdraw", "Rút", "Withdraw";
    }
}

code_list! {
    /// What a review finds (kết luận duyệt).
    pub enum ListingVerdict: "listing_verdicts" {
        /// Let everybody see it.
        Publish => "publish", "Công bố", "Publish";
        /// Return it to its author, with a reason.
        Return => "return", "Trả lại", "Return";
        /// Take it from sight, with a reason.
        Hide => "hide", "Ẩn", "Hide";
    }
}

impl ListingVerdict {
    /// The action that follows.
    #[must_use]
    pub const fn action(self) -> ListingAction {
        match self {
            Self::Publish => ListingAction::Publish,
            Self::Return => ListingAction::Return,
            Self::Hide => ListingAction::Hide,
        }
    }
}

code_list! {
    /// What an offer and a demand are compared by (tiêu chí ghép nối).
    pub enum MatchFactor: "match_factors" {
        /// The months in which both can trade.
        Season => "season", "Mùa vụ", "Season";
        /// How much of the demand the offer covers.
        Capacity => "capacity", "Sản lượng", "Capacity";
        /// The standards that the demand asks for.
        Standard => "standard", "Tiêu chuẩn", "Standard";
        /// Where they are.
        Place => "place", "Địa bàn", "Place";
        /// What the one asks and the other pays.
        Price => "price", "Giá", "Price";
    }
}

code_list! {
    /// Where an expression of interest stands (trạng thái bày tỏ quan tâm).
    pub enum InterestState: "interest_states" {
        /// Waits for an answer.
        Sent => "sent", "Chờ trả lời", "Sent";
        /// Both want to talk.
        Accepted => "accepted", "Đồng ý trao đổi", "Accepted";
        /// Was declined.
        Declined => "declined", "Từ chối", "Declined";
        /// Was taken back.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
        /// Led to a contract.
        Contracted => "contracted", "Đã ký hợp đồng", "Contracted";
    }
}

code_list! {
    /// What can be done with an expression of interest (thao tác bày tỏ quan tâm).
    pub enum InterestAction: "interest_actions" {
        /// Agree to talk.
        Accept => "accept", "Đồng ý", "Accept";
        /// Decline.
        Decline => "decline", "Từ chối", "Decline";
        /// Take it back.
        Withdraw => "withdraw", "Rút", "Withdraw";
        /// Record that a contract was signed.
        Contract => "contract", "Ghi nhận hợp đồng", "Record the contract";
    }
}

code_list! {
    /// What calls for investment (đối tượng kêu gọi đầu tư).
    pub enum InvestmentKind: "investment_kinds" {
        /// A product.
        Product => "product", "Sản phẩm", "Product";
        /// A project.
        Project => "project", "Dự án", "Project";
    }
}

code_list! {
    /// Where a showcase point stands (trạng thái điểm giới thiệu, bán sản phẩm).
    pub enum ShowcaseState: "showcase_states" {
        /// Is being prepared.
        Proposed => "proposed", "Đề xuất", "Proposed";
        /// Is open.
        Operating => "operating", "Đang hoạt động", "Operating";
        /// Was refused.
        Rejected => "rejected", "Không chấp thuận", "Rejected";
        /// Has closed.
        Closed => "closed", "Đã đóng", "Closed";
    }
}

code_list! {
    /// What can be done with a showcase point (thao tác trên điểm giới thiệu).
    pub enum ShowcaseAction: "showcase_actions" {
        /// Write in it.
        Change => "change", "Sửa", "Change";
        /// Let it open.
        Approve => "approve", "Chấp thuận", "Approve";
        /// Refuse it.
        Reject => "reject", "Không chấp thuận", "Reject";
        /// Grant money for a period.
        Fund => "fund", "Hỗ trợ kinh phí", "Fund";
        /// Take a grant back.
        Revoke => "revoke", "Hủy kỳ hỗ trợ", "Revoke a grant";
        /// Report what was sold.
        Report => "report", "Báo cáo bán hàng", "Report sales";
        /// Close it.
        Close => "close", "Đóng", "Close";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<ProductGroup>(),
        CodeListEntry::of::<QuantityUnit>(),
        CodeListEntry::of::<CapacityPeriod>(),
        CodeListEntry::of::<StandardKind>(),
        CodeListEntry::of::<ListingState>(),
        CodeListEntry::of::<ListingAction>(),
        CodeListEntry::of::<ListingVerdict>(),
        CodeListEntry::of::<MatchFactor>(),
        CodeListEntry::of::<InterestState>(),
        CodeListEntry::of::<InterestAction>(),
        CodeListEntry::of::<InvestmentKind>(),
        CodeListEntry::of::<ShowcaseState>(),
        CodeListEntry::of::<ShowcaseAction>(),
    ]
}
