//! The Cooperative Alliance at the beginning of 2026: who joins and leaves, petitions in every state.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{date::Date, scope::Scope};

use super::{
    Setting,
    pool::Pool,
    stage::{Desk, Stage, own},
};
use crate::{
    domain::{organisation::Organisation, petition::Petition},
    store,
    usecase::alliance::{
        memberships::{Joining, end, join},
        petitions::{NewPetition, Step, file, step},
    },
};

/// The alliance, and the agency that is asked most.
const ALLIANCE: &str = "lmhtx";
const ASKED: &str = "so-nnmt";
/// When each step is taken.
const JOINED: Date = Date(jiff::civil::date(2026, 1, 15));
const LEFT: Date = Date(jiff::civil::date(2026, 1, 30));
const FILED: Date = Date(jiff::civil::date(2026, 1, 12));
const FORWARDED: Date = Date(jiff::civil::date(2026, 1, 14));
const DUE: Date = Date(jiff::civil::date(2026, 2, 12));
const ANSWERED: Date = Date(jiff::civil::date(2026, 2, 3));
const CLOSED: Date = Date(jiff::civil::date(2026, 2, 5));
const WITHDRAWN: Date = Date(jiff::civil::date(2026, 1, 13));

/// What is asked, and how far the petition goes: it is passed on, answered, closed.
const PETITIONS: [(&str, &str, Course); 5] = [
    (
        "Vay vốn lưu động vụ Xuân",
        "Đề nghị hướng dẫn thủ tục vay quỹ hỗ trợ phát triển hợp tác xã.",
        Course::Received,
    ),
    (
        "Giấy chứng nhận quyền sử dụng đất của trụ sở",
        "Đề nghị giải quyết hồ sơ đất trụ sở đã nộp từ năm 2023.",
        Course::Forwarded,
    ),
    (
        "Nước tưới khu đồng ngoài bãi",
        "Đề nghị bổ sung lịch bơm nước cho vụ Xuân.",
        Course::Answered,
    ),
    (
        "Điểm thu gom bao bì thuốc bảo vệ thực vật",
        "Đề nghị bố trí thêm bể thu gom.",
        Course::Closed,
    ),
    ("Gian hàng tại hội chợ", "Đề nghị xem xét hỗ trợ gian hàng.", Course::Withdrawn),
];

/// How far a petition goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Course {
    Withdrawn,
    Received,
    Forwarded,
    Answered,
    Closed,
}

/// What the alliance does in a round, in one transaction.
pub(super) async fn act(setting: &Setting, stage: &Stage, pool: &mut Pool) -> Result<(), Failure> {
    let (joining, leaving) = (pool.joining.take(2), pool.leaving.next());
    let petitioners = pool.active.take(PETITIONS.len());
    let stage = stage.clone();
    let work = move |connection: &mut Connection| {
        let alliance = stage.of_the_city(ALLIANCE)?;
        for one in &joining {
            let context = stage.officer(&alliance, JOINED);
            let joining = Joining {
                organisation: one.id,
                joined_on: JOINED,
                decision_number: Some("12/QĐ-LMHTX".to_owned()),
                decision_document: None,
            };
            join(connection, &context, &alliance.scope, joining)?;
        }
        if let Some(one) = &leaving {
            let_go(connection, &stage, &alliance, one)?;
        }
        for (one, (title, content, course)) in petitioners.iter().zip(PETITIONS) {
            petition(connection, &stage, &alliance, one, (title, content), course)?;
        }
        Ok(())
    };
    setting.database.write(work).await
}

fn let_go(
    connection: &mut Connection,
    stage: &Stage,
    alliance: &Desk,
    organisation: &Organisation,
) -> Result<(), Failure> {
    let memberships = store::alliance_membership::of(connection, organisation.id)?;
    let Some(open) = memberships.iter().find(|one| one.left_on.is_none()) else { return Ok(()) };
    let context = stage.officer(alliance, LEFT);
    let seen = IfMatch::version(open.version);
    end(connection, &context, &alliance.scope, open.id, &seen, Some(LEFT))?;
    Ok(())
}

fn petition(
    connection: &mut Connection,
    stage: &Stage,
    alliance: &Desk,
    petitioner: &Organisation,
    (title, content): (&str, &str),
    course: Course,
) -> Result<(), Failure> {
    let scope = own(petitioner.id);
    let context = stage.account(petitioner, FILED);
    let new = NewPetition {
        organisation: Some(petitioner.id),
        title: title.to_owned(),
        content: content.to_owned(),
    };
    let filed = file(connection, &context, &scope, new)?;
    let take = |connection: &mut Connection,
                context: Context,
                reach: &Scope,
                before: &Petition,
                taken: Step| {
        let (id, seen) = (before.id, IfMatch::version(before.version));
        step(connection, &context, reach, &alliance.scope, id, &seen, taken)
    };
    if course == Course::Withdrawn {
        let context = stage.account(petitioner, WITHDRAWN);
        take(connection, context, &scope, &filed, Step::Withdraw)?;
    }
    if course < Course::Forwarded {
        return Ok(());
    }
    let asked = stage.asked(ASKED)?;
    let context = stage.officer(alliance, FORWARDED);
    let forward = Step::Forward { agency: asked.agency.clone(), due_on: DUE };
    let forwarded = take(connection, context, &alliance.scope, &filed, forward)?;
    if course < Course::Answered {
        return Ok(());
    }
    let context = stage.officer(&asked, ANSWERED);
    let answer =
        Step::Answer { answer: "Đã giao đơn vị chuyên môn giải quyết.".to_owned() };
    let answered = take(connection, context, &asked.scope, &forwarded, answer)?;
    if course == Course::Closed {
        let context = stage.officer(alliance, CLOSED);
        take(connection, context, &alliance.scope, &answered, Step::Close)?;
    }
    Ok(())
}
