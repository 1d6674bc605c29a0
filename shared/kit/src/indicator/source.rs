//! Where a service asks another for its indicators: in the same process, or over HTTP of one that runs
//! as another process. The twin of [`crate::feed::Source`]; whoever asks sets the deadline.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Json},
};
use futures_util::{FutureExt as _, future::BoxFuture};
use htx_model::scope::Scope;
use serde::de::DeserializeOwned;

use super::{
    compute::{Asked, Computed, Computes, STAGES, compute, stages},
    counted::{Evidence, EvidenceAsked, evidence},
};
use crate::{
    auth::InternalKey,
    failure::Failure,
    http::{PathId, Routes, StrictQuery, upstream},
    service::Runtime,
};

/// The longest that a question stays open; whoever asks waits less.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The longest that a machine is waited for that does not even answer the door.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A service that can be asked for its indicators, wherever it runs.
pub trait Source: std::fmt::Debug + Send + Sync {
    /// A figure of the whole city, computed now.
    fn figure(&self, code: &str, asked: &Asked) -> BoxFuture<'static, Result<Computed, Failure>>;

    /// Evidence of a figure within a scope: a page of the records that it counts, with proofs.
    fn evidence(
        &self,
        code: &str,
        asked: EvidenceAsked,
    ) -> BoxFuture<'static, Result<Evidence, Failure>>;
}

/// A service that can be asked. Cheap to clone.
pub type IndicatorSource = Arc<dyn Source>;

/// A service in this process.
#[derive(Debug, Clone)]
pub struct Here<S>(pub S);

impl<S: Computes + std::fmt::Debug> Source for Here<S> {
    fn figure(&self, code: &str, asked: &Asked) -> BoxFuture<'static, Result<Computed, Failure>> {
        let (service, code, asked) = (self.0.clone(), code.to_owned(), asked.clone());
        async move { of_city(&service, &code, &asked).await }.boxed()
    }

    fn evidence(
        &self,
        code: &str,
        asked: EvidenceAsked,
    ) -> BoxFuture<'static, Result<Evidence, Failure>> {
        let (service, code) = (self.0.clone(), code.to_owned());
        async move { evidence_of(&service, &code, asked).await }.boxed()
    }
}

/// A service in another process of the suite.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    client: reqwest::Client,
    address: String,
    internal: InternalKey,
}

impl Elsewhere {
    /// The service that runs at an address such as `http://registry:8080`.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(at: &str, service: &str, internal: InternalKey) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(Failure::unexpected)?;
        let address = format!("{}{}", at.trim_end_matches('/'), internal_path(service));
        Ok(Self { client, address, internal })
    }
}

impl Source for Elsewhere {
    fn figure(&self, code: &str, asked: &Asked) -> BoxFuture<'static, Result<Computed, Failure>> {
        let question = self.client.get(format!("{}/{code}", self.address)).query(asked);
        answer_to(upstream::asking(question, &self.internal))
    }

    fn evidence(
        &self,
        code: &str,
        asked: EvidenceAsked,
    ) -> BoxFuture<'static, Result<Evidence, Failure>> {
        let question = self.client.post(format!("{}/{code}/evidence", self.address)).json(&asked);
        answer_to(upstream::asking(question, &self.internal))
    }
}

/// What another process answers.
fn answer_to<T: DeserializeOwned + Send + 'static>(
    request: reqwest::RequestBuilder,
) -> BoxFuture<'static, Result<T, Failure>> {
    async move { upstream::read(request.send().await.map_err(Failure::unavailable)?).await }.boxed()
}

/// Where a service tells its figures to the suite's other processes. No path of the gateway leads
/// there, and no document names it.
fn internal_path(service: &str) -> String {
    format!("/internal/v1/{service}/indicators")
}

/// Registers the operations beneath `/internal` by which the suite's other processes ask for a figure and
/// its evidence.
pub fn internal<S: Computes>(service: &'static str) -> impl FnOnce(&mut Routes) {
    move |routes| {
        let path = format!("{}/{{code}}", internal_path(service));
        routes.undescribed(move |config| {
            let evidence = web::resource(format!("{path}/evidence"));
            config.service(evidence.route(web::post().to(tell_evidence::<S>)));
            config.service(web::resource(path).route(web::get().to(tell::<S>)));
        });
    }
}

async fn tell<S: Computes>(
    request: HttpRequest,
    service: Data<S>,
    code: PathId<String>,
    asked: StrictQuery<Asked>,
) -> Result<HttpResponse, Failure> {
    let Runtime { internal, .. } = service.get_ref().as_ref();
    internal.require(&request)?;
    upstream::tell(of_city(service.get_ref(), &code.0, &asked.0).await)
}

/// A figure of the whole city, or where the service's cases stand.
async fn of_city<S: Computes>(service: &S, code: &str, asked: &Asked) -> Result<Computed, Failure> {
    if code == STAGES {
        return stages(service).await;
    }
    compute(service, S::named(code)?, asked, Scope::everything()).await
}

async fn evidence_of<S: Computes>(
    service: &S,
    code: &str,
    asked: EvidenceAsked,
) -> Result<Evidence, Failure> {
    evidence(service, S::named(code)?, asked).await
}

async fn tell_evidence<S: Computes>(
    request: HttpRequest,
    service: Data<S>,
    code: PathId<String>,
    asked: Json<EvidenceAsked>,
) -> Result<HttpResponse, Failure> {
    let Runtime { internal, .. } = service.get_ref().as_ref();
    internal.require(&request)?;
    upstream::tell(evidence_of(service.get_ref(), &code.0, asked.into_inner()).await)
}
