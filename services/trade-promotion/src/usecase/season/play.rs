//! One event of the season, from its entering as far as it comes.

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    directory::Organisation,
    id::{TradeApplicationId, TradeEventId},
    money::Dong,
    trade::events::{Allotment, Attendance, TradeApplicationState, TradeResultKind},
};

use super::{
    programme::{Ending, LAST_DAY, Planned},
    stage::{Person, Stage},
};
use crate::{
    domain::{
        application::Brought,
        event::{Content, Cost},
        outcome::{FOLLOW_UP_MONTHS, FollowUp, Reported},
    },
    store::{self, application::StoredApplication, event::StoredEvent},
    usecase::{
        application::{
            apply::{self, Applying},
            select,
        },
        event::{
            Said, change, decide, hold,
            plan::{self, Planning},
        },
        outcome,
    },
};

/// An event as it is played.
struct Play<'a> {
    connection: &'a mut Connection,
    stage: &'a Stage,
    planned: &'a Planned,
    officer: Person,
    approver: Person,
    event: StoredEvent,
}

/// Plays an event with those who apply.
pub(super) fn play(
    connection: &mut Connection,
    stage: &Stage,
    planned: &Planned,
    applicants: &[Organisation],
) -> Result<(), Failure> {
    let [officer, approver] = stage.desk(planned.organiser)?;
    // A place for three of four: some wait.
    let places = (applicants.len() * 3 / 4).max(1);
    let planning = Planning { content: content(planned), booths: booths(places) };
    let on = (&officer, planned.entered_on);
    let event = stage.act(connection, on, |act| plan::plan(act, planning))?;
    let mut play = Play { connection, stage, planned, officer, approver, event };
    if planned.ending == Ending::Planned {
        return Ok(());
    }
    let announced = planned.entered_on.plus_days(7);
    play.decide(announced, |act, of| decide::open(act, of, document("KH")))?;
    let mut applications = play.applications(applicants, announced.plus_days(3))?;
    if planned.ending == Ending::Cancelled {
        let why = because("Ban tổ chức nước sở tại hoãn hội chợ");
        return play.decide(planned.apply_until, |act, of| decide::cancel(act, of, why));
    }
    play.selection(&mut applications)?;
    play.leaving(&applications)?;
    if planned.ending == Ending::Open {
        return play.one_more_place();
    }
    let closed = planned.apply_until.plus_days(1);
    play.prepare(closed, |act, of| hold::close(act, of, Said::default()))?;
    if planned.ending == Ending::Closed {
        return Ok(());
    }
    let came = play.attendance()?;
    if planned.ending == Ending::Settled {
        let actual = cost((planned.cost.0 / 100 * 97, planned.cost.1 / 100 * 97 + 1));
        let day = planned.ends_on.plus_days(30);
        play.decide(day, |act, of| decide::settle(act, of, actual, document("QĐ")))?;
    }
    play.outcomes(&came, applicants)
}

impl Play<'_> {
    fn id(&self) -> TradeEventId {
        self.event.event.id
    }

    /// The officer does something with the event.
    fn prepare(
        &mut self,
        day: Date,
        work: impl FnOnce(&mut Act<'_>, (TradeEventId, &IfMatch)) -> Result<StoredEvent, Failure>,
    ) -> Result<(), Failure> {
        let (id, seen) = (self.id(), IfMatch::version(self.event.version));
        let on = (&self.officer, day);
        self.event = self.stage.act(self.connection, on, |act| work(act, (id, &seen)))?;
        Ok(())
    }

    /// The approver decides something on the event.
    fn decide(
        &mut self,
        day: Date,
        work: impl FnOnce(&mut Act<'_>, (TradeEventId, &IfMatch)) -> Result<StoredEvent, Failure>,
    ) -> Result<(), Failure> {
        let (id, seen) = (self.id(), IfMatch::version(self.event.version));
        let on = (&self.approver, day);
        self.event = self.stage.act(self.connection, on, |act| work(act, (id, &seen)))?;
        Ok(())
    }

    /// Everybody applies, each with its own account.
    fn applications(
        &mut self,
        applicants: &[Organisation],
        day: Date,
    ) -> Result<Vec<StoredApplication>, Failure> {
        let event = self.id();
        let mut applications = Vec::with_capacity(applicants.len());
        for one in applicants {
            let applying = Applying { event, organisation: one.id, brought: brought(one) };
            let account = self.stage.account(one);
            let on = (&account, day);
            applications
                .push(self.stage.act(self.connection, on, |act| apply::apply(act, applying))?);
        }
        Ok(applications)
    }

    /// The approver selects; one of eleven is not selected. Of an event that still takes applications the
    /// last few are undecided.
    fn selection(&mut self, applications: &mut [StoredApplication]) -> Result<(), Failure> {
        if self.planned.allotment == Allotment::FirstCome {
            return Ok(());
        }
        let undecided = if self.planned.ending == Ending::Open { 2 } else { 0 };
        let decided = applications.len().saturating_sub(undecided);
        let day = self.planned.entered_on.plus_days(20);
        for (at, one) in applications.iter_mut().take(decided).enumerate() {
            let of = (one.application.id, IfMatch::version(one.version));
            let on = (&self.approver, day);
            *one = self.stage.act(self.connection, on, |act| {
                let of = (of.0, &of.1);
                if at % 11 == 10 {
                    return select::refuse(act, of, because("Chưa đủ sản lượng cho kỳ này"));
                }
                select::select(act, of, None, because("Đạt tiêu chuẩn, đủ sản lượng"))
            })?;
        }
        Ok(())
    }

    /// The first takes its application back, the third is taken off: the waiting list moves up twice.
    fn leaving(&mut self, applications: &[StoredApplication]) -> Result<(), Failure> {
        let day = self.planned.entered_on.plus_days(25);
        let selected =
            |one: &&StoredApplication| one.application.state == TradeApplicationState::Selected;
        let mut leaving = applications.iter().filter(selected).step_by(2);
        if let Some(one) = leaving.next() {
            let account = self.stage.account(&one.organisation);
            let (id, seen) = (one.application.id, IfMatch::version(one.version));
            let why = because("Trùng vụ thu hoạch");
            self.stage.act(self.connection, (&account, day), |act| {
                apply::withdraw(act, (id, &seen), why)
            })?;
        }
        if let Some(one) = leaving.next() {
            let (id, seen) = (one.application.id, IfMatch::version(one.version));
            let why = because("Giấy chứng nhận an toàn thực phẩm hết hạn");
            self.stage.act(self.connection, (&self.approver, day), |act| {
                select::remove(act, (id, &seen), why)
            })?;
        }
        Ok(())
    }

    /// The organiser finds room for one more.
    fn one_more_place(&mut self) -> Result<(), Failure> {
        let day = self.planned.entered_on.plus_days(30);
        self.prepare(day, |act, of| change::add_booth(act, of, (Some("Z1".to_owned()), Some(9))))
    }

    /// On the day after the last: one of nine stayed away.
    fn attendance(&mut self) -> Result<Vec<TradeApplicationId>, Failure> {
        let participants = store::application::participants(self.connection, self.id())?;
        let given: Vec<(TradeApplicationId, bool)> = participants
            .iter()
            .enumerate()
            .map(|(at, one)| (one.application, at % 9 != 8))
            .collect();
        let day = self.planned.ends_on.plus_days(1);
        self.prepare(day, |act, of| hold::record_held(act, of, &given, document("BC")))?;
        let participants = store::application::participants(self.connection, self.id())?;
        let came = participants.iter().filter(|one| one.attendance == Some(Attendance::Attended));
        Ok(came.map(|one| one.application).collect())
    }

    /// What came of it: for two of three something at once, and what the follow-ups found that were due.
    /// One of five has not reported.
    fn outcomes(
        &mut self,
        came: &[TradeApplicationId],
        applicants: &[Organisation],
    ) -> Result<(), Failure> {
        let day = self.planned.ends_on.plus_days(2);
        for (at, id) in came.iter().enumerate().filter(|(at, _)| at % 3 != 2) {
            let results = self.results(at, applicants, day);
            let on = (&self.officer, day);
            self.stage.act(self.connection, on, |act| outcome::report(act, *id, results))?;
        }
        for (at, id) in came.iter().enumerate().filter(|(at, _)| at % 5 != 4) {
            let due = FollowUp::after(*id, self.planned.ends_on);
            for (months, asked) in FOLLOW_UP_MONTHS.into_iter().zip(due) {
                let day = asked.due_on.plus_days(3);
                if day > LAST_DAY {
                    continue;
                }
                let results = match at % 4 {
                    0 => self.results(at + usize::from(months), applicants, day),
                    _ => Vec::new(),
                };
                let still_trading = at % 7 != 6;
                let on = (&self.officer, day);
                self.stage.act(self.connection, on, |act| {
                    outcome::follow_up(act, (*id, months), still_trading, results)
                })?;
            }
        }
        Ok(())
    }

    fn results(&self, at: usize, applicants: &[Organisation], day: Date) -> Vec<Reported> {
        let kinds = [
            TradeResultKind::Contract,
            TradeResultKind::DirectSales,
            TradeResultKind::Order,
            TradeResultKind::Memorandum,
        ];
        let kind = kinds[at % kinds.len()];
        // Buyers are synthetic as well: other cooperatives that trade, and companies that nobody has.
        let company = applicants.get(at % applicants.len().max(1)).map(|one| one.name.clone());
        let buyer = match kind {
            TradeResultKind::DirectSales => None,
            _ if at.is_multiple_of(2) => Some(format!("Công ty TNHH Phân phối số {}", at % 23 + 1)),
            _ => company,
        };
        let millions = i64::try_from(at % 13 + 1).unwrap_or(1);
        let value = Dong(millions * 15_000_000);
        vec![Reported { kind, buyer, value, agreed_on: day, document: None }]
    }
}

fn content(planned: &Planned) -> Content {
    Content {
        kind: planned.kind,
        reach: planned.reach(),
        title: planned.title.to_owned(),
        summary: Some("Sự kiện giả lập của dữ liệu trình diễn.".to_owned()),
        venue: planned.venue.to_owned(),
        commune: None,
        country: planned.country.map(str::to_owned),
        starts_on: planned.starts_on,
        ends_on: planned.ends_on,
        apply_until: planned.apply_until,
        allotment: planned.allotment,
        planned_cost: cost(planned.cost),
    }
}

fn cost((state, participants): (i64, i64)) -> Cost {
    Cost { state: Dong(state), participants: Dong(participants) }
}

/// Rows of ten, each booth of nine square metres.
fn booths(count: usize) -> Vec<(Option<String>, Option<u32>)> {
    let rows = b'A'..=b'Y';
    let labels = rows.flat_map(|row| (1..=10).map(move |at| format!("{}{at}", char::from(row))));
    let mut labels = labels.map(Some).chain(std::iter::repeat(None));
    (0..count).map(|_| (labels.next().flatten(), Some(9))).collect()
}

fn brought(one: &Organisation) -> Brought {
    let products = format!("Sản phẩm của {}", one.name);
    Brought { product_ids: Vec::new(), products: Some(products) }
}

fn document(kind: &str) -> Said {
    Said { document_number: Some(format!("01/{kind}-XTTM")), ..Said::default() }
}

fn because(reason: &str) -> Said {
    Said { reason: Some(reason.to_owned()), ..Said::default() }
}
