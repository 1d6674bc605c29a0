//! Trade promotion: where cooperatives meet their markets.
//!
//! Events (fairs, connection conferences, delegations, showcase weeks) run by one table
//! ([`domain::event::lifecycle`]); their places are never given out twice. The service follows the
//! register's feed for its directory of organisations.

pub mod domain;
mod http;
pub mod store;
pub mod usecase;

use std::sync::{Arc, RwLock};

use htx_kit::{
    directory,
    documents::Documents,
    failure::Failure,
    feed::{Source, Subscriber},
    service::{Mounted, Runtime, Service},
};
use htx_model::agency::Agencies;

use domain::catalogue::Catalogue;

/// The trade promotion service.
pub const SERVICE: Service = Service {
    name: "trade-promotion",
    title: "Trade promotion",
    description: "Xúc tiến thương mại cho tổ hợp tác, hợp tác xã. Fairs and other events with their \
        places, results and follow-ups, products, showcase points, supply and demand, market \
        information and the investment list.",
    tags: &[
        (
            "trade-promotion log",
            "Nhật ký xúc tiến thương mại. The log of trade promotion: feed and proofs.",
        ),
        (
            "trade events",
            "Sự kiện xúc tiến thương mại. Fairs, connection conferences, delegations, showcase weeks.",
        ),
        (
            "trade applications",
            "Đăng ký tham gia sự kiện. Applications, their selection, places and the waiting list.",
        ),
        (
            "trade results",
            "Kết quả xúc tiến thương mại. Contracts and sales, and what is asked months later.",
        ),
        (
            "trade indicators",
            "Chỉ tiêu xúc tiến thương mại của kế hoạch. The plan's targets 4 and 7.",
        ),
        (
            "products",
            "Sản phẩm. The catalogue of organisations' products with standards, stars and pictures.",
        ),
        (
            "supply and demand",
            "Kết nối cung cầu. Offers, demands, buyers, what fits, expressions of interest.",
        ),
        ("showcase points", "Điểm giới thiệu, bán sản phẩm. Their funding and sales."),
        ("market information", "Thông tin thị trường. Bulletins and prices."),
        ("investment list", "Danh mục kêu gọi đầu tư. Products and projects that seek investment."),
    ],
    prefixes: &[
        "/v1/trade-events",
        "/v1/trade-applications",
        "/v1/trade-follow-ups",
        "/v1/trade-results",
        "/v1/products",
        "/v1/product-catalogue",
        "/v1/buyers",
        "/v1/offers",
        "/v1/demands",
        "/v1/matching-rounds",
        "/v1/interests",
        "/v1/showcase-points",
        "/v1/market-bulletins",
        "/v1/market-prices",
        "/v1/investment-items",
        "/v1/investment-list",
        "/v1/trade-promotion",
    ],
    routes: http::routes,
    migrations: &[directory::MIGRATIONS, htx_kit::migrations!()],
    many_writers: false,
};

/// What the service's handlers stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TradePromotion {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The agencies, with their succession.
    pub agencies: Arc<Agencies>,
    /// The contents of uploaded documents and pictures.
    pub documents: Documents,
    /// The suite's address as the public sees it: what the calendar points to.
    pub public_url: Arc<str>,
    /// The published products, as the public searches them.
    pub catalogue: Arc<RwLock<Catalogue>>,
}

/// What the service is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The contents of uploaded documents and pictures.
    pub documents: Documents,
    /// The suite's address as the public sees it.
    pub public_url: String,
}

/// Makes the service ready.
///
/// # Errors
/// Where what the suite is delivered with cannot be read, which a test reads.
pub fn open(runtime: Runtime, settings: Settings) -> Result<TradePromotion, Failure> {
    let today = runtime.ids.now().date();
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    Ok(TradePromotion {
        runtime,
        agencies: Arc::new(agencies.clone()),
        documents: settings.documents,
        public_url: settings.public_url.into(),
        catalogue: Arc::new(RwLock::new(Catalogue::of(today))),
    })
}

impl AsRef<Runtime> for TradePromotion {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl TradePromotion {
    /// Follows the register, once it is run: the directory of organisations.
    pub fn following_registry<S: Source>(&self, source: S) -> Subscriber<S> {
        directory::follow(source, self.runtime.database.clone())
    }

    /// The service with the data that its handlers take.
    #[must_use]
    pub fn mounted(&self) -> Mounted {
        let data = actix_web::web::Data::new(self.clone());
        Mounted {
            service: SERVICE,
            data: Arc::new(move |config| {
                config.app_data(data.clone());
            }),
        }
    }
}
