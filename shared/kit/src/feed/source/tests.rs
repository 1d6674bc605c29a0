use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::*;
use crate::{
    feed::FeedItem,
    log::fixture::{event, ids},
};

/// A feed of one event; position 9 is gone, 8 answers with nonsense, a wrong token is refused.
async fn serve(request: HttpRequest, item: web::Data<FeedItem>) -> HttpResponse {
    let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if token != Some("Bearer secret") {
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
        let app = move || App::new().app_data(data.clone()).route("/feed", web::get().to(serve));
        let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).unwrap();
        let address = format!("http://{}/feed", server.addrs()[0]);
        let running = actix_web::rt::spawn(server.run());
        let source = |token: &'static str| {
            let provide = move || -> TokenFuture { Box::pin(async move { Ok(token.to_owned()) }) };
            HttpSource::new(reqwest::Client::new(), address.clone(), provide)
        };
        let page = source("secret").page(0).await.unwrap();
        assert_eq!(page, FeedPage { items: vec![item], next_after: 1 });
        assert!(matches!(source("secret").page(9).await, Err(SourceError::Gone)));
        assert!(matches!(source("secret").page(8).await, Err(SourceError::Failed(_))));
        assert!(matches!(source("wrong").page(0).await, Err(SourceError::Failed(_))));
        running.abort();
        assert!(matches!(source("secret").page(0).await, Err(SourceError::Failed(_))));
    });
}
