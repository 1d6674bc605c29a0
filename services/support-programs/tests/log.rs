//! The log of support is read by who may, and by nobody else.

use super::office::each;

#[actix_web::test]
async fn the_feed_of_support_is_the_citys_and_the_auditors() {
    each(async |office| {
        office.seal().await;
        let path = "/v1/support-programs/events";
        let log = office.read_by(&office.audit(), path).await;
        let loaded = log["items"].as_array().unwrap();
        assert_eq!(loaded.len(), 18);
        assert!(loaded.iter().all(|one| one["event"]["type"] == "programme.loaded"));
        let organisation = office.known("HTX Không Đọc Nhật Ký").await;
        let own = office.service.as_organisation(organisation);
        office.service.get(path).by(&own).send().await.expect_problem(403, "permission_denied");
    })
    .await;
}
