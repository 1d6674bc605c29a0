use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::*;
use crate::{
    feed::FeedItem,
    log::fixture::{databases, event, ids, record, run, seal, sealer},
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
        let server = server.run();
        let running = server.handle();
        actix_web::rt::spawn(server);
        let source = |bytes| HttpSource::new(&address, "registry", key(bytes)).unwrap();
        let page = source([1; 32]).page(0).await.unwrap();
        assert_eq!(*page, FeedPage { items: vec![item], next_after: 1 });
        assert!(matches!(source([1; 32]).page(9).await, Err(SourceError::Gone)));
        assert!(matches!(source([1; 32]).page(8).await, Err(SourceError::Failed(_))));
        assert!(matches!(source([2; 32]).page(0).await, Err(SourceError::Failed(_))));
        running.stop(false).await;
        assert!(matches!(source([1; 32]).page(0).await, Err(SourceError::Failed(_))));
    });
}

#[test]
fn each_page_is_read_once_for_all_who_follow() {
    for feed in databases() {
        let ids = ids();
        let source = DatabaseSource::new(feed.database.clone(), sealer(&feed.database).sealed());
        for after in 0..12 {
            record(&feed.database, vec![(event(&ids), None)]);
            seal(&feed.database);
            run(async {
                // Of five who follow two wait together, and three come when the cache has been tidied.
                let (first, second) = tokio::join!(source.page(after), source.page(after));
                let (first, second) = (first.unwrap(), second.unwrap());
                assert_eq!((first.items.len(), first.next_after), (1, after + 1));
                assert!(Arc::ptr_eq(&first, &second));
                for follower in 3..=5 {
                    source.pages.run_pending_tasks().await;
                    let later = source.page(after).await.unwrap();
                    assert!(Arc::ptr_eq(&first, &later), "{follower} read {after} for itself");
                }
            });
        }
    }
}

#[test]
fn what_was_waited_for_in_vain_is_read_again() {
    for feed in databases() {
        let source = DatabaseSource::new(feed.database.clone(), sealer(&feed.database).sealed());
        // Nobody seals: it waits for nothing.
        let nothing = run(source.page(0)).unwrap();
        assert_eq!(*nothing, FeedPage { items: Vec::new(), next_after: 0 });
        record(&feed.database, vec![(event(&ids()), None)]);
        seal(&feed.database);
        assert_eq!(run(source.page(0)).unwrap().next_after, 1);
    }
}

#[test]
fn a_position_that_is_refused_is_refused_to_each_and_not_for_ever() {
    for feed in databases() {
        let source = DatabaseSource::new(feed.database.clone(), sealer(&feed.database).sealed());
        run(async {
            let (one, other) = tokio::join!(source.page(1), source.page(1));
            assert!(
                matches!(one, Err(SourceError::Gone)) && matches!(other, Err(SourceError::Gone))
            );
        });
        record(&feed.database, vec![(event(&ids()), None), (event(&ids()), None)]);
        seal(&feed.database);
        assert_eq!(run(source.page(1)).unwrap().next_after, 2);
    }
}
