//! What the organisation owns and owes, and what becomes of it.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    agency::AgencyCode,
    dissolution::money::{
        AssetDivision, AssetKind, AssetOrigin, CashEntryKind, DebtKind, DisposalKind, PaymentClass,
        SettlementOutcome, ValuationMethod,
    },
    id::{AssetId, ClaimId, ReceivableId},
    people::HolderType,
};

use super::{
    SETTLED,
    course::{Course, Found},
    folder::Folder,
    ground::party,
    stage::{Acting, Paper},
};
use crate::{
    store::money::cash_entry::{self, Filter},
    usecase::money::{
        assets::{self, NewAsset, NewDecision, NewValuation},
        cash_book::{self, NewEntry},
        claims::{self, Act, Grounds, NewClaim},
        disposal::{self, HandOver, NewDisposal},
        receivables::{self, NewReceivable},
    },
};

/// Which agency decides on land, and which on the rest.
const LAND: &str = "so-nnmt";
const FINANCE: &str = "so-tc";
/// The đồng of one unit of a case, and how much a draw adds.
const UNIT: i64 = 500_000;
const UNIT_STEP: i64 = 50_000;
/// More payments than a case of this city has.
const PAYMENTS_MAX: i64 = 100;

/// What was entered in a case of property.
struct Entered {
    unit: i64,
    warehouse: AssetId,
    debtor: ReceivableId,
    claims: [(ClaimId, i64); 5],
}

impl Folder<'_> {
    /// Enters what there is. What is not brought to its end stays half done.
    pub(super) fn enter_money(&mut self, course: Course) -> Result<(), Failure> {
        match course.found {
            Found::Nothing => Ok(()),
            Found::Ruin => self.ruin(course.is_settled()),
            Found::Property => {
                let entered = self.property()?;
                if course.is_settled() { self.share_out(&entered) } else { self.half(&entered) }
            }
        }
    }

    /// Members have what falls to them.
    pub(super) fn end_money(&mut self, course: Course) -> Result<(), Failure> {
        if course.found != Found::Property {
            return Ok(());
        }
        // After the window of the notice, what is left falls to the members by their contribution: 45
        // units on 30 and 20.
        self.day = SETTLED;
        let all = crate::store::money::claim::all(self.connection, self.id)?;
        for claim in all.iter().filter(|claim| claim.class == PaymentClass::Members) {
            let (entry, share) = ((Some(claim.id), None), claim.claimed.0 / 10 * 9);
            self.book(
                CashEntryKind::ClaimPayment,
                share,
                entry,
                "Chia phần còn lại cho thành viên",
            )?;
        }
        let all = crate::store::money::claim::all(self.connection, self.id)?;
        for claim in all.iter().filter(|claim| claim.class == PaymentClass::Members) {
            let settled = Act::Settle(SettlementOutcome::Paid);
            self.act_on_claim((claim.id, claim.version), settled, Paper::Receipt)?;
        }
        Ok(())
    }

    /// Land without papers, a pumping station of the state's, and a bank that nobody can pay.
    fn ruin(&mut self, to_the_end: bool) -> Result<(), Failure> {
        let unit = self.unit()?;
        let land = ("Đất sân phơi", AssetKind::LandUseRight, AssetOrigin::Undocumented);
        let land = self.list(land, AssetDivision::Divisible, None)?;
        let station =
            ("Trạm bơm do Nhà nước đầu tư", AssetKind::StateFunded, AssetOrigin::Undocumented);
        let station = self.list(station, AssetDivision::Undivided, Some(70 * unit))?;
        let bank = (DebtKind::CreditInstitution, PaymentClass::Unsecured);
        let bank =
            self.claim(bank, party(HolderType::LegalEntity, "Ngân hàng Giả Lập"), 260 * unit)?;
        let worker = (DebtKind::Worker, PaymentClass::Workers);
        let who = party(HolderType::NaturalPerson, "Đỗ Văn Giả Lập");
        let worker = self.claim(worker, who, 6 * unit)?;
        self.act_on_claim(
            (bank, 1),
            Act::Admit { amount_vnd: None, contest_until: None },
            Paper::Evidence,
        )?;
        self.propose(land, DisposalKind::ReturnToState)?;
        if !to_the_end {
            return Ok(());
        }
        let whole = Act::Admit { amount_vnd: None, contest_until: None };
        self.act_on_claim((worker, 1), whole, Paper::Evidence)?;
        self.act_on_claim((worker, 2), Act::Settle(SettlementOutcome::Waived), Paper::Minutes)?;
        self.act_on_claim((bank, 2), Act::Settle(SettlementOutcome::WrittenOff), Paper::Decision)?;
        self.decide(land, 2, DisposalKind::ReturnToState, LAND)?;
        self.dispose(land, 3, None)?;
        self.hand_over(station)
    }

    /// A warehouse that secures a loan, a ditch for everybody, a debtor, wages, members.
    fn property(&mut self) -> Result<Entered, Failure> {
        let unit = self.unit()?;
        let kept = ("Nhà kho 200 m²", AssetKind::Fixed, AssetOrigin::Documented);
        let warehouse = self.list(kept, AssetDivision::Divisible, Some(120 * unit))?;
        let ditch = ("Mương thoát nước", AssetKind::StateFunded, AssetOrigin::Undocumented);
        self.list(ditch, AssetDivision::Undivided, Some(40 * unit))?;
        self.value(warehouse, 140 * unit)?;
        self.book(CashEntryKind::OpeningBalance, 12 * unit, (None, None), "Tồn quỹ")?;
        let debtor = self.receivable(8 * unit)?;
        let person = |name| party(HolderType::NaturalPerson, name);
        let company = |name| party(HolderType::LegalEntity, name);
        let claims = [
            (DebtKind::Worker, PaymentClass::Workers, person("Bùi Thị Giả Lập"), 20),
            (
                DebtKind::CreditInstitution,
                PaymentClass::Unsecured,
                company("Ngân hàng Giả Lập"),
                90,
            ),
            (DebtKind::State, PaymentClass::Unsecured, company("Trạm Thủy nông Giả Lập"), 10),
            (DebtKind::Member, PaymentClass::Members, person("Nguyễn Văn Giả Lập"), 30),
            (DebtKind::Member, PaymentClass::Members, person("Lê Văn Giả Lập"), 20),
        ];
        let mut entered = Vec::with_capacity(claims.len());
        for (kind, class, who, units) in claims {
            entered.push((self.claim((kind, class), who, units * unit)?, units * unit));
        }
        let claims = entered.try_into().map_err(|_| Failure::unexpected("five claims are five"))?;
        Ok(Entered { unit, warehouse, debtor, claims })
    }

    /// One claim is admitted and paid in part, one rejected, one contested; the rest waits.
    fn half(&mut self, entered: &Entered) -> Result<(), Failure> {
        let [worker, bank, state, ..] = entered.claims;
        let whole = Act::Admit { amount_vnd: None, contest_until: None };
        self.act_on_claim((worker.0, 1), whole, Paper::Evidence)?;
        let entry = (Some(worker.0), None);
        self.book(CashEntryKind::ClaimPayment, 5 * entered.unit, entry, "Trả một phần lương")?;
        let contest_until = Some(super::RESUMED);
        self.act_on_claim((state.0, 1), Act::Reject { contest_until }, Paper::Decision)?;
        let part = Act::Admit { amount_vnd: Some(bank.1 / 2), contest_until };
        self.act_on_claim((bank.0, 1), part, Paper::Decision)?;
        self.act_on_claim((bank.0, 2), Act::Contest, Paper::Evidence)?;
        self.propose(entered.warehouse, DisposalKind::Auction)
    }

    /// Everything is sold or handed over, everybody has what falls to them.
    fn share_out(&mut self, entered: &Entered) -> Result<(), Failure> {
        let unit = entered.unit;
        for (claim, _) in entered.claims {
            let whole = Act::Admit { amount_vnd: None, contest_until: None };
            self.act_on_claim((claim, 1), whole, Paper::Evidence)?;
        }
        self.propose(entered.warehouse, DisposalKind::Auction)?;
        self.decide(entered.warehouse, 3, DisposalKind::Auction, FINANCE)?;
        self.dispose(entered.warehouse, 4, Some(150 * unit))?;
        let collected = (None, Some(entered.debtor));
        self.book(CashEntryKind::ReceivableCollected, 8 * unit, collected, "Thu nợ vật tư")?;
        let company = party(HolderType::LegalEntity, "Công ty Đấu giá Giả Lập");
        let costs = (DebtKind::EconomicOrganisation, PaymentClass::DissolutionCosts);
        let costs = (self.claim(costs, company, 5 * unit)?, 5 * unit);
        let whole = Act::Admit { amount_vnd: None, contest_until: None };
        self.act_on_claim((costs.0, 1), whole, Paper::Evidence)?;
        let [worker, bank, state, ..] = entered.claims;
        // 170 units come in: costs and creditors have 125, members what is left once the window of the
        // notice is over.
        for (claim, amount) in [costs, worker, bank, state] {
            let entry = (Some(claim), None);
            self.book(CashEntryKind::ClaimPayment, amount, entry, "Thanh toán theo thứ tự")?;
        }
        let assets = crate::store::money::asset::all(self.connection, self.id)?;
        let ditch = assets.iter().find(|asset| asset.division == AssetDivision::Undivided);
        ditch.map_or(Ok(()), |ditch| self.hand_over(ditch.id))
    }

    /// What was paid comes back: the organisation goes on, and owes what it owed.
    pub(super) fn take_payments_back(&mut self) -> Result<(), Failure> {
        let only_payments = Filter { kind: Some(CashEntryKind::ClaimPayment), ..Filter::default() };
        let payments =
            cash_entry::list(self.connection, self.id, &only_payments, None, PAYMENTS_MAX)?;
        for (payment, _) in payments {
            let documents = vec![self.document(Paper::Receipt)?];
            let Acting { context, caller } = self.officer();
            let why = ("Hợp tác xã hoạt động trở lại".to_owned(), documents);
            let at = (self.id, payment.id);
            cash_book::reverse(self.connection, &context, &caller, at, why)?;
        }
        Ok(())
    }

    fn unit(&self) -> Result<i64, Failure> {
        Ok(UNIT + UNIT_STEP * self.stage.draw()?)
    }

    fn list(
        &mut self,
        (name, kind, origin): (&str, AssetKind, AssetOrigin),
        division: AssetDivision,
        book_value_vnd: Option<i64>,
    ) -> Result<AssetId, Failure> {
        let evidence = vec![self.document(Paper::Evidence)?];
        let Acting { context, caller } = self.officer();
        let (name, details) = (name.to_owned(), None);
        let new = NewAsset { kind, origin, division, name, details, book_value_vnd, evidence };
        Ok(assets::list_asset(self.connection, &context, &caller, self.id, new)?.id)
    }

    fn value(&mut self, asset: AssetId, value_vnd: i64) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let method = ValuationMethod::Council;
        let new = NewValuation { method, value_vnd, valued_on: None, documents };
        let (at, seen) = ((self.id, asset), IfMatch::version(1));
        assets::value(self.connection, &context, &caller, at, &seen, new)?;
        Ok(())
    }

    fn propose(&mut self, asset: AssetId, kind: DisposalKind) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let ((_, valuations), _) = assets::read(self.connection, &caller.scope, self.id, asset)?;
        // Nothing but its valuations was done with it before.
        let version = i64::try_from(valuations.len()).unwrap_or_default() + 1;
        let (at, seen) = ((self.id, asset), IfMatch::version(version));
        let proposal = (kind, "Không còn nhu cầu sử dụng".to_owned(), documents);
        assets::propose(self.connection, &context, &caller, at, &seen, proposal)?;
        Ok(())
    }

    fn decide(
        &mut self,
        asset: AssetId,
        version: i64,
        kind: DisposalKind,
        agency: &str,
    ) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Decision)?];
        let Acting { context, caller } = self.approver();
        let agency = AgencyCode::parse(agency).map_err(Failure::unexpected)?;
        let number = "215/QĐ".to_owned();
        let new = NewDecision { kind, agency, number, decided_on: None, documents };
        let (at, seen) = ((self.id, asset), IfMatch::version(version));
        let decision = (&*self.stage.service.agencies, new);
        assets::decide(self.connection, &context, &caller, at, &seen, decision)?;
        Ok(())
    }

    fn dispose(
        &mut self,
        asset: AssetId,
        version: i64,
        price_vnd: Option<i64>,
    ) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let new = NewDisposal { price_vnd, disposed_on: None, documents };
        let (at, seen) = ((self.id, asset), IfMatch::version(version));
        disposal::dispose(self.connection, &context, &caller, at, &seen, new)?;
        Ok(())
    }

    /// An undivided asset goes its own way, to the commune that keeps it.
    fn hand_over(&mut self, asset: AssetId) -> Result<(), Failure> {
        self.propose(asset, DisposalKind::HandOver)?;
        self.decide(asset, 2, DisposalKind::HandOver, FINANCE)?;
        let documents = vec![self.document(Paper::Minutes)?];
        let Acting { context, caller } = self.officer();
        let receiver = self.desk.name.clone();
        let agency = Some(self.desk.agency.clone());
        let new = HandOver { receiver, agency, handed_over_on: None, documents };
        let (at, seen) = ((self.id, asset), IfMatch::version(3));
        let handing = (&*self.stage.service.agencies, new);
        disposal::hand_over(self.connection, &context, &caller, at, &seen, handing)?;
        Ok(())
    }

    fn receivable(&mut self, amount_vnd: i64) -> Result<ReceivableId, Failure> {
        let evidence = vec![self.document(Paper::Evidence)?];
        let Acting { context, caller } = self.officer();
        let new = NewReceivable {
            debt_kind: DebtKind::EconomicOrganisation,
            debtor: party(HolderType::LegalEntity, "Công ty Nông sản Giả Lập"),
            amount_vnd,
            basis: "Hợp đồng mua bán nông sản".to_owned(),
            evidence,
        };
        Ok(receivables::register(self.connection, &context, &caller, self.id, new)?.id)
    }

    fn claim(
        &mut self,
        (debt_kind, class): (DebtKind, PaymentClass),
        creditor: crate::domain::party::Party,
        claimed_vnd: i64,
    ) -> Result<ClaimId, Failure> {
        let evidence = vec![self.document(Paper::Evidence)?];
        let Acting { context, caller } = self.officer();
        let basis = "Theo chứng từ kèm theo".to_owned();
        let secured_by = None;
        let new = NewClaim { debt_kind, class, secured_by, creditor, claimed_vnd, basis, evidence };
        Ok(claims::register(self.connection, &context, &caller, self.id, new)?.id)
    }

    fn act_on_claim(
        &mut self,
        (claim, version): (ClaimId, i64),
        act: Act,
        paper: Paper,
    ) -> Result<(), Failure> {
        let documents = vec![self.document(paper)?];
        let Acting { context, caller } =
            if matches!(act, Act::Contest) { self.officer() } else { self.approver() };
        let reason = "Theo hồ sơ và biên bản đối chiếu".to_owned();
        let grounds = Grounds { reason: Some(reason), documents };
        let (at, seen) = ((self.id, claim), IfMatch::version(version));
        claims::act(self.connection, &context, &caller, at, &seen, act, grounds)?;
        Ok(())
    }

    fn book(
        &mut self,
        kind: CashEntryKind,
        amount_vnd: i64,
        (claim, receivable): (Option<ClaimId>, Option<ReceivableId>),
        description: &str,
    ) -> Result<(), Failure> {
        let documents = vec![self.document(Paper::Receipt)?];
        let Acting { context, caller } = self.officer();
        let description = description.to_owned();
        let booked_on = None;
        let new =
            NewEntry { kind, amount_vnd, booked_on, claim, receivable, description, documents };
        cash_book::book(self.connection, &context, &caller, self.id, new)?;
        Ok(())
    }
}
