use htx_kit::testing::{Caller, each_database};
use htx_model::principal::Role;

use crate::shelf::{self, MIGRATIONS, Shelf};

/// Walks through all pages; gives the titles in order.
async fn walk(shelf: &Shelf, reader: &Caller, limit: usize) -> Vec<String> {
    let mut titles = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/books?limit={limit}{cursor}");
        let page = shelf.get(&path).by(reader).send().await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        titles.extend(items.iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return titles,
        }
    }
}

#[actix_web::test]
async fn any_limit_walks_the_same_sequence() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        shelf::fill(&shelf, 23).await;
        let reader = shelf.as_agency("so-tc", Role::Viewer);
        let all = walk(&shelf, &reader, 200).await;
        assert_eq!(all.len(), 23);
        for limit in [1, 7, 22, 23, 24] {
            assert_eq!(walk(&shelf, &reader, limit).await, all, "{limit}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_cursor_fits_only_the_list_that_it_was_made_for() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        shelf::fill(&shelf, 5).await;
        let reader = shelf.as_agency("so-tc", Role::Viewer);
        let page = shelf.get("/v1/books?limit=2").by(&reader).send().await.expect(200).json();
        let next = page["next"].as_str().unwrap();
        let mut forged = next.as_bytes().to_vec();
        forged[30] = if forged[30] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        for path in [
            format!("/v1/books?limit=2&longer_than=1&cursor={next}"),
            format!("/v1/books?cursor={forged}"),
            format!("/v1/books?cursor={}", &next[..next.len() - 3]),
            "/v1/books?cursor=".to_owned(),
            "/v1/books?cursor=rubbish".to_owned(),
            "/v1/books?cursor=%00%ff".to_owned(),
        ] {
            let answer = shelf.get(&path).by(&reader).send().await;
            assert_eq!(answer.status, 400, "{path}");
            let code = answer.problem()["code"].as_str().unwrap().to_owned();
            assert!(
                ["invalid_cursor", "invalid_parameter"].contains(&code.as_str()),
                "{path}: {code}"
            );
        }
        shelf.get(&format!("/v1/books?limit=1&cursor={next}")).by(&reader).send().await.expect(200);
    })
    .await;
}
