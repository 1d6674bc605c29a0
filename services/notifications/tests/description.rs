//! The service keeps what its description says.

use crate::office::each;

#[actix_web::test]
async fn a_key_is_demanded_exactly_where_it_is_described_as_required() {
    each(async |office| {
        office.service.keys_are_demanded_as_described().await;
    })
    .await;
}
