//! Words out of which synthetic names are made.

use htx_model::organisation::Sector;

/// What a synthetic organisation does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Activity {
    pub(super) name: &'static str,
    pub(super) sector: Sector,
    /// Four digits of the national classification.
    pub(super) business_line: &'static str,
}

const fn activity(name: &'static str, sector: Sector, business_line: &'static str) -> Activity {
    Activity { name, sector, business_line }
}

pub(super) const ACTIVITIES: &[Activity] = &[
    activity("Dịch vụ nông nghiệp", Sector::Agriculture, "0161"),
    activity("Rau an toàn", Sector::Agriculture, "0118"),
    activity("Hoa cây cảnh", Sector::Agriculture, "0119"),
    activity("Chăn nuôi", Sector::Agriculture, "0141"),
    activity("Thủy sản", Sector::Agriculture, "0322"),
    activity("Nông nghiệp hữu cơ", Sector::Agriculture, "0118"),
    activity("Cây ăn quả", Sector::Agriculture, "0121"),
    activity("Gạo chất lượng cao", Sector::Agriculture, "0111"),
    activity("Nấm", Sector::Agriculture, "0118"),
    activity("Mây tre đan", Sector::IndustryHandicraft, "1629"),
    activity("Gốm sứ", Sector::IndustryHandicraft, "2393"),
    activity("Cơ khí", Sector::IndustryHandicraft, "2591"),
    activity("Dệt may", Sector::IndustryHandicraft, "1392"),
    activity("Mộc mỹ nghệ", Sector::IndustryHandicraft, "1621"),
    activity("Xây dựng", Sector::Construction, "4101"),
    activity("Vận tải", Sector::Transport, "4933"),
    activity("Dịch vụ tổng hợp", Sector::TradeService, "4719"),
    activity("Chợ", Sector::TradeService, "4719"),
    activity("Quỹ tín dụng nhân dân", Sector::PeopleCreditFund, "6419"),
    activity("Vệ sinh môi trường", Sector::Environment, "3811"),
    activity("Dịch vụ công nghệ", Sector::Other, "8559"),
];

pub(super) const SUFFIXES: &[&str] = &[
    "",
    "Xanh",
    "Sạch",
    "Thành Công",
    "Quyết Thắng",
    "Đồng Tâm",
    "Hòa Bình",
    "Bảo Minh",
    "An Phú",
    "Minh Tâm",
    "Tiên Phong",
    "Đại Thành",
    "Hưng Thịnh",
    "Phát Đạt",
    "Tân Tiến",
    "Đoàn Kết",
];

pub(super) const FAMILY_NAMES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Đinh", "Kiều", "Chu", "Phùng",
];

pub(super) const MIDDLE_NAMES: &[&str] =
    &["Văn", "Thị", "Đình", "Hữu", "Đức", "Quang", "Minh", "Ngọc", "Thanh", "Xuân"];

pub(super) const GIVEN_NAMES: &[&str] = &[
    "An", "Bình", "Cường", "Dũng", "Đông", "Giang", "Hà", "Hải", "Hòa", "Hùng", "Hương", "Lan",
    "Linh", "Long", "Mai", "Nam", "Nga", "Phúc", "Quý", "Sơn", "Tâm", "Thắng", "Thủy", "Toàn",
    "Vân",
];
