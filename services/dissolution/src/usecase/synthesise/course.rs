//! What becomes of the cases of a round.

use htx_model::dissolution::Route;

/// How far a case goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It was opened.
    Identified,
    /// It was surveyed.
    Surveyed,
    /// It was decided.
    Decided,
    /// It is being settled.
    Settling,
    /// It was suspended, and goes on.
    Resumed,
    /// It is settled.
    Settled,
    /// It is closed.
    Closed,
    /// It was suspended after the survey.
    SuspendedSurveyed,
    /// It was suspended while it was being settled.
    SuspendedSettling,
    /// It was withdrawn before anything was done.
    WithdrawnIdentified,
    /// It was withdrawn while it was being settled.
    WithdrawnSettling,
    /// It was handed to the court after the survey.
    BankruptSurveyed,
    /// It was handed to the court while it was being settled.
    BankruptSettling,
}

/// What the survey finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing at all, and it is confirmed.
    Nothing,
    /// Leaders dead, papers lost, seal lost, land without papers, the bank owed.
    Ruin,
    /// A warehouse, a loan, members who want their share.
    Property,
}

/// What is said against it within the window of the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objecting {
    /// Nothing.
    Nobody,
    /// The tax department objects, and nobody has decided it.
    Open,
    /// A creditor objected, and was not followed.
    Rejected,
    /// A member objected, and was right.
    Accepted,
}

/// The way of one case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// By which route.
    pub(super) route: Route,
    /// What is found.
    pub(super) found: Found,
    /// Who objects.
    pub(super) objecting: Objecting,
    /// How far it goes.
    pub(super) end: End,
    /// Whether it was done on paper the autumn before, and is entered now: its steps hold from then.
    pub(super) on_paper: bool,
}

const fn course(route: Route, found: Found, end: End) -> Course {
    Course { route, found, objecting: Objecting::Nobody, end, on_paper: false }
}

const fn objected(objecting: Objecting, course: Course) -> Course {
    Course { objecting, ..course }
}

const fn on_paper(course: Course) -> Course {
    Course { on_paper: true, ..course }
}

/// The cases of a round, one organisation each.
pub(super) const COURSES: &[Course] = &[
    course(Route::Dormant, Found::Nothing, End::Identified),
    course(Route::Legacy, Found::Ruin, End::Surveyed),
    course(Route::Legacy, Found::Ruin, End::Settling),
    on_paper(course(Route::Legacy, Found::Ruin, End::Closed)),
    course(Route::Dormant, Found::Nothing, End::Settled),
    course(Route::Dormant, Found::Nothing, End::Resumed),
    course(Route::Dormant, Found::Ruin, End::SuspendedSurveyed),
    course(Route::Dormant, Found::Nothing, End::WithdrawnIdentified),
    course(Route::Dormant, Found::Ruin, End::BankruptSurveyed),
    course(Route::Voluntary, Found::Property, End::Decided),
    objected(Objecting::Open, course(Route::Voluntary, Found::Property, End::Settling)),
    objected(Objecting::Rejected, course(Route::Voluntary, Found::Property, End::Closed)),
    on_paper(course(Route::Court, Found::Nothing, End::Closed)),
    on_paper(course(Route::Revocation, Found::Nothing, End::Closed)),
    course(Route::Revocation, Found::Property, End::Settling),
    course(Route::Voluntary, Found::Property, End::SuspendedSettling),
    objected(
        Objecting::Accepted,
        course(Route::Voluntary, Found::Property, End::WithdrawnSettling),
    ),
    course(Route::Voluntary, Found::Property, End::BankruptSettling),
    course(Route::Voluntary, Found::Property, End::Settling),
    course(Route::Court, Found::Property, End::Settling),
];

impl Course {
    /// Whether it is of an organisation that has stopped.
    pub(super) const fn stopped(&self) -> bool {
        matches!(self.route, Route::Dormant | Route::Legacy)
    }

    /// Whether everything in it is brought to its end.
    pub(super) const fn is_settled(&self) -> bool {
        matches!(self.end, End::Settled | End::Closed)
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn every_route_is_gone_to_its_end_and_every_state_is_reached() {
        for route in Route::all() {
            assert!(COURSES.iter().any(|one| one.route == *route && one.is_settled()), "{route}");
        }
        for end in [
            End::Identified,
            End::Surveyed,
            End::Decided,
            End::Settling,
            End::Settled,
            End::Closed,
            End::SuspendedSettling,
            End::WithdrawnSettling,
            End::BankruptSettling,
        ] {
            assert!(COURSES.iter().any(|one| one.end == end), "{end:?}");
        }
        // Of the year of the plan some are closed, and some after it.
        for on_paper in [true, false] {
            let closed = |one: &&Course| one.end == End::Closed && one.on_paper == on_paper;
            assert!(COURSES.iter().any(|one| closed(&one)));
        }
    }
}
