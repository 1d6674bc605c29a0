//! A rating as the registry answers with it, and the list of ratings as a table.

use htx_kit::{auth::Authorized, http::table::Table};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{RatingCriteriaId, YearlyRatingId},
    organisation::Rating,
    permission::{Permit, permit},
    scope::Scope,
};
use serde::Serialize;
use uuid::Uuid;

use super::super::{listed::column, organisation_brief::OrganisationBrief};
use crate::{
    domain::{
        competence,
        lifecycle::{self, Action},
        organisation::Organisation,
        rating::{
            self, RatingAction, RatingState, YearlyRating,
            criteria::Criterion,
            exemption::{self, Exemption},
        },
    },
    store::yearly_rating::StoredRating,
};

/// An organisation's rating for a year (xếp loại).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = YearlyRating)]
pub(super) struct RatingView {
    /// Its id.
    id: YearlyRatingId,
    /// Whose.
    organisation: OrganisationBrief,
    /// For which year.
    #[schema(minimum = 1900, maximum = 2200, examples(2024))]
    year: i16,
    /// Where it stands.
    state: RatingState,
    /// The rating, once it is confirmed.
    #[schema(required)]
    rating: Option<Rating>,
    /// Why no rating is due for the year, if none is.
    #[schema(required)]
    exemption: Option<Exemption>,
    /// The points that were assessed (điểm tự chấm).
    #[schema(required, minimum = 0, maximum = 100)]
    assessed_points: Option<u32>,
    /// The points that were confirmed (điểm xác nhận).
    #[schema(required, minimum = 0, maximum = 100)]
    confirmed_points: Option<u32>,
    /// The criteria used; none for what an imported register said.
    #[schema(required)]
    criteria: Option<RatingCriteriaId>,
    /// Each criterion's points.
    #[schema(max_items = 15)]
    points: Vec<PointsView>,
    /// The first day without work, if it stopped in the year.
    #[schema(required)]
    stopped_on: Option<Date>,
    /// The first day of work after that.
    #[schema(required)]
    resumed_on: Option<Date>,
    /// Why it was returned, where it was (lý do trả lại).
    #[schema(required, max_length = 1000)]
    return_reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<RatingAction>>,
}

/// A criterion's points.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CriterionPoints)]
pub(super) struct PointsView {
    /// The criterion (tiêu chí).
    criterion: Criterion,
    /// As assessed.
    #[schema(minimum = 0, maximum = 100)]
    assessed: u32,
    /// What shows it; null where the caller's task does not need it, and in lists.
    #[schema(required, max_length = 1000)]
    evidence: Option<String>,
    /// As confirmed.
    #[schema(required, minimum = 0, maximum = 100)]
    confirmed: Option<u32>,
    /// Why not as assessed.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
}

impl From<(Organisation, StoredRating)> for RatingView {
    /// Without evidence, without actions: as in a list.
    fn from((organisation, stored): (Organisation, StoredRating)) -> Self {
        let rating = stored.rating;
        Self {
            exemption: exemption_of(&organisation, &rating),
            assessed_points: rating.assessed_points(),
            confirmed_points: rating.confirmed_points(),
            points: points(&rating),
            id: rating.id,
            organisation: organisation.into(),
            year: rating.year,
            state: rating.state,
            rating: rating.rating,
            criteria: rating.criteria,
            stopped_on: rating.stop.stopped_on,
            resumed_on: rating.stop.resumed_on,
            return_reason: rating.return_reason,
            version: stored.version,
            recorded_at: stored.recorded_at,
            available_actions: None,
        }
    }
}

/// Why no rating is due; what an imported register said is taken as it stands.
fn exemption_of(organisation: &Organisation, rating: &YearlyRating) -> Option<Exemption> {
    if rating.is_imported() {
        return None;
    }
    exemption::exemption(organisation.registered_on, rating.stop, rating.year)
}

fn points(rating: &YearlyRating) -> Vec<PointsView> {
    let confirmed = |criterion| rating.confirmation.iter().find(|one| one.criterion == criterion);
    let view = |one: &rating::criteria::AssessedPoints| PointsView {
        criterion: one.criterion,
        assessed: one.points,
        evidence: None,
        confirmed: confirmed(one.criterion).map(|one| one.points),
        reason: confirmed(one.criterion).and_then(|one| one.reason.clone()),
    };
    rating.assessment.iter().map(view).collect()
}

/// Who looks at a rating: what may be seen, what may be done.
pub(super) struct Viewer {
    person: Uuid,
    personal: Scope,
    assess: Scope,
    confirm: Scope,
}

impl Viewer {
    /// The caller of an operation.
    pub(super) fn of<P: Permit>(caller: &Authorized<P>) -> Self {
        Self {
            person: caller.principal().id,
            personal: caller.scope_of::<permit::PersonalDataRead>(),
            assess: caller.scope_of::<permit::RatingAssess>(),
            confirm: caller.scope_of::<permit::RatingConfirm>(),
        }
    }

    /// A rating as the caller may see it, with what the caller may do.
    pub(super) fn view(&self, found: (Organisation, StoredRating)) -> RatingView {
        let (organisation, stored) = &found;
        let actions = self.actions(organisation, &stored.rating);
        let sees = self.personal.covers(&organisation.placement());
        let evidence: Vec<_> =
            stored.rating.assessment.iter().map(|one| one.evidence.clone()).collect();
        let mut view = RatingView::from(found);
        if sees {
            for (one, evidence) in view.points.iter_mut().zip(evidence) {
                one.evidence = evidence;
            }
        }
        RatingView { available_actions: Some(actions), ..view }
    }

    fn actions(&self, organisation: &Organisation, rating: &YearlyRating) -> Vec<RatingAction> {
        let attends = |scope| {
            competence::attends(scope, organisation.kind, &organisation.placement())
                && lifecycle::allows(organisation.status, Action::Rate)
        };
        let may = |action: &RatingAction| match action {
            RatingAction::Reassess => attends(&self.assess),
            RatingAction::Return | RatingAction::Confirm => {
                attends(&self.confirm) && !rating.is_by(self.person)
            }
        };
        let open = |action: &RatingAction| rating::allows(rating.state, *action) && may(action);
        RatingAction::all().iter().copied().filter(open).collect()
    }
}

impl RatingView {
    /// The same without evidence and reasons: what is kept for a repetition of the request stands in
    /// a table from which personal data is not erased.
    pub(super) fn without_words(mut self) -> Self {
        for one in &mut self.points {
            (one.evidence, one.reason) = (None, None);
        }
        self.return_reason = None;
        self
    }
}

/// Ratings as a table.
pub(super) static RATINGS: Table = Table {
    name: "ratings",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Tổ chức", "Organisation", "/organisation/id"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("name", "Tên", "Name", "/organisation/name"),
        column("kind", "Loại hình", "Kind", "/organisation/kind"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("year", "Năm", "Year", "/year"),
        column("state", "Trạng thái", "State", "/state"),
        column("rating", "Xếp loại", "Rating", "/rating"),
        column("exemption", "Lý do chưa xếp loại", "Why not rated", "/exemption"),
        column("assessed_points", "Điểm tự chấm", "Points assessed", "/assessed_points"),
        column("confirmed_points", "Điểm xác nhận", "Points confirmed", "/confirmed_points"),
        column("return_reason", "Lý do trả lại", "Why returned", "/return_reason"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
