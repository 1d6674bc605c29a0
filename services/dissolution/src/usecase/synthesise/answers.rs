//! What stops a case, as the departments are asked and answer; who objects.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    agency::AgencyCode,
    dissolution::answers::{BlockerKind, BlockerOutcome, ObjectionAction, ObjectorKind},
    id::BlockerId,
    money::Dong,
    scope::Scope,
};

use super::{
    TURNED,
    course::{Course, End, Found, Objecting},
    folder::Folder,
    ground::TAX,
    stage::{Acting, Paper},
};
use crate::{
    domain::objection::Person,
    store::{
        self,
        blocker::{Reach, StoredBlocker},
    },
    usecase::{
        blocker::{self, Asking, Doing},
        objection::{self, Deciding, Filing},
    },
};

/// What is asked of whom, by what the survey found.
const fn questions(found: Found) -> &'static [(BlockerKind, &'static str)] {
    match found {
        Found::Nothing => &[(
            BlockerKind::LeadersUnreachable,
            "Xác nhận không còn người quản lý, thành viên tại địa bàn",
        )],
        Found::Ruin => &[
            (BlockerKind::LeadersUnreachable, "Xác nhận ban quản trị đều đã mất"),
            (BlockerKind::LandOrigin, "Xác định nguồn gốc đất sân phơi không có giấy tờ"),
            (BlockerKind::BankDebt, "Xác nhận dư nợ và đề xuất xử lý khoản vay năm 2012"),
            (BlockerKind::LostSeal, "Xác nhận việc mất con dấu"),
            (BlockerKind::TaxDebt, "Đề xuất xử lý nợ thuế không có khả năng thu"),
            (BlockerKind::UndividedAssets, "Xác định đơn vị tiếp nhận trạm bơm"),
        ],
        Found::Property => &[
            (BlockerKind::BankDebt, "Xác nhận dư nợ và việc giải chấp nhà kho"),
            (BlockerKind::UndividedAssets, "Xác định đơn vị tiếp nhận mương thoát nước"),
        ],
    }
}

impl Folder<'_> {
    /// Asks whoever is competent for each matter.
    pub(super) fn ask_all(&mut self, course: Course) -> Result<(), Failure> {
        for (kind, question) in questions(course.found) {
            self.ask(*kind, question)?;
        }
        if course.end == End::SuspendedSettling {
            self.ask(
                BlockerKind::Dispute,
                "Tranh chấp quyền sử dụng nhà kho đang do Tòa án thụ lý",
            )?;
        }
        Ok(())
    }

    fn ask(&mut self, kind: BlockerKind, question: &str) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let asking = Asking {
            kind,
            duty: None,
            question: question.to_owned(),
            blocking: true,
            due_on: None,
            documents,
        };
        let service = &self.stage.service;
        blocker::ask(self.connection, &context, service, &caller, self.id, asking)?;
        Ok(())
    }

    /// Every matter is answered and out of the way.
    pub(super) fn answer_all(&mut self) -> Result<(), Failure> {
        for id in self.open_questions()? {
            self.answer(id, BlockerOutcome::Proposal)?;
            self.resolve(id)?;
        }
        Ok(())
    }

    /// Some matters are out of the way, some answered, and some nobody has answered in time: what a
    /// department leaves lying is overdue by now.
    pub(super) fn answer_some(&mut self, may_resolve: bool) -> Result<(), Failure> {
        for (at, id) in self.open_questions()?.into_iter().enumerate() {
            match at % 4 {
                0 => self.answer(id, BlockerOutcome::Cleared)?,
                1 => self.answer(id, BlockerOutcome::Refused)?,
                3 => self.answer(id, BlockerOutcome::Proposal)?,
                _ => {}
            }
            if may_resolve && matches!(at % 4, 0 | 3) {
                self.resolve(id)?;
            }
            if may_resolve && at % 4 == 3 {
                self.ask_again(id)?;
            }
        }
        Ok(())
    }

    fn open_questions(&mut self) -> Result<Vec<BlockerId>, Failure> {
        let open = store::blocker::open_questions(self.connection, self.id)?;
        let mut ids: Vec<BlockerId> =
            open.into_iter().map(|one| BlockerId::from_uuid(one.record)).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    fn question(&mut self, id: BlockerId) -> Result<StoredBlocker, Failure> {
        let found = store::blocker::find(self.connection, &Reach::everything(), id)?;
        Ok(found.ok_or_else(blocker::unknown)?)
    }

    fn answer(&mut self, id: BlockerId, outcome: BlockerOutcome) -> Result<(), Failure> {
        let asked: AgencyCode = self.question(id)?.blocker.round.asked.code;
        let desk = self.stage.asked(&asked)?;
        let documents = vec![self.document_by(&desk, Paper::Answer)?];
        let text = match outcome {
            BlockerOutcome::Cleared => "Không còn vướng mắc thuộc thẩm quyền",
            BlockerOutcome::Proposal => "Đề xuất phương án xử lý theo văn bản kèm theo",
            BlockerOutcome::Refused => "Chưa đủ hồ sơ để xác định, đề nghị bổ sung",
        };
        let acting = self.stage.officer(&desk, self.day);
        self.act(&acting, id, Doing::Answer { outcome, text: text.to_owned(), documents })
    }

    fn resolve(&mut self, id: BlockerId) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let resolution = "Đã xử lý theo ý kiến của cơ quan có thẩm quyền".to_owned();
        let acting = self.officer();
        self.act(&acting, id, Doing::Resolve { resolution, documents })
    }

    fn ask_again(&mut self, id: BlockerId) -> Result<(), Failure> {
        let question = "Đề nghị xác nhận lại sau khi bổ sung hồ sơ".to_owned();
        let acting = self.officer();
        self.act(&acting, id, Doing::Reopen { question, due_on: None })
    }

    fn act(&mut self, acting: &Acting, id: BlockerId, doing: Doing) -> Result<(), Failure> {
        let seen = IfMatch::version(self.question(id)?.blocker.version);
        let Acting { context, caller } = acting;
        let (service, reach) = (&self.stage.service, Reach::everything());
        blocker::act(self.connection, context, service, caller, (&reach, id), &seen, doing)?;
        Ok(())
    }

    /// Somebody objects within the window of the notice, and is answered or not.
    pub(super) fn object(&mut self, objecting: Objecting) -> Result<(), Failure> {
        let (kind, person, grounds) = match objecting {
            Objecting::Nobody => return Ok(()),
            Objecting::Open => {
                (ObjectorKind::TaxDepartment, None, "Còn kỳ kê khai chưa quyết toán")
            }
            Objecting::Rejected => (
                ObjectorKind::Creditor,
                Some("Công ty Vật tư Giả Lập"),
                "Khoản nợ chưa được ghi nhận",
            ),
            Objecting::Accepted => {
                (ObjectorKind::Member, None, "Đại hội thành viên không đủ điều kiện tiến hành")
            }
        };
        let desk = match kind {
            ObjectorKind::TaxDepartment => {
                self.stage.asked(&AgencyCode::parse(TAX).map_err(Failure::unexpected)?)?
            }
            _ => self.desk.clone(),
        };
        let documents = vec![self.document_by(&desk, Paper::Evidence)?];
        let Acting { context, caller } = self.stage.officer(&desk, self.day);
        let member = || Person { name: "Phạm Thị Giả Lập".to_owned(), contact: None };
        let filing = Filing {
            objector: kind,
            organisation_name: person.map(str::to_owned),
            person: (kind == ObjectorKind::Member).then(member),
            amount_vnd: (kind == ObjectorKind::Creditor).then_some(Dong(3_500_000)),
            grounds: grounds.to_owned(),
            documents,
        };
        let service = &self.stage.service;
        let filed = objection::file(self.connection, &context, service, &caller, self.id, filing)?;
        let (action, reason) = match objecting {
            Objecting::Accepted => (ObjectionAction::Accept, "Phản đối có căn cứ"),
            Objecting::Rejected => (ObjectionAction::Reject, "Khoản nợ đã thanh toán năm 2019"),
            Objecting::Nobody | Objecting::Open => return Ok(()),
        };
        self.day = TURNED;
        let documents = vec![self.document(Paper::Decision)?];
        let Acting { context, caller } = self.approver();
        let deciding = Deciding { action, reason: reason.to_owned(), documents };
        let (everything, seen) = (Scope::everything(), IfMatch::version(1));
        let who = (&caller, &everything);
        let id = filed.objection.id;
        objection::decide(self.connection, &context, service, who, id, &seen, deciding)?;
        Ok(())
    }
}
