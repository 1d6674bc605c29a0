//! Records of a case as the view shows them.

use super::{
    AuditedBlocker, AuditedDocument, AuditedNotice, AuditedObjection,
    records::{BlockerRecord, DocumentRecord, NoticeRecord, ObjectionRecord},
};

pub(super) fn blocker(record: &BlockerRecord) -> AuditedBlocker {
    let answer = record.answer.as_ref();
    AuditedBlocker {
        id: record.id.uuid(),
        kind: record.kind,
        blocking: record.blocking,
        state: record.state,
        agency: record.asked.agency.clone(),
        agency_name: record.asked.name.clone(),
        raised_on: record.raised_on,
        due_on: record.due_on,
        answered_on: answer.map(|answer| answer.on),
        answered_by: answer.map(|answer| answer.name.clone()),
        outcome: answer.map(|answer| answer.outcome),
        closed_on: record.closing.as_ref().map(|closing| closing.on),
    }
}

pub(super) fn notice(record: &NoticeRecord) -> AuditedNotice {
    AuditedNotice {
        number: record.number.to_string(),
        state: record.state,
        authority: record.published.authority.clone(),
        published_on: record.published_on,
        window_ends_on: record.window_ends_on,
    }
}

pub(super) fn objection(record: &ObjectionRecord) -> AuditedObjection {
    AuditedObjection {
        id: record.id.uuid(),
        objector: record.objector,
        objector_name: record.objector_name.clone(),
        amount_vnd: record.amount_vnd,
        state: record.state,
        filed_on: record.filed_on,
        decided_on: record.outcome.as_ref().map(|outcome| outcome.on),
    }
}

pub(super) fn document(record: &DocumentRecord) -> AuditedDocument {
    AuditedDocument {
        id: record.id,
        sha256: record.sha256.clone(),
        media_type: record.media_type.clone(),
        size: record.size,
    }
}
