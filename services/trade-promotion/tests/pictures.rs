//! Pictures of products: checked by their content, drawn anew, shown to the public once published.

use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::json;

use super::{
    office::{Office, each},
    products::greens,
};

/// A picture of so many pixels.
pub(crate) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let drawn = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(drawn).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

impl Office {
    pub(crate) async fn upload(
        &self,
        by: &Caller,
        path: &str,
        name: &str,
        content: &[u8],
    ) -> Answer {
        let mut body = format!(
            "--frame\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
        )
        .into_bytes();
        body.extend(content);
        body.extend(b"\r\n--frame--\r\n");
        let request = self.service.request(actix_web::http::Method::POST, path).by(by);
        let request = request.body("multipart/form-data; boundary=frame", body);
        request.idempotency_key(&self.key()).send().await
    }
}

#[actix_web::test]
async fn a_picture_is_drawn_anew_and_shown_to_the_public_once_its_product_is() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": greens() });
        let entered = office.post(&own, "/v1/products", body).await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        let pictures = format!("{path}/pictures");
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let content = picture(1_700, 850, format);
            let added =
                office.upload(&own, &pictures, "anh.pdf", &content).await.expect(201).json();
            assert_eq!((&added["width"], &added["height"]), (&json!(1_600), &json!(800)));
        }
        let list = office.read_by(&own, &pictures).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        let first = list["items"][0]["content_path"].as_str().unwrap().to_owned();
        let small = format!("{first}?size=thumbnail");
        let shown = office.service.get(&small).by(&own).send().await.expect(200);
        assert_eq!(shown.header("content-type"), Some("image/jpeg"));
        let small = image::load_from_memory(&shown.body).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));

        // Neither a stranger nor the public sees it before it is published.
        let public = first.replace("/v1/products/", "/v1/product-catalogue/");
        office.service.get(&public).send().await.expect_problem(404, "not_found");
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        office.service.get(&first).by(&stranger).send().await.expect(404);
        office
            .upload(&stranger, &pictures, "a.png", &picture(9, 9, ImageFormat::Png))
            .await
            .expect(404);

        office.step(&own, &path, "submit", json!({})).await.expect(200);
        let late = picture(9, 9, ImageFormat::Png);
        office.upload(&own, &pictures, "a.png", &late).await.expect_problem(409, "state_conflict");
        let reviewer = office.promotion(Role::Approver);
        office.step(&reviewer, &path, "review", json!({ "verdict": "publish" })).await.expect(200);
        let shown = office.service.get(&public).send().await.expect(200);
        assert_eq!(shown.header("cache-control"), Some("public, max-age=3600"));
        let found =
            office.service.get("/v1/product-catalogue?q=cai").send().await.expect(200).json();
        assert_eq!(found["items"][0]["pictures"][0]["content_path"], json!(public));
    })
    .await;
}

#[actix_web::test]
async fn what_is_no_picture_or_too_much_of_one_is_refused() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": greens() });
        let entered = office.post(&own, "/v1/products", body).await.expect(201);
        let pictures = format!("{}/pictures", entered.header("location").unwrap());
        for fake in [b"%PDF-1.7\n".as_slice(), b"<svg onload='x'/>", b"MZ\x90\0\x03"] {
            let refused = office.upload(&own, &pictures, "anh.jpg", fake).await;
            refused.expect_problem(415, "unsupported_media_type");
        }
        let torn = &picture(64, 64, ImageFormat::Png)[..80];
        office.upload(&own, &pictures, "a.png", torn).await.expect_problem(400, "unreadable_file");
        let large = vec![0xff_u8; 10 << 20];
        office.upload(&own, &pictures, "a.jpg", &large).await.expect_problem(413, "body_too_large");
        // A small file that would unpack to thirty million pixels.
        let mut bytes = std::io::Cursor::new(Vec::new());
        let vast = DynamicImage::from(image::GrayImage::new(6_000, 5_000));
        vast.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let vast = bytes.into_inner();
        office.upload(&own, &pictures, "a.png", &vast).await.expect_problem(413, "body_too_large");
        for _ in 0..10 {
            let one = picture(9, 9, ImageFormat::Png);
            office.upload(&own, &pictures, "a.png", &one).await.expect(201);
        }
        let eleventh = picture(9, 9, ImageFormat::Png);
        office
            .upload(&own, &pictures, "a.png", &eleventh)
            .await
            .expect_problem(409, "state_conflict");
        let list = office.read_by(&own, &pictures).await;
        let first = list["items"][0]["content_path"].as_str().unwrap().to_owned();
        let removed =
            office.service.delete(&first).by(&own).idempotency_key(&office.key()).send().await;
        assert_eq!(removed.expect(200).json()["items"].as_array().unwrap().len(), 9);
    })
    .await;
}
