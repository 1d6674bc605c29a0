//! What the steps of a case rest on: survey, seal and certificate, decision, notice, tax.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    agency::AgencyCode,
    dissolution::{
        Custody, DecisionKind, Route,
        grounds::{
            CouncilRole, CustodyItem, InventoryFinding, PeopleFinding, RecordsFinding, TaxOutcome,
        },
        money::AssetDivision,
    },
    money::Dong,
    people::HolderType,
};

use super::{
    course::{Course, Found},
    folder::Folder,
    stage::{Acting, Paper},
};
use crate::{
    domain::{
        decision::{CapitalLine, CapitalList, Member},
        notice::Contact,
        party::Party,
        survey::{Finding, Inventory, Line},
    },
    usecase::{
        custody::{self, NewCustody},
        decision::{self, NewCouncil, NewDecision, NewDeed},
        notice::{self, Publishing},
        survey::{self, NewSurvey},
        tax_clearance::{self, NewTaxClearance},
    },
};

/// The tax department.
pub(super) const TAX: &str = "cuc-thue";

/// A natural person or a company, as far as a synthetic city knows them.
pub(super) fn party(holder: HolderType, name: &str) -> Party {
    Party { holder, name: name.to_owned(), citizen_id: None, phone: None, address: None }
}

fn explained<F>(finding: F, why: &str) -> Option<Finding<F>> {
    Some(Finding { finding, explanation: Some(why.to_owned()) })
}

fn listed(lines: &[&str]) -> Option<Inventory> {
    let line = |name: &&str| Line { name: (*name).to_owned(), amount_vnd: None };
    let lines = lines.iter().map(line).collect();
    Some(Inventory { finding: InventoryFinding::Listed, lines, explanation: None })
}

fn none(why: &str) -> Option<Inventory> {
    let explanation = Some(why.to_owned());
    Some(Inventory { finding: InventoryFinding::NoneConfirmed, lines: Vec::new(), explanation })
}

impl Folder<'_> {
    pub(super) fn survey(&mut self, found: Found) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let new = match found {
            Found::Nothing => NewSurvey {
                surveyed_on: None,
                records: explained(RecordsFinding::Gone, "Không còn hồ sơ lưu"),
                people: explained(PeopleFinding::Nobody, "Không còn thành viên cư trú tại địa bàn"),
                assets: none("Ủy ban nhân dân xác nhận không có tài sản"),
                debts: none("Không có ai khai báo nợ"),
                documents,
            },
            Found::Ruin => NewSurvey {
                surveyed_on: None,
                records: explained(RecordsFinding::Gone, "Hồ sơ bị cháy cùng kho năm 2009"),
                people: explained(PeopleFinding::Nobody, "Ban quản trị đều đã mất"),
                assets: listed(&["Đất sân phơi không có giấy tờ", "Trạm bơm do Nhà nước đầu tư"]),
                debts: listed(&["Vay ngân hàng từ năm 2012"]),
                documents,
            },
            Found::Property => NewSurvey {
                surveyed_on: None,
                records: explained(RecordsFinding::Complete, "Sổ sách còn đủ"),
                people: explained(PeopleFinding::Board, "Hội đồng quản trị đang làm việc"),
                assets: listed(&["Nhà kho 200 m²", "Mương thoát nước", "Tiền mặt"]),
                debts: listed(&["Vay ngân hàng", "Lương người lao động"]),
                documents,
            },
        };
        let seen = IfMatch::version(0);
        survey::put(self.connection, &context, &caller, self.id, &seen, new)?;
        Ok(())
    }

    pub(super) fn custody(&mut self, found: Found) -> Result<(), Failure> {
        let (seal, certificate, why) = match found {
            Found::Nothing => (Custody::NeverIssued, Custody::Unrecoverable, "Không rõ ai giữ"),
            Found::Ruin => (Custody::Lost, Custody::Lost, "Thất lạc sau khi chủ nhiệm mất"),
            Found::Property => (Custody::InUse, Custody::Held, "Văn phòng hợp tác xã giữ"),
        };
        self.say_custody(0, [seal, certificate], why)
    }

    /// Seal and certificate are given back to the authority.
    pub(super) fn return_seal(&mut self) -> Result<(), Failure> {
        self.say_custody(2, [Custody::Returned; 2], "Đã thu hồi, có biên bản")
    }

    fn say_custody(
        &mut self,
        seen: i64,
        [seal, paper]: [Custody; 2],
        why: &str,
    ) -> Result<(), Failure> {
        let document = self.document(Paper::Minutes)?;
        let Acting { context, caller } = self.officer();
        let said = |custody| NewCustody {
            custody,
            since: None,
            reason: Some(why.to_owned()),
            documents: vec![document],
        };
        let both = vec![(CustodyItem::Seal, said(seal)), (CustodyItem::Certificate, said(paper))];
        let seen = IfMatch::version(seen);
        custody::put(self.connection, &context, &caller, self.id, &seen, both)?;
        Ok(())
    }

    pub(super) fn prepare_decision(&mut self, course: Course) -> Result<(), Failure> {
        let document = self.document(Paper::Decision)?;
        let Acting { context, caller } = self.officer();
        let (kind, number, issuer) = match course.route {
            Route::Voluntary => (
                DecisionKind::GeneralMeetingResolution,
                "03/NQ-ĐHTV",
                "Đại hội thành viên".to_owned(),
            ),
            Route::Court => (DecisionKind::CourtDecision, "11/QĐ-TA", "Tòa án nhân dân".to_owned()),
            Route::Revocation => {
                (DecisionKind::RevocationDecision, "25/QĐ-UBND", self.desk.name.clone())
            }
            Route::Legacy | Route::Dormant => {
                (DecisionKind::AuthorityDecision, "48/QĐ-UBND", self.desk.name.clone())
            }
        };
        let deed = NewDeed {
            kind,
            number: number.to_owned(),
            issued_on: self.held_on(),
            issuer,
            documents: vec![document],
        };
        let council = match course.found {
            Found::Property => NewCouncil::Formed(council()),
            Found::Nothing | Found::Ruin => NewCouncil::Replaced {
                reason: "Không còn thành viên để lập hội đồng".to_owned(),
                agency: self.desk.agency.clone(),
            },
        };
        let new = NewDecision {
            document: Some(deed),
            council: Some(council),
            capital: Some(capital(course.found)),
        };
        let (service, seen) = (&self.stage.service, IfMatch::version(0));
        let agencies = &service.agencies;
        decision::put(self.connection, &context, agencies, &caller, self.id, &seen, new)?;
        Ok(())
    }

    pub(super) fn publish(&mut self) -> Result<(), Failure> {
        let Acting { context, caller } = self.officer();
        let address = "Trụ sở Ủy ban nhân dân";
        let contact = Contact::check(&self.desk.name, address, None);
        let contact = contact.map_err(htx_model::refusal::Refusal::rules)?;
        let publishing = Publishing { contact, reason: None };
        let service = &self.stage.service;
        notice::publish(self.connection, &context, service, &caller, self.id, publishing)?;
        Ok(())
    }

    pub(super) fn inform_tax(&mut self) -> Result<(), Failure> {
        let document = self.document(Paper::Answer)?;
        let Acting { context, caller } = self.officer();
        notice::inform_tax(self.connection, &context, &caller, self.id, None, Some(document))?;
        Ok(())
    }

    /// The tax department has its last word: nothing is owed, or what to do about what cannot be
    /// collected.
    pub(super) fn clear_taxes(&mut self, uncollectable: bool) -> Result<(), Failure> {
        let tax = AgencyCode::parse(TAX).map_err(Failure::unexpected)?;
        let desk = self.stage.asked(&tax)?;
        let document = self.document_by(&desk, Paper::Answer)?;
        let Acting { context, caller } = self.stage.officer(&desk, self.day);
        let drawn = self.stage.draw()?;
        let new = NewTaxClearance {
            outcome: if uncollectable { TaxOutcome::Proposal } else { TaxOutcome::Cleared },
            number: format!("{}/CT-QLN", 1_500 + drawn),
            issued_on: None,
            amount_vnd: uncollectable.then_some(4_000_000 + 150_000 * drawn),
            note: uncollectable.then(|| "Đề nghị xóa nợ không có khả năng thu".to_owned()),
            documents: vec![document],
        };
        let agencies = &self.stage.service.agencies;
        tax_clearance::record(self.connection, &context, agencies, &caller, self.id, new)?;
        Ok(())
    }
}

fn council() -> Vec<Member> {
    let member = |role, name| Member { role, person: party(HolderType::NaturalPerson, name) };
    vec![
        member(CouncilRole::Chair, "Nguyễn Văn Giả Lập"),
        member(CouncilRole::Secretary, "Trần Thị Giả Lập"),
        member(CouncilRole::Member, "Lê Văn Giả Lập"),
    ]
}

fn capital(found: Found) -> CapitalList {
    let line = |name: &str, division, amount| CapitalLine {
        name: name.to_owned(),
        division,
        amount_vnd: Dong(amount),
    };
    match found {
        Found::Nothing => CapitalList {
            lines: Vec::new(),
            undivided: InventoryFinding::NoneConfirmed,
            explanation: Some("Không còn vốn, quỹ".to_owned()),
        },
        Found::Ruin => CapitalList {
            lines: vec![line("Trạm bơm do Nhà nước đầu tư", AssetDivision::Undivided, 35_000_000)],
            undivided: InventoryFinding::Listed,
            explanation: None,
        },
        Found::Property => CapitalList {
            lines: vec![
                line("Vốn góp của thành viên", AssetDivision::Divisible, 50_000_000),
                line("Quỹ không chia, mương thoát nước", AssetDivision::Undivided, 20_000_000),
            ],
            undivided: InventoryFinding::Listed,
            explanation: None,
        },
    }
}
