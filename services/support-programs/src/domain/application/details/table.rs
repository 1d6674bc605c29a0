//! The table of fields: a line for each, by kind of support.

use htx_model::support::applications::{EntitlementForm, SupportKind};

use super::{Choice, Field, Shape};

const fn must(name: &'static str, shape: Shape, vi: &'static str, en: &'static str) -> Field {
    Field { name, shape, required: true, label: (vi, en) }
}

const fn may(name: &'static str, shape: Shape, vi: &'static str, en: &'static str) -> Field {
    Field { name, shape, required: false, label: (vi, en) }
}

const LINE: Shape = Shape::Words(300);
const PARAGRAPH: Shape = Shape::Words(2_000);

/// The table: the fields of each kind.
#[must_use]
pub const fn fields(kind: SupportKind) -> &'static [Field] {
    match kind {
        SupportKind::AgriculturalSupport => {
            const {
                &[
                    must(
                        "content",
                        PARAGRAPH,
                        "Nội dung hỗ trợ theo Phụ lục 08",
                        "What of annex 08",
                    ),
                    may(
                        "product",
                        LINE,
                        "Cây trồng, vật nuôi, sản phẩm",
                        "Crop, animal or product",
                    ),
                    may("area_m2", Shape::Count(1, 1_000_000_000), "Diện tích (m²)", "Area in m²"),
                ]
            }
        }
        SupportKind::Consolidation => {
            const {
                &[
                    must("commune", Shape::Commune, "Xã", "Commune"),
                    must(
                        "commune_grade",
                        Shape::OneOf(COMMUNE_GRADES),
                        "Mức đạt chuẩn của xã",
                        "Grade",
                    ),
                    may("graded_on", Shape::Day, "Ngày công nhận", "Graded on"),
                    must("content", PARAGRAPH, "Nội dung củng cố", "What is consolidated"),
                ]
            }
        }
        SupportKind::YoungWorkers => {
            const {
                &[
                    must("workers", Shape::Count(1, 1_000), "Số lao động", "Workers"),
                    must(
                        "months",
                        Shape::Count(1, 60),
                        "Số tháng hỗ trợ mỗi người",
                        "Months for each",
                    ),
                    must(
                        "monthly_support_vnd",
                        Shape::Amount,
                        "Mức hỗ trợ mỗi tháng",
                        "Support a month",
                    ),
                    must("starts_on", Shape::Day, "Ngày bắt đầu làm việc", "Work begins on"),
                    must("qualification", LINE, "Trình độ, chuyên ngành", "Qualification"),
                ]
            }
        }
        SupportKind::IndustrialExtension => {
            const {
                &[
                    must("content", PARAGRAPH, "Nội dung đề án khuyến công", "What is done"),
                    must("product", LINE, "Sản phẩm", "Product"),
                    may("capacity", LINE, "Công suất", "Capacity"),
                ]
            }
        }
        SupportKind::IntellectualProperty => {
            const {
                &[
                    must("right", Shape::OneOf(RIGHTS), "Đối tượng bảo hộ", "Right"),
                    must("subject", LINE, "Tên đối tượng", "What is protected"),
                    may("application_number", Shape::Words(50), "Số đơn", "Application number"),
                ]
            }
        }
        SupportKind::CollectiveMark => {
            const {
                &[
                    must("mark_kind", Shape::OneOf(MARKS), "Loại nhãn hiệu", "Kind of mark"),
                    must("name", LINE, "Tên nhãn hiệu", "Name of the mark"),
                    must("products", LINE, "Sản phẩm mang nhãn hiệu", "Products under the mark"),
                    may(
                        "users",
                        Shape::Count(1, 100_000),
                        "Số đơn vị sử dụng",
                        "Users of the mark",
                    ),
                ]
            }
        }
        SupportKind::TechnologyTransfer => {
            const {
                &[
                    must("technology", LINE, "Công nghệ chuyển giao", "Technology"),
                    must("transferor", LINE, "Bên chuyển giao", "Who hands it over"),
                    may("contract_number", Shape::Words(100), "Số hợp đồng", "Contract number"),
                    may("contract_on", Shape::Day, "Ngày hợp đồng", "Contract of"),
                ]
            }
        }
        SupportKind::TaxRelief => {
            const {
                &[
                    must("tax", Shape::OneOf(TAXES), "Loại thuế, phí", "Tax or fee"),
                    must("relief", Shape::OneOf(RELIEFS), "Hình thức ưu đãi", "Relief"),
                    must("period_from", Shape::Day, "Từ ngày", "From"),
                    may("period_to", Shape::DayAfter("period_from"), "Đến ngày", "To"),
                    may(
                        "tax_amount_vnd",
                        Shape::Amount,
                        "Số thuế, phí đề nghị",
                        "Amount of tax or fee",
                    ),
                ]
            }
        }
        SupportKind::Land => {
            const {
                &[
                    must(
                        "request",
                        Shape::OneOf(LAND_REQUESTS),
                        "Nội dung đề nghị",
                        "What is asked for",
                    ),
                    must("purpose", LINE, "Mục đích sử dụng đất", "Use of the land"),
                    must("area_m2", Shape::Count(1, 1_000_000_000), "Diện tích (m²)", "Area in m²"),
                    must("commune", Shape::Commune, "Xã", "Commune"),
                    may("parcel", LINE, "Số thửa, tờ bản đồ", "Parcel and map sheet"),
                ]
            }
        }
        SupportKind::WasteServices => {
            const {
                &[
                    must("service", Shape::OneOf(WASTE_SERVICES), "Dịch vụ", "Service"),
                    must("area_served", LINE, "Địa bàn phục vụ", "Area served"),
                    may("households", Shape::Count(1, 10_000_000), "Số hộ", "Households"),
                ]
            }
        }
        SupportKind::CreditHelp => {
            const {
                &[
                    must("help", Shape::OneOf(CREDIT_HELP), "Nội dung hỗ trợ", "Help with"),
                    must("credit_institution", LINE, "Tổ chức tín dụng", "Credit institution"),
                    may("loan_amount_vnd", Shape::Amount, "Số tiền vay", "Amount of the loan"),
                ]
            }
        }
        SupportKind::ShowcasePoint => {
            const {
                &[
                    must("address", LINE, "Địa điểm", "Place"),
                    must("commune", Shape::Commune, "Xã, phường", "Commune"),
                    must("products", LINE, "Sản phẩm giới thiệu, bán", "Products shown and sold"),
                    must("rented_from", Shape::Day, "Thuê từ ngày", "Rented from"),
                    must("rented_to", Shape::DayAfter("rented_from"), "Thuê đến ngày", "Rented to"),
                    may("monthly_rent_vnd", Shape::Amount, "Tiền thuê mỗi tháng", "Rent a month"),
                ]
            }
        }
        SupportKind::StudyTour => {
            const {
                &[
                    must("destination", LINE, "Nơi đến", "Destination"),
                    must("purpose", PARAGRAPH, "Mục đích", "Purpose"),
                    must("starts_on", Shape::Day, "Ngày đi", "Begins on"),
                    must("ends_on", Shape::DayAfter("starts_on"), "Ngày về", "Ends on"),
                    must("participants", Shape::Count(1, 1_000), "Số người", "Participants"),
                ]
            }
        }
    }
}

/// In which forms each kind is given.
#[must_use]
pub const fn forms(kind: SupportKind) -> &'static [EntitlementForm] {
    use EntitlementForm as F;
    match kind {
        SupportKind::AgriculturalSupport
        | SupportKind::Consolidation
        | SupportKind::IndustrialExtension
        | SupportKind::IntellectualProperty
        | SupportKind::CollectiveMark
        | SupportKind::TechnologyTransfer
        | SupportKind::StudyTour
        | SupportKind::ShowcasePoint => &[F::Cash, F::InKind],
        SupportKind::YoungWorkers => &[F::Cash],
        SupportKind::TaxRelief | SupportKind::Land => &[F::NonMonetary],
        SupportKind::WasteServices => &[F::Cash, F::InKind, F::NonMonetary],
        SupportKind::CreditHelp => &[F::Cash, F::NonMonetary],
    }
}

const COMMUNE_GRADES: &[Choice] = &[
    ("advanced_new_rural", "Nông thôn mới nâng cao", "Advanced new-rural"),
    ("model_new_rural", "Nông thôn mới kiểu mẫu", "Model new-rural"),
];
const RIGHTS: &[Choice] = &[
    ("trade_mark", "Nhãn hiệu", "Trade mark"),
    ("industrial_design", "Kiểu dáng công nghiệp", "Industrial design"),
    ("patent", "Sáng chế", "Patent"),
    ("utility_solution", "Giải pháp hữu ích", "Utility solution"),
    ("plant_variety", "Giống cây trồng", "Plant variety"),
];
const MARKS: &[Choice] = &[
    ("collective_mark", "Nhãn hiệu tập thể", "Collective mark"),
    ("certification_mark", "Nhãn hiệu chứng nhận", "Certification mark"),
    ("geographical_indication", "Chỉ dẫn địa lý", "Geographical indication"),
];
const TAXES: &[Choice] = &[
    ("corporate_income_tax", "Thuế thu nhập doanh nghiệp", "Corporate income tax"),
    ("value_added_tax", "Thuế giá trị gia tăng", "Value added tax"),
    ("land_use_tax", "Thuế sử dụng đất", "Land use tax"),
    ("land_use_fee", "Tiền sử dụng đất", "Land use fee"),
    ("land_rent", "Tiền thuê đất", "Land rent"),
    ("registration_fee", "Lệ phí trước bạ", "Registration fee"),
    ("other", "Thuế, phí, lệ phí khác", "Another tax or fee"),
];
const RELIEFS: &[Choice] = &[
    ("exemption", "Miễn", "Exemption"),
    ("reduction", "Giảm", "Reduction"),
    ("deferral", "Gia hạn", "Deferral"),
];
const LAND_REQUESTS: &[Choice] = &[
    ("allotment", "Giao đất", "Allotment"),
    ("lease", "Thuê đất", "Lease"),
    ("certificate", "Cấp giấy chứng nhận", "Certificate"),
];
const WASTE_SERVICES: &[Choice] = &[
    ("sorting", "Phân loại", "Sorting"),
    ("collection", "Thu gom", "Collection"),
    ("transport", "Vận chuyển", "Transport"),
    ("treatment", "Xử lý", "Treatment"),
    ("recycling", "Tái chế", "Recycling"),
];
const CREDIT_HELP: &[Choice] = &[
    ("loan_file", "Lập hồ sơ vay vốn", "Loan file"),
    ("overdue_debt", "Xử lý nợ quá hạn, nợ xấu", "Overdue debt"),
    ("interest", "Lãi suất", "Interest"),
    ("guarantee", "Bảo lãnh", "Guarantee"),
];
