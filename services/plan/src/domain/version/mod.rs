//! What is prepared by one and adopted by another: versions of a plan and of its allocations, one state
//! machine for both.

pub mod lifecycle;

use std::{fmt, str::FromStr};

use htx_model::{
    date::{Date, Instant},
    id::{PlanId, PlanVersionId},
    plan::{PaperState, Receivers},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{allocation, plan};

/// What something is a version of, within a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The plan itself.
    Plan,
    /// The allocation of a target.
    Allocation {
        /// The target's code.
        target: String,
        /// Among whom.
        receivers: Receivers,
    },
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// What a plan says.
    Plan(plan::Content),
    /// How a target is allocated.
    Allocation(allocation::Content),
}

/// A version of a plan, or of an allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its id.
    pub id: PlanVersionId,
    /// Of which plan.
    pub plan: PlanId,
    /// What it is a version of.
    #[serde(serialize_with = "written")]
    pub subject: Subject,
    /// Its number, from 1.
    pub number: u32,
    /// Where it stands.
    pub state: PaperState,
    /// The day of its adoption; nothing where it holds since before the register.
    pub valid_from: Option<Date>,
    /// What it says.
    pub content: Said,
    /// Whoever wrote in it: none of them adopts it.
    pub prepared_by: Vec<Uuid>,
    /// The login name of whoever wrote in it last.
    pub prepared_by_name: String,
    /// The login name of whoever adopted, returned or discarded it.
    pub decided_by_name: Option<String>,
    /// On which day.
    pub decided_on: Option<Date>,
    /// Why it was returned or discarded.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

fn written<S: serde::Serializer>(subject: &Subject, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(subject)
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan => formatter.write_str("plan"),
            Self::Allocation { target, receivers } => {
                write!(formatter, "allocation/{target}/{receivers}")
            }
        }
    }
}

/// The text names nothing that has versions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names nothing that has versions")]
pub struct NoSubject(String);

impl FromStr for Subject {
    type Err = NoSubject;

    fn from_str(text: &str) -> Result<Self, NoSubject> {
        if text == "plan" {
            return Ok(Self::Plan);
        }
        let parts = text.strip_prefix("allocation/").and_then(|rest| rest.split_once('/'));
        let allocation = parts.and_then(|(target, receivers)| {
            Some(Self::Allocation { target: target.to_owned(), receivers: receivers.parse().ok()? })
        });
        allocation.ok_or_else(|| NoSubject(text.to_owned()))
    }
}

impl Said {
    /// What a plan says, if this is of one.
    #[must_use]
    pub fn plan(&self) -> Option<&plan::Content> {
        match self {
            Self::Plan(content) => Some(content),
            Self::Allocation(_) => None,
        }
    }

    /// How a target is allocated, if this says it.
    #[must_use]
    pub fn allocation(&self) -> Option<&allocation::Content> {
        match self {
            Self::Allocation(content) => Some(content),
            Self::Plan(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_as_it_is_written() {
        let target = "training_classes".to_owned();
        for subject in
            [Subject::Plan, Subject::Allocation { target, receivers: Receivers::District }]
        {
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        for text in ["", "plans", "allocation/x", "allocation/x/village"] {
            assert!(text.parse::<Subject>().is_err(), "{text}");
        }
    }
}
