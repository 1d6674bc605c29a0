//! What an application still lacks: named whole, each with its code, its article, and who can mend
//! it.

use std::{borrow::Cow, collections::BTreeSet};

use htx_model::{
    application::{ApplicationKind, Mender},
    date::Date,
    organisation::OrganisationKind,
    refusal::{Fault, Text},
};

use super::{Attachment, requirement};

/// Something that an application lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What, where, and by which article.
    pub fault: Fault,
    /// Who can mend it.
    pub mender: Mender,
}

impl Missing {
    /// Something that the applicant must mend.
    #[must_use]
    pub fn of_applicant(fault: Fault) -> Self {
        let mender = match fault.code {
            // The tax system gives it, and nobody else.
            "missing_registration_number" => Mender::Tax,
            _ => Mender::Applicant,
        };
        Self { fault, mender }
    }
}

/// Faults found in a part of the proposal, with their pointers from the application.
#[must_use]
pub fn under(prefix: &str, faults: Vec<Fault>) -> Vec<Fault> {
    let place = |fault: &Fault| Cow::Owned(format!("{prefix}{}", fault.pointer));
    faults.into_iter().map(|fault| Fault { pointer: place(&fault), ..fault }).collect()
}

/// The documents that are missing, and those that nobody asks for.
#[must_use]
pub fn missing_documents(
    kind: ApplicationKind,
    organisation_kind: OrganisationKind,
    on: Date,
    attachments: &[Attachment],
) -> Vec<Missing> {
    let given: BTreeSet<_> = attachments.iter().map(|one| one.requirement.as_str()).collect();
    requirement::of(kind, organisation_kind, on)
        .filter(|row| row.required && !given.contains(row.code))
        .map(|row| {
            Missing::of_applicant(Fault {
                pointer: Cow::Owned(format!("/attachments/{}", row.code)),
                code: "missing_document",
                detail: Text::made(
                    format!("Thiếu tài liệu: {}.", row.name_vi),
                    format!("A document is missing: {}.", row.name_en),
                ),
                legal_basis: Some(row.basis()),
            })
        })
        .collect()
}

/// Attachments that answer to no requirement of the kind.
#[must_use]
pub fn unknown_documents(
    kind: ApplicationKind,
    organisation_kind: OrganisationKind,
    on: Date,
    attachments: &[Attachment],
) -> Vec<Fault> {
    let known: BTreeSet<_> =
        requirement::of(kind, organisation_kind, on).map(|row| row.code).collect();
    let unknown =
        attachments.iter().enumerate().filter(|(_, one)| !known.contains(one.requirement.as_str()));
    unknown
        .map(|(at, _)| Fault::new(Cow::Owned(format!("/attachments/{at}/requirement")), "unknown_requirement", Text::fixed(
                "Loại hồ sơ này không có thành phần này; xem /v1/application-requirements.",
                "This kind of application has no such document; see /v1/application-requirements.",
            )))
        .collect()
}

#[cfg(test)]
mod tests {
    use htx_model::id::Id;

    use super::*;

    fn attached(code: &str) -> Attachment {
        let document = Id::from_uuid(uuid::Uuid::from_u128(1));
        Attachment { requirement: code.to_owned(), document_id: document }
    }

    #[test]
    fn what_is_missing_is_named_whole_and_what_nobody_asks_for_is_refused() {
        let on = Date::parse("2025-05-12").unwrap();
        let (kind, of_kind) = (ApplicationKind::Reissue, OrganisationKind::Cooperative);
        let missing = missing_documents(kind, of_kind, on, &[attached("loss_report")]);
        let pointers: Vec<_> = missing.iter().map(|one| one.fault.pointer.clone()).collect();
        assert_eq!(pointers, ["/attachments/application_form"]);
        assert!(missing.iter().all(|one| one.mender == Mender::Applicant));
        assert!(missing.iter().all(|one| one.fault.legal_basis.is_some()));
        let unknown = unknown_documents(kind, of_kind, on, &[attached("charter")]);
        assert_eq!(unknown[0].pointer, "/attachments/0/requirement");
    }
}
