//! A case as its officers work on it: its steps, and where it goes.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{DissolutionId, DocumentId},
    scope::Scope,
};

use super::{
    ANSWERED, ASKED, CLOSED, DECIDED, OBJECTED, OPENED, PUBLISHED, RESUMED, SETTLED, SETTLING,
    SURVEYED, TURNED,
    course::{Course, End, Found, Objecting},
    stage::{Acting, Desk, Paper, Stage},
};
use crate::{
    domain::{
        lifecycle::{self, Action},
        organisation::Organisation,
        step::{self, Said},
    },
    store,
    usecase::{
        documents, hold,
        open_case::{Opening, open_case},
        take_step::{Taking, take_step},
    },
};

/// The law on cooperatives.
pub(super) const LAW: &str = "17/2023/QH15";

/// A case on somebody's desk.
pub(super) struct Folder<'a> {
    pub(super) stage: &'a Stage,
    pub(super) connection: &'a mut Connection,
    pub(super) desk: Desk,
    pub(super) id: DissolutionId,
    pub(super) day: Date,
    /// How many days ago was done what is entered.
    days_ago: i64,
}

/// How long before its entry a case on paper was worked on: in the year before, since communes have it.
const DAYS_ON_PAPER: i64 = 183;

impl<'a> Folder<'a> {
    /// Opens a case, and takes it as far as its decision if it goes so far.
    pub(super) fn begin(
        stage: &Stage,
        connection: &mut Connection,
        of: &Organisation,
        course: Course,
    ) -> Result<DissolutionId, Failure> {
        let mut folder = Folder::open(stage, connection, of, course)?;
        folder.until_decided(course)?;
        Ok(folder.id)
    }

    /// Takes a case that was begun on to where it stands at last.
    pub(super) fn go_on(
        stage: &Stage,
        connection: &mut Connection,
        (id, of): (DissolutionId, &Organisation),
        course: Course,
    ) -> Result<(), Failure> {
        let desk = stage.authority(of)?;
        let days_ago = days_ago(course);
        let mut folder = Folder { stage, connection, desk, id, day: ANSWERED, days_ago };
        match course.end {
            End::Identified | End::Decided | End::WithdrawnIdentified | End::BankruptSurveyed => {
                Ok(())
            }
            End::Surveyed => folder.answer_some(true),
            // The authority stands still; whoever was asked may answer.
            End::SuspendedSurveyed => folder.answer_some(false),
            _ => folder.settle(course),
        }
    }

    fn open(
        stage: &'a Stage,
        connection: &'a mut Connection,
        of: &Organisation,
        course: Course,
    ) -> Result<Self, Failure> {
        let desk = stage.authority(of)?;
        let Acting { context, caller } = stage.officer(&desk, OPENED);
        let held_on = OPENED.plus_days(-days_ago(course));
        let opening = Opening {
            organisation: of.id,
            route: course.route,
            said: said("Ngừng hoạt động, thuộc diện phải giải thể", held_on),
            responsible_officer: None,
        };
        let name = Some(desk.name.clone());
        let stored = open_case(connection, &context, &caller, name, opening)?;
        let days_ago = days_ago(course);
        Ok(Self { stage, connection, desk, id: stored.case.id, day: OPENED, days_ago })
    }

    fn until_decided(&mut self, course: Course) -> Result<(), Failure> {
        match course.end {
            End::Identified => return Ok(()),
            End::WithdrawnIdentified => {
                self.day = SURVEYED;
                return self.step(Action::Withdraw);
            }
            _ => {}
        }
        self.day = SURVEYED;
        self.survey(course.found)?;
        self.custody(course.found)?;
        self.step(Action::Survey)?;
        self.day = ASKED;
        self.ask_all(course)?;
        self.day = DECIDED;
        match course.end {
            End::Surveyed => return Ok(()),
            End::SuspendedSurveyed => return self.step(Action::Suspend),
            End::BankruptSurveyed => return self.step(Action::DeclareBankruptcy),
            _ => {}
        }
        self.prepare_decision(course)?;
        self.step(Action::Decide)?;
        self.day = PUBLISHED;
        self.publish()?;
        self.inform_tax()
    }

    fn settle(&mut self, course: Course) -> Result<(), Failure> {
        self.day = ANSWERED;
        match course.is_settled() {
            true => self.answer_all()?,
            false => self.answer_some(true)?,
        }
        self.day = SETTLING;
        self.step(Action::StartSettling)?;
        self.enter_money(course)?;
        self.day = OBJECTED;
        if course.objecting != Objecting::Nobody {
            self.object(course.objecting)?;
        }
        self.day = TURNED;
        match course.end {
            End::SuspendedSettling => self.step(Action::Suspend),
            End::WithdrawnSettling => {
                self.take_payments_back()?;
                self.step(Action::Withdraw)
            }
            End::BankruptSettling => self.step(Action::DeclareBankruptcy),
            End::Resumed => {
                self.step(Action::Suspend)?;
                self.day = RESUMED;
                self.step(Action::Resume)
            }
            End::Settled | End::Closed => self.end(course),
            _ => Ok(()),
        }
    }

    fn end(&mut self, course: Course) -> Result<(), Failure> {
        self.day = RESUMED;
        self.end_money(course)?;
        self.clear_taxes(course.found == Found::Ruin)?;
        self.day = SETTLED;
        self.step(Action::Settle)?;
        if course.end == End::Settled {
            return Ok(());
        }
        self.day = CLOSED;
        if course.found == Found::Property {
            self.return_seal()?;
        }
        self.step(Action::Close)
    }

    /// Takes a step, by whoever may.
    pub(super) fn step(&mut self, action: Action) -> Result<(), Failure> {
        let documents = match step::needs_document(action) && action != Action::Decide {
            true => vec![self.document(Paper::Decision)?],
            false => Vec::new(),
        };
        let Acting { context, caller } =
            if lifecycle::prepares(action) { self.officer() } else { self.approver() };
        let everything = Scope::everything();
        let stored = store::case::find(self.connection, &everything, self.id)?;
        let seen = IfMatch::version(stored.ok_or_else(hold::unknown)?.version);
        let said = said(reason(action), self.held_on());
        let taking = Taking { action, said, documents };
        let name = Some(self.desk.name.clone());
        let at = (self.id, &seen);
        take_step(self.connection, &context, &caller, name, at, taking)?;
        Ok(())
    }

    /// The day on which what is entered now was done.
    pub(super) fn held_on(&self) -> Date {
        self.day.plus_days(-self.days_ago)
    }

    /// Who prepares.
    pub(super) fn officer(&self) -> Acting {
        self.stage.officer(&self.desk, self.day)
    }

    /// Who decides.
    pub(super) fn approver(&self) -> Acting {
        self.stage.approver(&self.desk, self.day)
    }

    /// Uploads a document of the case.
    pub(super) fn document(&mut self, paper: Paper) -> Result<DocumentId, Failure> {
        let desk = self.desk.clone();
        self.document_by(&desk, paper)
    }

    /// Uploads an agency's document.
    pub(super) fn document_by(&mut self, desk: &Desk, paper: Paper) -> Result<DocumentId, Failure> {
        let Acting { context, caller } = self.stage.officer(desk, self.day);
        let at = (self.id, Some(desk.agency.clone()));
        let received = self.stage.paper(paper)?;
        let kept =
            documents::upload(self.connection, &context, &caller.scope, at, caller.id, received)?;
        Ok(kept.id)
    }
}

const fn days_ago(course: Course) -> i64 {
    if course.on_paper { DAYS_ON_PAPER } else { 0 }
}

fn said(reason: &str, held_on: Date) -> Said {
    Said {
        effective_on: Some(held_on),
        legal_basis: LAW.to_owned(),
        reason: Some(reason.to_owned()),
    }
}

const fn reason(action: Action) -> &'static str {
    match action {
        Action::Survey => "Đã khảo sát hồ sơ, con người, tài sản và công nợ",
        Action::Decide => "Đủ căn cứ giải thể",
        Action::StartSettling => "Đã công bố, sổ đăng ký đã ghi nhận",
        Action::Settle => "Đã thanh lý xong",
        Action::Close => "Hoàn tất giải thể",
        Action::Suspend => "Chờ kết quả giải quyết tranh chấp",
        Action::Resume => "Không còn lý do tạm đình chỉ",
        Action::Withdraw => "Hợp tác xã hoạt động trở lại",
        Action::DeclareBankruptcy => "Mất khả năng thanh toán, chuyển Tòa án",
    }
}
