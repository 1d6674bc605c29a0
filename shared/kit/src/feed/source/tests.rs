use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::*;
use crate::{
    feed::FeedItem,
    log::fixture::{event, ids},
    secret::SuiteSecret,
};

const FEED: &str = "/internal/v1/registry/events";

fn key(bytes: [u8; 32]) -> InternalKey {
    InternalKey::of(&SuiteSecret::from_bytes(bytes))
}

/// A feed of one event; position 9 is gone, 8 answers with nonsense, a stranger is refused.
async fn serve(request: HttpRequest, item: web::Data<FeedItem>) -> HttpResponse {
    if key([1; 32]).require(&request).is_err() {
        return HttpResponse::Unauthorized().finish();
    }
    match request.query_string() {
        "after=0&limit=500&wait=25" => {
            HttpResponse::Ok().json(FeedPage { items: vec![item.get_ref().clone()], next_after: 1 })
        }
        "after=8&limit=500&wait=25" => HttpResponse::Ok().body("<html>"),
        "after=9&limit=500&wait=25" => HttpResponse::Gone().finish(),
        _ => HttpResponse::BadRequest().finish(),
    }
}

#[test]
fn a_feed_is_read_over_http() {
    let item = FeedItem { position: 1, event: event(&ids()) };
    let data = web::Data::new(item.clone());
    actix_web::rt::System::new().block_on(async {
        let app = move || App::new().app_data(data.clone()).route(FEED, web::get().to(serve));
        let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).unwrap();
        let address = format!("http://{}/", server.addrs()[0]);
        let running = actix_web::rt::spawn(server.run());
        let source = |bytes| HttpSource::new(&address, "registry", key(bytes)).unwrap();
        let page = source([1; 32]).page(0).await.unwrap();
        assert_eq!(*page, FeedPage { items: vec![item], next_after: 1 });
        assert!(matches!(source([1; 32]).page(9).await, Err(SourceError::Gone)));
        assert!(matches!(source([1; 32]).page(8).await, Err(SourceError::Failed(_))));
        assert!(matches!(source([2; 32]).page(0).await, Err(SourceError::Failed(_))));
        running.abort();
        assert!(matches!(source([1; 32]).page(0).await, Err(SourceError::Failed(_))));
    });
}
