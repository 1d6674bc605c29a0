//! `GET|PUT /v1/organisations/{id}/signing-rule` and `POST /v1/organisations/{id}/signing-check`

use actix_web::{
    HttpRequest, get, post, put,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, StrictQuery, Submitted, Tagged, language},
};
use htx_model::{
    date::Date,
    id::{ManagerId, OrganisationId},
    language::Language,
    people::{Position, SigningKind},
    permission::permit,
    refusal::{Fault, Refusal, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{
    ObjectBuilder, RefOr, Schema,
    schema::{ArrayBuilder, SchemaType, Type},
};

use crate::{
    Registry,
    domain::{
        entry::TEXT_LENGTH_MAX,
        people::signing::{COMBINATIONS_MAX, Reason, SigningForm, SigningRule},
    },
    usecase::people::{self, Signers, Signing},
};

/// The most persons who are asked about at once.
const SIGNERS_MAX: usize = 20;

/// Lists of managers, each list bounded like the whole.
fn combinations() -> RefOr<Schema> {
    let most = Some(COMBINATIONS_MAX);
    let id = <ManagerId as utoipa::PartialSchema>::schema();
    let one = ArrayBuilder::new().items(id).max_items(most);
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .items(one)
        .max_items(most)
        .description(Some("Managers in office of whom all of one list sign (tổ hợp người ký)."))
        .into()
}

/// Full names, each of them bounded.
fn names() -> RefOr<Schema> {
    let name = ObjectBuilder::new().schema_type(Type::String).max_length(Some(TEXT_LENGTH_MAX));
    ArrayBuilder::new()
        .items(name)
        .max_items(Some(SIGNERS_MAX))
        .description(Some("Managers by their full names, with accents (họ và tên)."))
        .into()
}

/// How an organisation is signed for (quy tắc ký).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SigningRule)]
pub(in crate::http) struct RuleView {
    /// Who signs.
    kind: SigningKind,
    /// How many legal representatives sign jointly.
    #[schema(required, minimum = 2, maximum = 20)]
    signers: Option<u8>,
    /// Managers of whom all of one list sign.
    #[schema(required, schema_with = combinations)]
    combinations: Option<Vec<Vec<ManagerId>>>,
    /// From which day on; absent where no rule was ever set, so that any one legal representative
    /// signs.
    #[schema(required)]
    valid_from: Option<Date>,
}

impl From<Option<SigningRule>> for RuleView {
    fn from(rule: Option<SigningRule>) -> Self {
        let valid_from = rule.as_ref().map(|rule| rule.valid_from);
        let form = rule.map(|rule| rule.form).unwrap_or_default();
        let kind = form.kind();
        let (signers, combinations) = match form {
            SigningForm::AnyOne => (None, None),
            SigningForm::Jointly { signers } => (Some(signers), None),
            SigningForm::Combination { combinations } => (None, Some(combinations)),
        };
        Self { kind, signers, combinations, valid_from }
    }
}

/// Which rule.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct RuleQuery {
    /// In force on this day: today where it is not said.
    on: Option<Date>,
}

/// Read how an organisation is signed for (quy tắc ký)
///
/// The rule in force on a day. Its ETag is the version of the newest rule, from which the next is
/// set; `"v0"` where none was set yet.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>, RuleQuery),
    responses(
        (
            status = 200,
            description = "The rule.",
            body = RuleView,
            headers(("ETag" = String, description = "The version of the newest rule.")),
        ),
        (status = 304, description = "Not changed since the version in If-None-Match."),
    ),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/signing-rule")]
pub(in crate::http) async fn read_signing_rule(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<RuleQuery>,
) -> Result<Tagged<RuleView>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let on = query.on.unwrap_or_else(|| registry.runtime.ids.now().date());
    registry
        .runtime
        .database
        .read(move |connection| {
            let (rule, version) = people::signing_rule(connection, &caller.scope, id, on)?;
            Ok(Tagged { version, resource: rule.into() })
        })
        .await
}

/// How an organisation is signed for from now on (quy tắc ký).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewSigningRule {
    /// Who signs.
    kind: SigningKind,
    /// How many legal representatives sign jointly; with `jointly` only.
    #[schema(minimum = 2, maximum = 20)]
    signers: Option<u8>,
    /// Managers in office of whom all of one list sign; with `combination` only.
    #[schema(schema_with = combinations)]
    combinations: Option<Vec<Vec<ManagerId>>>,
    /// From which day on: today where it is not said; not in the future.
    valid_from: Option<Date>,
}

impl NewSigningRule {
    fn form(self) -> Result<(SigningForm, Option<Date>), Refusal> {
        let form = match (self.kind, self.signers, self.combinations) {
            (SigningKind::AnyOne, None, None) => SigningForm::AnyOne,
            (SigningKind::Jointly, Some(signers), None) => SigningForm::Jointly { signers },
            (SigningKind::Combination, None, Some(combinations)) => {
                SigningForm::Combination { combinations }
            }
            _ => {
                return Err(Refusal::rules(vec![Fault::new(
                    "/kind",
                    "signing_mismatch",
                    Text::fixed(
                        "signers chỉ đi với jointly, combinations chỉ đi với combination.",
                        "signers goes with jointly, combinations with combination, neither with any_one.",
                    ),
                )]));
            }
        };
        Ok((form, self.valid_from))
    }
}

/// Set how an organisation is signed for (đặt quy tắc ký)
///
/// Any one legal representative, several jointly, or one of named combinations of managers. Earlier
/// rules stay on record for the days on which they were in force.
#[utoipa::path(
    tag = "people",
    params(
        PathId<OrganisationId>,
        ("If-Match" = String, Header, description = "The ETag of the rule that was read.", max_length = 200, example = "\"v0\""),
    ),
    request_body = NewSigningRule,
    responses(Changed<RuleView>),
    security(("access_token" = ["member.change"])),
)]
#[put("/v1/organisations/{id}/signing-rule")]
pub(in crate::http) async fn set_signing_rule(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    id: PathId<OrganisationId>,
    seen: IfMatch,
    submitted: Submitted<NewSigningRule>,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let Submitted { body, once } = submitted;
    let (form, from) = body.form()?;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        let rule = people::set_signing_rule(connection, context, scope, id, &seen, form, from)?;
        Reply::changed(rule.version, &RuleView::from(Some(rule)))
    })
    .await
}

/// Who would sign for an organisation (người ký).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct SigningQuestion {
    /// Managers by their ids.
    #[serde(default)]
    #[schema(max_items = 20)]
    manager_ids: Vec<ManagerId>,
    /// Managers by their full names, with accents.
    #[serde(default)]
    #[schema(schema_with = names)]
    names: Vec<String>,
    /// On which day: today where it is not said.
    on: Option<Date>,
}

/// Whether certain persons may sign for an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SigningAnswer)]
pub(in crate::http) struct SigningView {
    /// Whether they may sign together.
    may_sign: bool,
    /// Why, or all that stands against it.
    #[schema(max_items = 10)]
    why: Vec<ReasonView>,
    /// The rule in force on that day.
    rule: RuleView,
    /// The managers who were recognised, without personal data.
    #[schema(max_items = 200)]
    recognised: Vec<RecognisedView>,
    /// The day.
    on: Date,
}

/// Why somebody may or may not sign.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SigningReason)]
pub(in crate::http) struct ReasonView {
    /// A stable code.
    #[schema(max_length = 50, examples("too_few_representatives"))]
    code: &'static str,
    /// In words.
    #[schema(max_length = 500)]
    text: String,
}

/// A manager who was recognised.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RecognisedSigner)]
pub(in crate::http) struct RecognisedView {
    /// The manager.
    manager_id: ManagerId,
    /// The office.
    position: Position,
    /// Whether it is a legal representative.
    legal_representative: bool,
    /// Whether the office is held on that day.
    in_office: bool,
}

impl SigningView {
    fn of(signing: Signing, on: Date, language: Language) -> Self {
        let reason = |reason: Reason| ReasonView {
            code: reason.code,
            text: reason.text.in_language(language).to_owned(),
        };
        let recognised = signing.recognised.iter().map(|manager| RecognisedView {
            manager_id: manager.id,
            position: manager.position,
            legal_representative: manager.legal_representative,
            in_office: manager.in_office(on),
        });
        Self {
            may_sign: signing.may_sign,
            recognised: recognised.collect(),
            why: signing.reasons.into_iter().map(reason).collect(),
            rule: signing.rule.into(),
            on,
        }
    }
}

/// Ask whether persons may sign (kiểm tra thẩm quyền ký)
///
/// "May these persons sign for this organisation today?" Changes nothing. Names go in the body so
/// that no address holds them.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>),
    request_body = SigningQuestion,
    responses((status = 200, description = "The answer, with its reasons.", body = SigningView)),
    security(("access_token" = ["organisation.read"])),
)]
#[post("/v1/organisations/{id}/signing-check")]
pub(in crate::http) async fn check_signing(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    submitted: Submitted<SigningQuestion>,
) -> Result<Json<SigningView>, Failure> {
    let (PathId(id), SigningQuestion { manager_ids, names, on }) = (id, submitted.body);
    for (pointer, count) in [("/manager_ids", manager_ids.len()), ("/names", names.len())] {
        if count > SIGNERS_MAX {
            return Err(too_many(pointer).into());
        }
    }
    if names.iter().any(|name| name.chars().count() > TEXT_LENGTH_MAX) {
        return Err(too_many("/names").into());
    }
    let on = on.unwrap_or_else(|| registry.runtime.ids.now().date());
    let signers = Signers { managers: manager_ids, names, on };
    let signing = registry
        .runtime
        .database
        .read(move |connection| people::check_signing(connection, &caller.scope, id, &signers))
        .await?;
    Ok(Json(SigningView::of(signing, on, language(&request))))
}

fn too_many(pointer: &'static str) -> Refusal {
    let detail = Text::made(
        format!("Nhiều nhất {SIGNERS_MAX} người, mỗi tên nhiều nhất {TEXT_LENGTH_MAX} ký tự."),
        format!("{SIGNERS_MAX} persons at the most, each name of {TEXT_LENGTH_MAX} characters."),
    );
    let fault = Fault::new(pointer, "too_many", detail);
    Refusal::rules(vec![fault])
}
