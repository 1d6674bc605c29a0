//! The tasks of a synthetic year: most were confirmed, some are hindered, some were never begun.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::plan::{EvidenceKind, TaskAction};

use super::{SYNTHETIC, Setting, day};
use crate::{
    domain::task::{Task, evidence::Entered},
    store::{self, task::Filter},
    usecase::task,
};

const TASKS_MAX: i64 = 2_000;
/// When what is done is done.
const BEGUN_ON: (i16, i8, i8) = (2025, 3, 10);
const SHOWN_ON: (i16, i8, i8) = (2025, 6, 12);
const HINDERED_ON: (i16, i8, i8) = (2025, 9, 4);
const DONE_ON: (i16, i8, i8) = (2025, 10, 20);
const REVIEWED_ON: (i16, i8, i8) = (2025, 11, 6);
const PLANNING: &str = "so-tc";

/// Has the tasks done, each as far as its place in the list says.
pub(super) fn make(stage: &Setting, connection: &mut Connection) -> Result<(), Failure> {
    let tasks = store::task::list(connection, &None, &Filter::default(), None, TASKS_MAX)?;
    for (index, one) in tasks.into_iter().enumerate() {
        stage.work(connection, one, index % 10)?;
    }
    Ok(())
}

impl Setting {
    fn work(&self, connection: &mut Connection, task: Task, far: usize) -> Result<(), Failure> {
        if far == 0 {
            return Ok(());
        }
        let task = self.step(connection, task, (TaskAction::Start, None), BEGUN_ON)?;
        let task = self.show(connection, task)?;
        let task = match far {
            1 => return Ok(()),
            2 => {
                let why = Some("Chưa được bố trí kinh phí (dữ liệu tổng hợp)");
                return self
                    .step(connection, task, (TaskAction::Hinder, why), HINDERED_ON)
                    .map(drop);
            }
            _ => self.step(connection, task, (TaskAction::Complete, None), DONE_ON)?,
        };
        let review = match far {
            3 => return Ok(()),
            4 => (TaskAction::Return, Some("Minh chứng chưa nêu kết quả (dữ liệu tổng hợp)")),
            _ => (TaskAction::Confirm, None),
        };
        let of = (task.id, &IfMatch::version(task.version));
        self.act(connection, (PLANNING, "officer"), day(REVIEWED_ON)?, |act| {
            task::step(act, of, review.0, review.1)
        })?;
        Ok(())
    }

    fn step(
        &self,
        connection: &mut Connection,
        task: Task,
        (action, why): (TaskAction, Option<&str>),
        on: (i16, i8, i8),
    ) -> Result<Task, Failure> {
        let on = day(on)?;
        let holder = self.holder(&task.agency, on);
        let of = (task.id, &IfMatch::version(task.version));
        self.act(connection, (holder.as_str(), "officer"), on, |act| {
            task::step(act, of, action, why)
        })
    }

    fn show(&self, connection: &mut Connection, task: Task) -> Result<Task, Failure> {
        let on = day(SHOWN_ON)?;
        let holder = self.holder(&task.agency, on);
        let entered = Entered {
            kind: EvidenceKind::Document,
            text: format!("{}/BC-TH: {SYNTHETIC}", task.duty),
            dated: on,
        };
        let of = (task.id, &IfMatch::version(task.version));
        self.act(connection, (holder.as_str(), "officer"), on, |act| {
            task::add_evidence(act, of, entered)
        })
    }
}
