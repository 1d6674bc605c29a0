//! Dissolution: the code lists of cases and their steps; those of what the steps rest on in
//! [`grounds`], those of its money in [`money`], those of answers, notices and objections in
//! [`answers`], those of how the register follows in [`register`].

pub mod answers;
pub mod grounds;
pub mod money;
pub mod planning;
pub mod register;

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// By which way an organisation is dissolved (hình thức giải thể).
    pub enum Route: "dissolution_routes" {
        /// By resolution of its general meeting.
        Voluntary => "voluntary", "Tự nguyện, theo nghị quyết đại hội thành viên", "Voluntary, by resolution of the general meeting";
        /// By decision of a court.
        Court => "court", "Theo quyết định của Tòa án", "By decision of a court";
        /// Its certificate was revoked.
        Revocation => "revocation", "Bị thu hồi giấy chứng nhận đăng ký", "Certificate revoked";
        /// Never reorganised under the law of 2012 (guidance 4331 and 6563).
        Legacy => "legacy", "Chưa tổ chức lại theo Luật Hợp tác xã 2012", "Never reorganised under the 2012 law";
        /// Stopped without saying so (guidance 2645).
        Dormant => "dormant", "Ngừng hoạt động", "Stopped";
    }
}

code_list! {
    /// Where a dissolution stands (trạng thái hồ sơ giải thể).
    pub enum DissolutionState: "dissolution_states" {
        /// A case is open; nothing is known yet.
        Identified => "identified", "Đã xác định", "Identified";
        /// Records, people, seal, certificate, assets and debts were looked at.
        Surveyed => "surveyed", "Đã khảo sát", "Surveyed";
        /// It is decided; the register is frozen.
        Decided => "decided", "Đã quyết định giải thể", "Decided";
        /// Claims, assets and blockers are worked on.
        Settling => "settling", "Đang thanh lý", "Settling";
        /// Nothing is owed and nothing is left.
        Settled => "settled", "Đã thanh lý xong", "Settled";
        /// Legally closed.
        Closed => "closed", "Đã giải thể", "Closed";
        /// Stands still, and goes on where it stood.
        Suspended => "suspended", "Tạm dừng", "Suspended";
        /// The organisation goes on.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
        /// Handed to the court.
        Bankruptcy => "bankruptcy", "Chuyển thủ tục phá sản", "Handed to bankruptcy";
    }
}

code_list! {
    /// What moves a dissolution on (bước giải thể).
    pub enum DissolutionAction: "dissolution_actions" {
        /// End the survey.
        Survey => "survey", "Hoàn thành khảo sát", "End the survey";
        /// Decide the dissolution.
        Decide => "decide", "Quyết định giải thể", "Decide the dissolution";
        /// Begin to settle.
        StartSettling => "start_settling", "Bắt đầu thanh lý", "Begin to settle";
        /// State that all is settled.
        Settle => "settle", "Hoàn thành thanh lý", "State that all is settled";
        /// Close the case: the organisation is dissolved.
        Close => "close", "Kết thúc giải thể", "Close the case";
        /// Let it stand still.
        Suspend => "suspend", "Tạm dừng", "Suspend";
        /// Go on where it stood.
        Resume => "resume", "Tiếp tục", "Resume";
        /// Give it up: the organisation goes on.
        Withdraw => "withdraw", "Rút hồ sơ", "Withdraw";
        /// Hand it to the court.
        DeclareBankruptcy => "declare_bankruptcy", "Chuyển thủ tục phá sản", "Hand to bankruptcy";
    }
}

code_list! {
    /// What is still to be done before a step can be taken (điều kiện của bước).
    pub enum Guard: "dissolution_guards" {
        /// The survey says whether there are records.
        SurveyRecords => "survey_records", "Khảo sát sổ sách, hồ sơ", "Records surveyed";
        /// The survey says whether there is a board, or anyone who can be reached.
        SurveyPeople => "survey_people", "Khảo sát người quản lý, người liên hệ", "People surveyed";
        /// The survey says where the seal is.
        SurveySeal => "survey_seal", "Khảo sát con dấu", "Seal surveyed";
        /// The survey says where the certificate is.
        SurveyCertificate => "survey_certificate", "Khảo sát giấy chứng nhận", "Certificate surveyed";
        /// The survey lists assets, or confirms that there are none.
        SurveyAssets => "survey_assets", "Kiểm kê tài sản ban đầu", "First inventory of assets";
        /// The survey lists debts, or confirms that there are none.
        SurveyDebts => "survey_debts", "Kiểm kê công nợ ban đầu", "First inventory of debts";
        /// The resolution, court decision or revocation is there, as the route demands.
        DecisionDocument => "decision_document", "Nghị quyết, quyết định làm căn cứ giải thể", "Document that decides";
        /// The council is formed, or it is said why none can be and which authority acts instead.
        Council => "council", "Hội đồng giải thể", "Dissolution council";
        /// The list of all capital and funds, undivided ones included, belongs to the resolution.
        CapitalList => "capital_list", "Danh mục vốn, quỹ, kể cả tài sản không chia", "List of capital and funds";
        /// The notice is published.
        NoticePublished => "notice_published", "Thông báo giải thể đã công bố", "Notice published";
        /// The register says that the organisation dissolves.
        RegistryDissolving => "registry_dissolving", "Sổ đăng ký đã chuyển sang đang giải thể", "Register frozen";
        /// The tax department was told.
        TaxInformed => "tax_informed", "Đã thông báo cơ quan thuế", "Tax department informed";
        /// Nothing that blocks is open.
        BlockersResolved => "blockers_resolved", "Không còn vướng mắc chưa giải quyết", "No blocker open";
        /// Every claim is paid, waived, written off or transferred, with its document.
        ClaimsSettled => "claims_settled", "Đã xử lý mọi khoản nợ phải trả", "Every claim settled";
        /// Whatever is owed to the organisation is collected or proved to be uncollectable.
        ReceivablesSettled => "receivables_settled", "Đã xử lý mọi khoản phải thu", "Every receivable settled";
        /// Every asset is disposed of.
        AssetsDisposed => "assets_disposed", "Đã xử lý mọi tài sản", "Every asset disposed of";
        /// Undivided assets are handed over.
        UndividedHandedOver => "undivided_handed_over", "Đã bàn giao tài sản không chia", "Undivided assets handed over";
        /// No money is left undistributed.
        CashDistributed => "cash_distributed", "Đã chi hết tiền theo thứ tự", "Money distributed";
        /// No dispute is before a court or an arbitrator.
        NoDispute => "no_dispute", "Không có tranh chấp đang giải quyết", "No dispute open";
        /// Taxes are cleared, or the tax department has proposed what to do about what cannot be collected.
        TaxCleared => "tax_cleared", "Hoàn thành nghĩa vụ thuế", "Taxes cleared";
        /// The time to object is over.
        ObjectionWindowOver => "objection_window_over", "Hết thời hạn khiếu nại, đòi nợ", "Time to object over";
        /// No objection is open.
        ObjectionsDecided => "objections_decided", "Đã giải quyết mọi khiếu nại", "Objections decided";
        /// The seal is returned, or its loss recorded.
        SealAccounted => "seal_accounted", "Đã nộp lại con dấu hoặc ghi nhận mất", "Seal returned or lost";
        /// What was paid to creditors and members is taken back, so that the organisation can go on.
        PaymentsTakenBack => "payments_taken_back", "Đã thu hồi các khoản đã chi trả cho chủ nợ, thành viên", "Payments to creditors and members taken back";
        /// The certificate is returned, or its loss recorded.
        CertificateAccounted => "certificate_accounted", "Đã nộp lại giấy chứng nhận hoặc ghi nhận mất", "Certificate returned or lost";
    }
}

code_list! {
    /// Who can see to it that a step can be taken (ai thực hiện).
    pub enum GuardOwner: "dissolution_guard_owners" {
        /// The authority that runs the case: its officer.
        Authority => "authority", "Cơ quan thụ lý hồ sơ", "The authority that runs the case";
        /// The organisation, or its dissolution council.
        Organisation => "organisation", "Tổ chức, hội đồng giải thể", "The organisation or its council";
        /// The registry, by itself.
        Registry => "registry", "Sổ đăng ký", "The registry";
        /// The tax department.
        Tax => "tax", "Cơ quan thuế", "The tax department";
        /// The agency that was asked.
        CompetentAgency => "competent_agency", "Cơ quan được hỏi", "The agency that was asked";
        /// A court or an arbitrator.
        Court => "court", "Tòa án, trọng tài", "A court or an arbitrator";
        /// Nobody: time must pass.
        Time => "time", "Chờ hết thời hạn", "Time must pass";
    }
}

code_list! {
    /// Where a seal or a certificate is (tình trạng quản lý).
    pub enum Custody: "dissolution_custody" {
        /// Returned to the authority.
        Returned => "returned", "Đã nộp lại", "Returned";
        /// Held by someone who is known.
        Held => "held", "Đang được giữ", "Held";
        /// Still used.
        InUse => "in_use", "Đang sử dụng", "In use";
        /// Lost.
        Lost => "lost", "Bị mất", "Lost";
        /// There never was one.
        NeverIssued => "never_issued", "Chưa từng được cấp", "Never issued";
        /// It exists and cannot be got back; the reason is recorded.
        Unrecoverable => "unrecoverable", "Không thu hồi được", "Cannot be got back";
    }
}

code_list! {
    /// What decides a dissolution (loại văn bản làm căn cứ).
    pub enum DecisionKind: "dissolution_decision_kinds" {
        /// A resolution of the general meeting.
        GeneralMeetingResolution => "general_meeting_resolution", "Nghị quyết đại hội thành viên", "Resolution of the general meeting";
        /// A decision of a court.
        CourtDecision => "court_decision", "Quyết định của Tòa án", "Decision of a court";
        /// A decision that revokes the certificate.
        RevocationDecision => "revocation_decision", "Quyết định thu hồi giấy chứng nhận", "Decision to revoke the certificate";
        /// A decision of the people's committee.
        AuthorityDecision => "authority_decision", "Quyết định của Ủy ban nhân dân", "Decision of the people's committee";
    }
}

code_list! {
    /// Whether the register has followed a step (đồng bộ với sổ đăng ký).
    pub enum SyncState: "registry_sync_states" {
        /// Not yet.
        Pending => "pending", "Đang chờ", "Pending";
        /// It has.
        Done => "done", "Đã đồng bộ", "Done";
    }
}

code_list! {
    /// What is written in a case (loại ghi chép của hồ sơ).
    pub enum CaseRecord: "dissolution_records" {
        /// The survey.
        Survey => "survey", "Khảo sát", "Survey";
        /// Where seal and certificate are.
        Custody => "custody", "Quản lý con dấu, giấy chứng nhận", "Custody of seal and certificate";
        /// What the decision rests on.
        Decision => "decision", "Căn cứ quyết định", "Ground of the decision";
        /// A document.
        Document => "document", "Tài liệu", "Document";
        /// Who is responsible.
        Responsibility => "responsibility", "Phân công", "Responsibility";
        /// A claim.
        Claim => "claim", "Khoản nợ phải trả", "Claim";
        /// A receivable.
        Receivable => "receivable", "Khoản phải thu", "Receivable";
        /// An asset.
        Asset => "asset", "Tài sản", "Asset";
        /// An entry in the cash book.
        CashEntry => "cash_entry", "Bút toán sổ quỹ", "Cash entry";
        /// A question to an agency about what stops the case.
        Blocker => "blocker", "Vướng mắc", "Blocker";
        /// An agency's answer.
        BlockerAnswer => "blocker_answer", "Trả lời vướng mắc", "Answer to a blocker";
        /// The public notice.
        Notice => "notice", "Thông báo", "Notice";
        /// An objection.
        Objection => "objection", "Khiếu nại, phản đối", "Objection";
        /// The decision of an objection.
        ObjectionDecision => "objection_decision", "Giải quyết khiếu nại", "Decision of an objection";
        /// What the tax department records.
        TaxClearance => "tax_clearance", "Xác nhận nghĩa vụ thuế", "Tax clearance";
    }
}

code_list! {
    /// Why an event of a case is no part of what is made of it (lý do sự kiện không được đưa vào).
    pub enum UnreadReason: "dissolution_unread_reasons" {
        /// It tells of a record of a kind that this program does not know.
        UnknownRecord => "unknown_record", "Loại ghi chép không xác định", "A record of an unknown kind";
        /// It changes a record of which nothing tells that it was ever made.
        NeverMade => "never_made", "Sửa một ghi chép chưa từng được lập", "It changes a record that was never made";
    }
}

code_list! {
    /// Where a dissolution plan stands (trạng thái kế hoạch).
    pub enum PlanState: "dissolution_plan_states" {
        /// Is being written.
        Draft => "draft", "Đang lập", "Draft";
        /// Waits for approval.
        Submitted => "submitted", "Trình duyệt", "Submitted";
        /// Approved: it changes by a new version only.
        Approved => "approved", "Đã phê duyệt", "Approved";
    }
}

code_list! {
    /// What can be done with a dissolution plan (thao tác kế hoạch).
    pub enum PlanAction: "dissolution_plan_actions" {
        /// Write its entries.
        Change => "change", "Sửa", "Change";
        /// Submit it for approval.
        Submit => "submit", "Trình", "Submit";
        /// Return it.
        Return => "return", "Trả lại", "Return";
        /// Approve it.
        Approve => "approve", "Phê duyệt", "Approve";
        /// Open it again for an amendment.
        Reopen => "reopen", "Điều chỉnh", "Amend";
    }
}

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    let mut lists = vec![
        CodeListEntry::of::<Route>(),
        CodeListEntry::of::<DissolutionState>(),
        CodeListEntry::of::<DissolutionAction>(),
        CodeListEntry::of::<Guard>(),
        CodeListEntry::of::<GuardOwner>(),
        CodeListEntry::of::<Custody>(),
        CodeListEntry::of::<DecisionKind>(),
        CodeListEntry::of::<SyncState>(),
        CodeListEntry::of::<CaseRecord>(),
        CodeListEntry::of::<UnreadReason>(),
        CodeListEntry::of::<PlanState>(),
        CodeListEntry::of::<PlanAction>(),
    ];
    lists.extend(grounds::code_lists());
    lists.extend(money::code_lists());
    lists.extend(answers::code_lists());
    lists.extend(planning::code_lists());
    lists.extend(register::code_lists());
    lists
}
