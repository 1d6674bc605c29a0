//! The synthetic city decides its applications, gives what was promised, and ends them.

use super::*;

pub(super) fn decide_all(
    connection: &mut Connection,
    stage: &Stage,
    paper: &Received,
    cases: &mut [Case<'_>],
    budgets: &BTreeMap<&'static str, BudgetId>,
) -> Result<(), Failure> {
    stage.turn_to(day(8, 18));
    for case in cases.iter_mut().filter(|case| case.is_to(SupportState::Rejected)) {
        let officer = case.officer(stage);
        let free = case.line.form == EntitlementForm::NonMonetary;
        let proposed = Proposed {
            form: case.line.form,
            amount_vnd: if free { 0 } else { GRANT },
            budget: budgets.get(case.line.programme).copied().filter(|_| !free),
        };
        case.step(connection, stage, &officer, |act, of| {
            propose::propose(act, of, proposed, Said::default())
        })?;
        let id = case.id;
        let document = stage.act(connection, &officer, |act| {
            let led = act.held_names();
            let (reach, agency) = ((officer.scope(), &led[..]), officer.agency().cloned());
            let who = officer.who();
            documents::upload(act.connection, act.context, reach, (id, agency), who, paper)
        })?;
        case.paper = Some(document.id);
    }
    stage.turn_to(day(9, 3));
    for (at, case) in
        cases.iter_mut().enumerate().filter(|(_, case)| case.is_to(SupportState::Rejected))
    {
        let approver = case.approver(stage);
        let signed =
            decide::Signed { number: format!("GL-{}/QĐ", at + 10), on: None, said: case.said() };
        let rejects = case.goal == SupportState::Rejected;
        case.step(connection, stage, &approver, |act, of| {
            if rejects { decide::reject(act, of, signed) } else { decide::approve(act, of, signed) }
        })?;
    }
    Ok(())
}

pub(super) fn finish_all(
    connection: &mut Connection,
    stage: &Stage,
    cases: &mut [Case<'_>],
) -> Result<(), Failure> {
    place_workers(connection, stage, cases)?;
    stage.turn_to(day(11, 10));
    for case in cases.iter_mut().filter(|case| case.at.application.state == SupportState::Approved)
    {
        let pays = rank(case.goal) >= rank(SupportState::Recovering);
        let workers = case.line.kind == SupportKind::YoungWorkers;
        if !(pays || workers) {
            continue;
        }
        let free = case.line.form == EntitlementForm::NonMonetary;
        let payment = NewPayment {
            amount_vnd: if free {
                0
            } else if workers {
                12_000_000
            } else {
                GRANT
            },
            worker_months: workers.then_some(4),
            paid_on: None,
            reference: "GL-UNC 01".to_owned(),
            said: case.said(),
        };
        let officer = case.officer(stage);
        case.step(connection, stage, &officer, |act, of| pay::disburse(act, of, payment))?;
    }
    stage.turn_to(day(12, 1));
    for case in cases.iter_mut() {
        let cancels = matches!(case.goal, SupportState::Cancelled | SupportState::Recovering);
        if cancels && case.at.application.state == SupportState::Approved {
            let (approver, said) = (case.approver(stage), case.said());
            case.step(connection, stage, &approver, |act, of| close::cancel(act, of, said))?;
        }
        if case.is_to(SupportState::Accepted) && case.at.application.state == SupportState::Approved
        {
            let (officer, said) = (case.officer(stage), case.said());
            case.step(connection, stage, &officer, |act, of| close::accept(act, of, said))?;
        }
    }
    stage.turn_to(day(12, 15));
    for case in cases.iter_mut().filter(|case| case.goal == SupportState::Completed) {
        if case.at.application.state == SupportState::Accepted {
            let (approver, said) = (case.approver(stage), case.said());
            case.step(connection, stage, &approver, |act, of| close::complete(act, of, said))?;
        }
    }
    Ok(())
}

/// Two young workers of each grant, with two worked months each.
fn place_workers(
    connection: &mut Connection,
    stage: &Stage,
    cases: &[Case<'_>],
) -> Result<(), Failure> {
    let granted = |case: &&Case<'_>| {
        case.line.kind == SupportKind::YoungWorkers
            && case.at.application.state == SupportState::Approved
    };
    let mut placed = Vec::new();
    stage.turn_to(day(9, 8));
    for case in cases.iter().filter(granted) {
        let own = stage.of_organisation(case.organisation);
        for name in ["Nguyễn Văn Giả Lập", "Trần Thị Giả Lập"] {
            // Numbers that no citizen has: their first three digits name no province.
            let number = stage.ids.make::<htx_model::id::named::YoungWorker>().uuid().as_u128();
            let worker = Worker {
                name: name.to_owned(),
                birth_year: 2001,
                citizen_id: format!("999{:09}", number % 1_000_000_000),
                qualification: Some("Đại học".to_owned()),
            };
            let start = stage.today();
            let found = stage
                .act(connection, &own, |act| young_worker::place(act, case.id, (start, worker)))?;
            placed.push((own.clone(), found));
        }
    }
    stage.turn_to(day(11, 3));
    for (own, found) in placed {
        let seen = IfMatch::version(found.stored.placement.version);
        let id = found.stored.placement.id;
        let months = vec![(day(9, 1), true), (day(10, 1), true), (day(11, 1), false)];
        stage.act(connection, &own, |act| young_worker::record_months(act, (id, &seen), months))?;
    }
    Ok(())
}
