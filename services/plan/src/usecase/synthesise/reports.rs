//! The reports of a synthetic year: before the reorganisation of 2025-03-01 and after it, in time and
//! late, returned and handed in again, with the city's report in two versions.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{agency::AgencyCode, date::Date, id::ReportWindowId, indicator::Breakdown};

use super::{PLAN, SYNTHETIC, Setting, day};
use crate::{
    domain::report::{Content, Declared, Report, city::Said},
    store,
    usecase::{
        city_report,
        progress::{self, Progress, Wanted},
        report,
        report_window::{self, NewWindow},
    },
};

/// A day.
type Day = (i16, i8, i8);

/// The reports of a window: when they are signed, and how it goes with some.
struct Round {
    /// Its name.
    name: &'static str,
    /// Who opens it, from when to when; nothing for that of the year, which is there.
    opened: Option<(&'static str, Day, Day)>,
    signed: Day,
    /// Who collects it, and when.
    accepted: (&'static str, Day),
    /// Every so-many-th of the agencies signs late, and when.
    late: (usize, Day),
    /// Every so-many-th of them never signs.
    missing: Option<usize>,
}

const ROUNDS: &[Round] = &[
    Round {
        name: "Báo cáo 2 tháng đầu năm 2025",
        opened: Some(("so-khdt", (2025, 2, 10), (2025, 2, 27))),
        signed: (2025, 2, 26),
        // Planning has passed to finance by then.
        accepted: ("so-tc", (2025, 3, 6)),
        late: (20, (2025, 3, 4)),
        missing: None,
    },
    Round {
        name: "Báo cáo 6 tháng đầu năm 2025",
        opened: Some(("so-tc", (2025, 6, 2), (2025, 6, 20))),
        signed: (2025, 6, 18),
        accepted: ("so-tc", (2025, 6, 26)),
        late: (13, (2025, 6, 24)),
        missing: None,
    },
    Round {
        name: "Báo cáo năm 2025",
        opened: None,
        signed: (2025, 12, 4),
        accepted: ("so-tc", (2025, 12, 16)),
        late: (12, (2025, 12, 15)),
        missing: Some(10),
    },
];

/// Whose report of the year is given back, and handed in again.
const RETURNED: &str = "so-ct";
const RETURNED_ON: Day = (2025, 12, 5);
const AGAIN_ON: Day = (2025, 12, 9);
/// The versions of the city's report of the year.
const CITY: &[(Day, &str, &str)] = &[
    (
        (2025, 12, 19),
        "612/BC-STC",
        "Phần lớn nhiệm vụ của kế hoạch đã được thực hiện. Số liệu về doanh thu, thu nhập và lãi của \
         hợp tác xã chỉ có sau khi các hợp tác xã nộp báo cáo năm.",
    ),
    (
        (2026, 4, 15),
        "118/BC-STC",
        "Đính chính sau khi các hợp tác xã đã nộp báo cáo năm 2025: bổ sung số liệu về doanh thu, thu \
         nhập, lãi và đánh giá, phân loại.",
    ),
];

/// Has every report of the year written, and how many were signed.
pub(super) async fn make(setting: &Setting) -> Result<usize, Failure> {
    let mut signed = 0;
    for round in ROUNDS {
        signed += setting.round(round).await?;
    }
    Ok(signed)
}

impl Setting {
    /// Where the plan stands on a day, by district: a report of the city takes the whole of it.
    async fn progress(&self, on: Day) -> Result<Progress, Failure> {
        let on = day(on)?;
        self.clock.set(on.first_instant().plus_seconds(super::NINE));
        let by = Some(Breakdown::District);
        let wanted = Wanted { code: PLAN.to_owned(), as_of: Some(on), by, compares: false };
        progress::read(&self.service.runtime, &self.service.figures.for_record(), wanted).await
    }

    async fn round(&self, round: &'static Round) -> Result<usize, Failure> {
        let (in_time, late) =
            (self.progress(round.signed).await?, self.progress(round.late.1).await?);
        let again = match round.opened {
            None => Some(self.progress(AGAIN_ON).await?),
            Some(_) => None,
        };
        let work = move |stage: &Self, connection: &mut Connection| {
            let window = stage.open(connection, round)?;
            let mut signed = 0;
            let reports = store::report::last_of_window(connection, &None, window)?;
            for (index, report) in reports.into_iter().enumerate() {
                if round.missing.is_some_and(|every| index % every == every - 1) {
                    continue;
                }
                let is_late = index % round.late.0 == round.late.0 - 1;
                let (on, progress) =
                    if is_late { (round.late.1, &late) } else { (round.signed, &in_time) };
                let mut report = stage.hand_in(connection, report, (on, progress))?;
                if let Some(again) = again.as_ref().filter(|_| report.agency.as_str() == RETURNED) {
                    report = stage.hand_in_again(connection, report, again)?;
                }
                signed += 1;
                let (planning, accepted_on) = round.accepted;
                let of = (report.id, &IfMatch::version(report.version));
                // The last few wait for planning.
                if index % 15 != 14 {
                    stage.act(connection, (planning, "officer"), day(accepted_on)?, |act| {
                        report::accept(act, of)
                    })?;
                }
            }
            Ok((window, signed))
        };
        let (window, signed) = self.write(work).await?;
        if round.opened.is_none() {
            self.city_reports(window).await?;
        }
        Ok(signed)
    }

    fn open(&self, connection: &mut Connection, round: &Round) -> Result<ReportWindowId, Failure> {
        let Some((planning, opens_on, due_on)) = round.opened else {
            let plan = store::plan::any(connection, PLAN)?;
            let plan = plan.ok_or_else(|| Failure::unexpected("the plan is not there"))?;
            let window = store::report_window::named(connection, plan.id, round.name)?;
            let window = window.ok_or_else(|| Failure::unexpected("the window is not there"))?;
            return Ok(window.id);
        };
        let new = NewWindow {
            plan: PLAN.to_owned(),
            name: round.name.to_owned(),
            opens_on: day(opens_on)?,
            due_on: day(due_on)?,
            remind_on: None,
        };
        let opened = self.act(connection, (planning, "officer"), day(opens_on)?, |act| {
            report_window::open(act, new)
        })?;
        Ok(opened.id)
    }

    /// An officer of whoever holds it on the day writes it, and another person signs.
    fn hand_in(
        &self,
        connection: &mut Connection,
        report: Report,
        (on, progress): (Day, &Progress),
    ) -> Result<Report, Failure> {
        let on = day(on)?;
        let holder = self.holder(&report.agency, on);
        let content = content(&holder, on);
        let of = (report.id, &IfMatch::version(report.version));
        let (_, written) =
            self.act(connection, (holder.as_str(), "officer"), on.plus_days(-2), |act| {
                report::write(act, of, content)
            })?;
        let of = (written.id, &IfMatch::version(written.version));
        let (_, signed) = self.act(connection, (holder.as_str(), "approver"), on, |act| {
            report::sign(act, of, progress)
        })?;
        Ok(signed)
    }

    fn hand_in_again(
        &self,
        connection: &mut Connection,
        report: Report,
        progress: &Progress,
    ) -> Result<Report, Failure> {
        let of = (report.id, &IfMatch::version(report.version));
        let why = "Chưa nêu số điểm giới thiệu sản phẩm (dữ liệu tổng hợp)";
        let (_, returned) =
            self.act(connection, ("so-tc", "officer"), day(RETURNED_ON)?, |act| {
                report::give_back(act, of, why)
            })?;
        let of = (returned.id, &IfMatch::version(returned.version));
        let (_, corrected) =
            self.act(connection, (RETURNED, "officer"), day(RETURNED_ON)?, |act| {
                report::correct(act, of)
            })?;
        self.hand_in(connection, corrected, (AGAIN_ON, progress))
    }

    async fn city_reports(&self, window: ReportWindowId) -> Result<(), Failure> {
        let mut last = None;
        for (on, number, summary) in CITY {
            let progress = self.progress(*on).await?;
            let said = Said {
                document_number: (*number).to_owned(),
                summary: format!("{summary} {SYNTHETIC}."),
                corrects: last,
            };
            let on = day(*on)?;
            let work = move |stage: &Self, connection: &mut Connection| {
                stage.act(connection, ("so-tc", "approver"), on, |act| {
                    city_report::sign(act, window, said, &progress)
                })
            };
            last = Some(self.write(work).await?.id);
        }
        Ok(())
    }
}

/// What an agency writes.
fn content(agency: &AgencyCode, on: Date) -> Content {
    let declared = match agency.as_str() {
        "lmhtx" => vec![Declared { target: "new_alliance_members".to_owned(), value: 46 }],
        RETURNED => vec![Declared { target: "showcase_point_cooperatives".to_owned(), value: 4 }],
        _ => Vec::new(),
    };
    Content {
        results: format!(
            "Đã triển khai các nhiệm vụ được giao đến ngày {on}; rà soát, cập nhật thông tin hợp tác xã. \
             {SYNTHETIC}."
        ),
        obstacles: "Một số hợp tác xã ngừng hoạt động nhưng chưa giải thể được.".to_owned(),
        proposals: "Bố trí kinh phí tập huấn cho năm sau.".to_owned(),
        declared,
    }
}
