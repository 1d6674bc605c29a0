//! Who leads a programme today: whoever holds what the agency that the programme names was entrusted
//! with (DOMAIN section 3). On 2025-03-01 the programmes of `so-nnptnt` passed to `so-nnmt`.

use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

/// Whether whoever reaches so far leads today what this agency leads by name.
#[must_use]
pub fn leads(agencies: &Agencies, scope: &Scope, lead: &AgencyCode, today: Date) -> bool {
    competence::holds(agencies, scope, lead, today)
}

/// The agencies by whose names programmes are led that whoever reaches so far leads today: for a
/// WHERE. An agency that has ended keeps those of its own name.
#[must_use]
pub fn led(agencies: &Agencies, scope: &Scope, today: Date) -> Vec<AgencyCode> {
    competence::held_names(agencies, scope, today)
}

/// Refuses whoever does not lead today what this agency leads by name.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`], with the agency that does.
pub fn require(
    agencies: &Agencies,
    scope: &Scope,
    lead: &AgencyCode,
    today: Date,
) -> Result<(), Refusal> {
    if leads(agencies, scope, lead, today) {
        return Ok(());
    }
    let holder = agencies.successor(lead, today);
    let (vi, en) = holder
        .map_or((lead.as_str(), lead.as_str()), |one| (one.name_vi.as_str(), one.name_en.as_str()));
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::made(
            format!("Chương trình này do {vi} chủ trì."),
            format!("This programme is led by: {en}."),
        ),
    )
    .advising(Text::fixed("Hãy gửi đề nghị đến cơ quan chủ trì.", "Turn to the lead agency.")))
}

#[cfg(test)]
mod tests {
    use htx_model::{
        administrative::Territory, agency::AgencyKind, policy::Reach, principal::Holder,
    };

    use super::*;

    fn scope_of(code: &str) -> Scope {
        let holder = Holder::Agency {
            code: AgencyCode::parse(code).unwrap(),
            kinds: vec![AgencyKind::Agriculture],
            territory: Territory::City,
            ended: false,
        };
        Scope::nothing().with(Reach::OwnAgency, &holder)
    }

    #[test]
    fn the_programmes_of_agriculture_passed_on_the_first_of_march() {
        let agencies = Agencies::embedded().unwrap();
        let lead = AgencyCode::parse("so-nnptnt").unwrap();
        let (before, after) = (Date::new(2025, 2, 28).unwrap(), Date::new(2025, 3, 1).unwrap());
        let (old, new) = (scope_of("so-nnptnt"), scope_of("so-nnmt"));
        assert!(leads(agencies, &old, &lead, before) && !leads(agencies, &new, &lead, before));
        assert!(!leads(agencies, &old, &lead, after) && leads(agencies, &new, &lead, after));
        let refusal = require(agencies, &old, &lead, after).unwrap_err();
        assert_eq!(refusal.detail.vi, "Chương trình này do Sở Nông nghiệp và Môi trường chủ trì.");
    }

    #[test]
    fn what_is_led_is_named_by_every_agency_whose_work_was_taken_over() {
        let agencies = Agencies::embedded().unwrap();
        let today = Date::new(2025, 5, 12).unwrap();
        let codes = |code| -> Vec<String> {
            let led = led(agencies, &scope_of(code), today);
            led.iter().map(ToString::to_string).collect()
        };
        assert_eq!(codes("so-nnmt"), ["so-nnptnt", "so-tnmt", "so-nnmt"]);
        assert_eq!(codes("so-nnptnt"), ["so-nnptnt"], "what it led stays visible to it");
        assert_eq!(codes("lmhtx"), ["lmhtx"]);
    }
}
