//! Brings an application to a state, by the steps that lead there.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    application::ApplicationKind, date::Date, id::OrganisationId, organisation::OrganisationKind,
};

use super::stage::{Desk, Stage};
use crate::{
    domain::application::{Attachment, Finding, Proposal, requirement},
    usecase::{
        application::{self, Approval, NewApplication, Written},
        document::{self, Belonging},
    },
};

/// How far an application goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It is being written.
    Drafted,
    /// It waits.
    Submitted,
    /// Somebody looks at it.
    Reviewed,
    /// The applicant must mend it.
    Returned,
    /// The applicant mended it.
    Resubmitted,
    /// It was decided for.
    Approved,
    /// It was decided against.
    Rejected,
    /// The applicant took it back.
    Withdrawn,
}

/// An application that is to be filed.
#[derive(Debug, Clone)]
pub(super) struct Filing {
    /// Who prepares and decides it.
    pub(super) desk: Desk,
    /// Who applies; nobody yet, of an establishment.
    pub(super) organisation: Option<OrganisationId>,
    /// Of which kind it is, or is to be.
    pub(super) organisation_kind: OrganisationKind,
    /// What is asked for.
    pub(super) proposal: Proposal,
    /// The numbers that the tax system gave.
    pub(super) numbers: Vec<String>,
    /// The day on which it is begun and handed in.
    pub(super) begun_on: Date,
    /// How far it goes.
    pub(super) course: Course,
}

/// Files it, and takes the steps of its course: one working day to the review, two to the decision.
pub(super) fn file(
    connection: &mut Connection,
    stage: &Stage,
    filing: Filing,
) -> Result<Written, Failure> {
    let Filing { desk, begun_on, course, .. } = filing.clone();
    let (officer, ground) = (desk.preparing(), stage.ground());
    let context = stage.officer(&desk, begun_on);
    let new = NewApplication {
        organisation: filing.organisation,
        attachments: attachments(connection, stage, &context, &filing)?,
        proposal: filing.proposal,
    };
    let begun = application::create(connection, &context, &officer, ground, &desk.scope, new)?;
    if course == Course::Drafted {
        return Ok(begun);
    }
    let (id, seen) = now(&begun);
    let submitted = application::submit(connection, &context, &officer, ground, (id, &seen))?;
    if course == Course::Submitted {
        return Ok(submitted);
    }
    let context = stage.officer(&desk, stage.after(begun_on, 1));
    let (id, seen) = now(&submitted);
    if course == Course::Withdrawn {
        return application::withdraw(connection, &context, &officer, (id, &seen));
    }
    let reviewed = application::start_review(connection, &context, &officer, (id, &seen))?;
    match course {
        Course::Returned | Course::Resubmitted => {
            give_back(connection, stage, &desk, &reviewed, begun_on, course)
        }
        Course::Approved | Course::Rejected => {
            decide(connection, stage, &desk, &reviewed, begun_on, (course, filing.numbers))
        }
        _ => Ok(reviewed),
    }
}

fn give_back(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    reviewed: &Written,
    begun_on: Date,
    course: Course,
) -> Result<Written, Failure> {
    let (officer, ground) = (desk.preparing(), stage.ground());
    let context = stage.officer(desk, stage.after(begun_on, 2));
    let findings = vec![Finding {
        pointer: "/attachments/application_form".to_owned(),
        reason: "Giấy đề nghị thiếu chữ ký của người đại diện".to_owned(),
    }];
    let (id, seen) = now(reviewed);
    let act = (id, &seen);
    let returned = application::give_back(connection, &context, &officer, ground, act, findings)?;
    if course == Course::Returned {
        return Ok(returned);
    }
    let context = stage.officer(desk, stage.after(begun_on, 4));
    let (id, seen) = now(&returned);
    application::resubmit(connection, &context, &officer, ground, (id, &seen))
}

fn decide(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    reviewed: &Written,
    begun_on: Date,
    (course, registration_numbers): (Course, Vec<String>),
) -> Result<Written, Failure> {
    let (approver, ground) = (desk.deciding(), stage.ground());
    let context = stage.approver(desk, stage.after(begun_on, 2));
    let (id, seen) = now(reviewed);
    if course == Course::Rejected {
        let (reason, basis) = ("Hồ sơ không đúng đối tượng", "92/2024/NĐ-CP");
        let act = (id, &seen);
        let (reason, basis) = (reason.to_owned(), basis.to_owned());
        return application::reject(connection, &context, &approver, act, reason, basis);
    }
    let approval = Approval { legal_basis: None, registration_numbers };
    application::approve(connection, &context, &approver, ground, (id, &seen), approval)
}

/// The application as whoever acts next has read it.
fn now(written: &Written) -> (htx_model::id::ApplicationId, IfMatch) {
    (written.application.id, IfMatch::version(written.version))
}

/// The documents that the application needs, uploaded for it.
fn attachments(
    connection: &mut Connection,
    stage: &Stage,
    context: &Context,
    filing: &Filing,
) -> Result<Vec<Attachment>, Failure> {
    let kind: ApplicationKind = filing.proposal.kind();
    let needed: Vec<_> = requirement::of(kind, filing.organisation_kind, filing.begun_on)
        .filter(|row| row.required)
        .collect();
    let mut attachments = Vec::with_capacity(needed.len());
    for row in needed {
        let Some(paper) = stage.papers.get(row.code) else { continue };
        let belonging = Belonging {
            organisation: filing.organisation,
            agency: Some(filing.desk.agency.clone()),
        };
        let (scope, officer) = (&filing.desk.scope, filing.desk.officer);
        let kept = document::upload(connection, context, scope, officer, belonging, paper)?;
        let requirement = row.code.to_owned();
        attachments.push(Attachment { requirement, document_id: kept.id });
    }
    Ok(attachments)
}
