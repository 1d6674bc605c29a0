//! Permissions: what a caller may ask for. Who holds them stands in [`crate::policy`].

use std::fmt;

/// A [`Permission`] as a type, so that a handler names what it demands in its signature.
pub trait Permit: 'static {
    /// The permission that this type stands for.
    const PERMISSION: Permission;
}

/// Makes the [`Permission`] enum, its table and one [`Permit`] type for each, from one list.
macro_rules! permissions {
    ($($variant:ident => $code:literal, $kept:literal, $vi:literal, $en:literal;)+) => {
        /// What a caller may ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $(#[doc = $en] $variant,)+ }

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code, as in tokens' refusals and in the OpenAPI documents.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Whether an agency that has ended keeps it, for what it held: reading, but not personal
            /// data, which no task of such an agency needs any more.
            #[must_use]
            pub const fn kept_by_ended_agencies(self) -> bool {
                match self { $(Self::$variant => $kept,)+ }
            }

            /// What it allows, in both languages.
            #[must_use]
            pub const fn text(self) -> crate::refusal::Text {
                match self { $(Self::$variant => crate::refusal::Text::fixed($vi, $en),)+ }
            }
        }

        /// One type for each permission: `Authorized<permit::OrganisationRead>`.
        pub mod permit {
            $(
                #[doc = $en]
                #[derive(Debug)]
                pub enum $variant {}
                impl super::Permit for $variant {
                    const PERMISSION: super::Permission = super::Permission::$variant;
                }
            )+
        }
    };
}

permissions! {
    OrganisationRead => "organisation.read", true,
        "xem sổ đăng ký", "read the register";
    OrganisationRegister => "organisation.register", false,
        "ghi tổ chức mới vào sổ đăng ký", "enter a new organisation in the register";
    OrganisationChange => "organisation.change", false,
        "sửa thông tin trong sổ đăng ký", "change an entry of the register";
    OrganisationImport => "organisation.import", false,
        "nhập sổ đăng ký từ bảng tính", "import the register from a spreadsheet";
    NationalSystemRead => "national_system.read", false,
        "xem các lần đối soát với hệ thống thông tin quốc gia",
        "see how the register was reconciled with the national system";
    NationalSystemReconcile => "national_system.reconcile", false,
        "đối soát với hệ thống thông tin quốc gia", "reconcile the register with the national system";
    NationalSystemExport => "national_system.export", false,
        "xuất dữ liệu cho hệ thống thông tin quốc gia", "export the register for the national system";
    ApplicationRead => "application.read", true,
        "xem hồ sơ đăng ký", "read applications";
    ApplicationPrepare => "application.prepare", false,
        "lập và nộp hồ sơ đăng ký", "prepare and submit applications";
    ApplicationReview => "application.review", false,
        "thẩm định hồ sơ đăng ký", "review applications";
    ApplicationDecide => "application.decide", false,
        "quyết định hồ sơ đăng ký", "decide applications";
    AnnualReportFile => "annual_report.file", false,
        "nộp báo cáo năm", "file an annual report";
    RatingAssess => "rating.assess", false,
        "tự chấm điểm xếp loại", "assess an organisation for its rating";
    RatingConfirm => "rating.confirm", false,
        "xác nhận xếp loại", "confirm a rating";
    RatingCriteriaManage => "rating_criteria.manage", false,
        "ban hành thang điểm xếp loại", "set the points of the rating criteria";
    DormancyPropose => "dormancy.propose", false,
        "đề xuất ghi nhận ngừng hoạt động", "propose to record that an organisation has stopped";
    DormancyDecide => "dormancy.decide", false,
        "quyết định ghi nhận ngừng hoạt động", "decide whether an organisation has stopped";
    TaxActivityRecord => "tax_activity.record", false,
        "ghi nhận phát sinh thuế", "record tax activity";
    IndicatorRead => "indicator.read", true,
        "xem chỉ tiêu kế hoạch", "read the plan's indicators";
    PersonalDataRead => "personal_data.read", false,
        "xem dữ liệu cá nhân không che", "read personal data unmasked";
    CertificateRevoke => "certificate.revoke", false,
        "thu hồi giấy chứng nhận đăng ký", "revoke a certificate of registration";
    DocumentUpload => "document.upload", false,
        "tải tài liệu lên", "upload documents";
    DocumentRead => "document.read", false,
        "xem tài liệu", "read documents";
    AdviceRead => "advice.read", true,
        "xem nhật ký tư vấn thành lập", "read the log of advice to founders";
    AdviceRecord => "advice.record", false,
        "ghi nhật ký tư vấn thành lập", "record advice to founders";
    PersonalDataReadRead => "personal_data_read.read", false,
        "xem ai đã đọc dữ liệu cá nhân", "see who has read personal data";
    MemberChange => "member.change", false,
        "ghi thành viên, vốn góp, người quản lý", "record members, capital and managers";
    AllianceManage => "alliance.manage", false,
        "quản lý thành viên Liên minh và kiến nghị", "manage alliance membership and petitions";
    PetitionFile => "petition.file", false,
        "gửi kiến nghị", "file a petition";
    PetitionAnswer => "petition.answer", false,
        "trả lời kiến nghị", "answer a petition";
    DissolutionRead => "dissolution.read", true,
        "xem hồ sơ giải thể", "read dissolution cases";
    DissolutionPrepare => "dissolution.prepare", false,
        "lập và thực hiện hồ sơ giải thể", "open and run dissolution cases";
    DissolutionDecide => "dissolution.decide", false,
        "quyết định các bước giải thể", "decide the steps of dissolution cases";
    DissolutionPlanPrepare => "dissolution_plan.prepare", false,
        "lập kế hoạch giải thể", "prepare dissolution plans";
    DissolutionPlanApprove => "dissolution_plan.approve", false,
        "phê duyệt kế hoạch giải thể", "approve dissolution plans";
    BlockerAnswer => "blocker.answer", false,
        "trả lời vướng mắc giải thể", "answer what blocks a dissolution";
    ObjectionFile => "objection.file", false,
        "khiếu nại, phản đối việc giải thể", "object to a dissolution";
    TaxClearanceRecord => "tax_clearance.record", false,
        "xác nhận nghĩa vụ thuế khi giải thể", "record tax clearance of a dissolution";
    DissolutionAuditRead => "dissolution_audit.read", true,
        "xem hồ sơ kiểm toán giải thể", "read the audit view of dissolutions";
    ProgrammeRead => "programme.read", true,
        "xem chương trình hỗ trợ", "read support programmes";
    ProgrammePrepare => "programme.prepare", false,
        "soạn chương trình, định mức, điều kiện hỗ trợ", "prepare programmes, norms and rules";
    ProgrammeDraftRead => "programme.draft.read", true,
        "xem bản dự thảo chương trình", "read drafts of programmes";
    ProgrammeAdopt => "programme.adopt", false,
        "ban hành chương trình, định mức, điều kiện hỗ trợ", "adopt programmes, norms and rules";
    CommuneGradeRecord => "commune_grade.record", false,
        "ghi danh hiệu nông thôn mới của xã", "record the new-rural grades of communes";
    EligibilityTest => "eligibility.test", false,
        "đối chiếu điều kiện hỗ trợ", "test who may get support";
    BudgetRead => "budget.read", true,
        "xem kinh phí hỗ trợ", "read support budgets";
    BudgetPrepare => "budget.prepare", false,
        "đề xuất kinh phí hỗ trợ", "propose support budgets";
    BudgetConfirm => "budget.confirm", false,
        "xác nhận kinh phí hỗ trợ", "confirm support budgets";
    SupportApplicationRead => "support_application.read", true,
        "xem hồ sơ hỗ trợ", "read support applications";
    SupportApplicationPrepare => "support_application.prepare", false,
        "lập và nộp hồ sơ hỗ trợ", "prepare and submit support applications";
    SupportApplicationReview => "support_application.review", false,
        "xem xét hồ sơ hỗ trợ tại địa bàn", "review support applications of the territory";
    SupportApplicationAppraise => "support_application.appraise", false,
        "thẩm định hồ sơ hỗ trợ", "appraise support applications";
    SupportApplicationDecide => "support_application.decide", false,
        "quyết định hồ sơ hỗ trợ", "decide support applications";
    SupportDisburse => "support.disburse", false,
        "ghi giải ngân, nghiệm thu, thu hồi hỗ trợ", "record payments, acceptance and recovery of support";
    LoanRead => "loan.read", true,
        "xem khoản vay Quỹ hỗ trợ", "read loans of the cooperative fund";
    LoanApply => "loan.apply", false,
        "đề nghị vay Quỹ hỗ trợ", "apply for a loan of the cooperative fund";
    LoanManage => "loan.manage", false,
        "thẩm định và theo dõi khoản vay", "appraise and follow loans";
    LoanDecide => "loan.decide", false,
        "quyết định cho vay", "decide loans";
    CreditRead => "credit.read", false,
        "xem tình hình tín dụng", "read credit and overdue debts";
    CreditRecord => "credit.record", false,
        "ghi tình hình tín dụng, nợ quá hạn", "record credit and overdue debts";
    TrainingRead => "training.read", true,
        "xem lớp đào tạo, tập huấn", "read training classes";
    TrainingManage => "training.manage", false,
        "tổ chức lớp đào tạo, tập huấn", "organise training classes";
    TrainingParticipantRead => "training_participant.read", true,
        "xem học viên lớp đào tạo", "read who takes part in training classes";
    TrainingRegister => "training.register", false,
        "đăng ký học viên lớp đào tạo", "register people for training classes";
    TrainingConfirm => "training.confirm", false,
        "xác nhận lớp đào tạo hoàn thành", "confirm that a training class is completed";
    GrievanceRead => "grievance.read", true,
        "xem phản ánh về hỗ trợ", "read grievances about support";
    GrievanceFile => "grievance.file", false,
        "gửi phản ánh về hỗ trợ", "file a grievance about support";
    GrievanceAnswer => "grievance.answer", false,
        "trả lời phản ánh về hỗ trợ", "answer grievances about support";
    SupportRecordRead => "support_record.read", true,
        "xem danh sách công khai hỗ trợ", "read who got which support";
    TradeEventRead => "trade_event.read", true,
        "xem sự kiện xúc tiến thương mại", "read trade events";
    TradeEventPrepare => "trade_event.prepare", false,
        "chuẩn bị và theo dõi sự kiện xúc tiến thương mại", "prepare and follow trade events";
    TradeEventDecide => "trade_event.decide", false,
        "quyết định sự kiện xúc tiến thương mại", "decide trade events";
    TradeApplicationRead => "trade_application.read", true,
        "xem đăng ký tham gia sự kiện", "read applications for trade events";
    TradeApplicationPrepare => "trade_application.prepare", false,
        "đăng ký tham gia sự kiện", "apply for trade events";
    TradeApplicationDecide => "trade_application.decide", false,
        "lựa chọn đơn vị tham gia sự kiện", "select who takes part in trade events";
    TradeResultReport => "trade_result.report", false,
        "báo cáo kết quả xúc tiến thương mại", "report results of trade events";
    ProductRead => "product.read", true,
        "xem sản phẩm", "read products";
    ProductPrepare => "product.prepare", false,
        "khai báo sản phẩm", "enter products";
    ProductReview => "product.review", false,
        "duyệt sản phẩm trước khi công bố", "review products before they are published";
    ShowcaseRead => "showcase.read", true,
        "xem điểm giới thiệu, bán sản phẩm", "read showcase points";
    ShowcasePrepare => "showcase.prepare", false,
        "lập hồ sơ điểm giới thiệu, bán sản phẩm", "prepare showcase points and their funding";
    ShowcaseDecide => "showcase.decide", false,
        "quyết định hỗ trợ điểm giới thiệu, bán sản phẩm", "decide the funding of showcase points";
    ShowcaseReport => "showcase.report", false,
        "báo cáo bán hàng của điểm giới thiệu", "report sales of showcase points";
    SupplyDemandRead => "supply_demand.read", true,
        "xem cung, cầu sản phẩm", "read supply and demand";
    SupplyDemandPrepare => "supply_demand.prepare", false,
        "đăng tin cung, cầu", "enter offers, demands and expressions of interest";
    SupplyDemandReview => "supply_demand.review", false,
        "duyệt tin cung, cầu trước khi công bố", "review offers and demands before they are published";
    SupplyDemandMatch => "supply_demand.match", false,
        "ghép nối cung, cầu", "match offers with demands";
    BulletinRead => "bulletin.read", true,
        "xem bản tin và giá thị trường", "read market bulletins and prices";
    BulletinPrepare => "bulletin.prepare", false,
        "soạn bản tin, ghi giá thị trường", "write market bulletins and record prices";
    BulletinPublish => "bulletin.publish", false,
        "phát hành bản tin thị trường", "publish market bulletins";
    InvestmentRead => "investment.read", true,
        "xem danh mục kêu gọi đầu tư", "read the investment list";
    InvestmentPrepare => "investment.prepare", false,
        "soạn danh mục kêu gọi đầu tư", "prepare the investment list";
    InvestmentPublish => "investment.publish", false,
        "công bố danh mục kêu gọi đầu tư", "publish the investment list";
    PlanRead => "plan.read", true,
        "xem kế hoạch, tiến độ chỉ tiêu", "read the plan and its progress";
    PlanDraftRead => "plan.draft.read", true,
        "xem bản dự thảo kế hoạch, phân bổ", "read drafts of plans and allocations";
    PlanPrepare => "plan.prepare", false,
        "soạn kế hoạch, phân bổ chỉ tiêu", "prepare plans and allocations";
    PlanApprove => "plan.approve", false,
        "ban hành kế hoạch, phê duyệt phân bổ", "adopt plans and allocations";
    PlanDeclare => "plan.declare", false,
        "kê khai kết quả chỉ tiêu", "declare what was reached of a target";
    PlanTaskRead => "plan_task.read", true,
        "xem nhiệm vụ của kế hoạch", "read the tasks of the plan";
    PlanTaskWork => "plan_task.work", false,
        "thực hiện nhiệm vụ, ghi minh chứng", "do the agency's tasks and enter evidence";
    PlanTaskReview => "plan_task.review", false,
        "xác nhận hoặc trả lại nhiệm vụ", "confirm tasks or give them back";
    PlanReportRead => "plan_report.read", true,
        "xem báo cáo thực hiện kế hoạch", "read the reports on the plan";
    PlanReportWrite => "plan_report.write", false,
        "soạn báo cáo của cơ quan", "write the agency's report";
    PlanReportSign => "plan_report.sign", false,
        "ký báo cáo của cơ quan", "sign the agency's report";
    PlanReportCollect => "plan_report.collect", false,
        "mở đợt báo cáo, tiếp nhận hoặc trả lại", "open report windows, accept reports or give them back";
    CityReportSign => "city_report.sign", false,
        "tổng hợp và ký báo cáo của Thành phố", "consolidate and sign the city's report";
    WebhookRead => "webhook.read", true,
        "xem webhook của cơ quan", "read the agency's webhooks";
    WebhookManage => "webhook.manage", false,
        "quản lý webhook của cơ quan", "manage the agency's webhooks";
    WebhookFeedRead => "webhook_feed.read", true,
        "đọc dòng sự kiện webhook", "read the change feed of webhooks";
    EventRead => "event.read", true,
        "đọc dòng sự kiện của sổ đăng ký", "read the register's change feed";
    DissolutionFeedRead => "dissolution_feed.read", true,
        "đọc dòng sự kiện giải thể", "read the change feed of dissolutions";
    SupportFeedRead => "support_feed.read", true,
        "đọc dòng sự kiện hỗ trợ", "read the change feed of support programmes";
    TradeFeedRead => "trade_feed.read", true,
        "đọc dòng sự kiện xúc tiến thương mại", "read the change feed of trade promotion";
    PlanFeedRead => "plan_feed.read", true,
        "đọc dòng sự kiện kế hoạch", "read the change feed of the plan";
    LogVerify => "log.verify", true,
        "lấy chứng cứ của nhật ký", "obtain proofs from the event log";
    AgencyRead => "agency.read", true,
        "xem danh mục cơ quan", "read the list of agencies";
    UserRead => "user.read", true,
        "xem tài khoản", "read user and client accounts";
    UserManage => "user.manage", false,
        "quản lý tài khoản", "manage user and client accounts";
    SigningKeyRotate => "signing_key.rotate", false,
        "thay khóa ký mã truy cập", "rotate the keys that sign access tokens";
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}
