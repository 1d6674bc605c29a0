//! What another does while a batch waits for its turn: the batch goes by what it finds when its turn has come.
//! On PostgreSQL only: SQLite has one writer, so nobody comes between.

use std::time::Duration;

use diesel::{RunQueryDsl as _, dsl::sql, select, sql_types::BigInt};
use htx_kit::{db::Connection, failure::Failure, testing::Backend};
use serde_json::{Value, json};

use super::{
    annual_reports::figures,
    applications::{Desk, established},
    imports::send,
    office::{Office, each, each_of},
    ratings::assess,
};

/// Runs a test on PostgreSQL.
async fn on_postgresql(test: impl AsyncFn(Office)) {
    each(async |office| {
        if office.database.backend() == Backend::Postgresql {
            test(office).await;
        }
    })
    .await;
}

/// Does something while a batch waits for an organisation that somebody else holds. Gives what the batch came to.
async fn while_it_waits<T>(
    office: &Office,
    held: &Value,
    batch: impl Future<Output = T>,
    meanwhile: impl Future<Output = ()>,
) -> T {
    let name = format!("organisation {}", held["id"].as_str().unwrap());
    let (taken, is_taken) = tokio::sync::oneshot::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = office.database.write(move |connection| {
        connection.lock(&name)?;
        let _ = taken.send(());
        let _ = released.recv();
        Ok(())
    });
    let batch = async {
        is_taken.await.unwrap();
        batch.await
    };
    let meanwhile = async {
        until_somebody_waits(office).await;
        meanwhile.await;
        drop(release);
    };
    let (holder, outcome, ()) = futures_util::join!(holder, batch, meanwhile);
    holder.unwrap();
    outcome
}

async fn until_somebody_waits(office: &Office) {
    let waiting = |connection: &mut Connection| -> Result<i64, Failure> {
        let locks = "count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database \
            WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted";
        Ok(select(sql::<BigInt>(locks)).get_result(connection)?)
    };
    for _ in 0..500 {
        if office.database.read(waiting).await.unwrap() > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// Two entries in the order in which a batch takes them: who waits for the first does not hold the second.
fn in_order(one: Value, other: Value) -> (Value, Value) {
    if one["id"].as_str() < other["id"].as_str() { (one, other) } else { (other, one) }
}

#[actix_web::test]
async fn an_import_leaves_what_was_filed_and_assessed_meanwhile() {
    on_postgresql(async |office| {
        let [one, other] = ["HTX Rau", "HTX Hoa"].map(|name| {
            let mut entry = office.cooperative(name);
            entry["registered_on"] = json!("2010-06-01");
            entry
        });
        let (first, second) = in_order(office.enter(one).await, office.enter(other).await);
        let line = |entry: &Value, members: u32| {
            let [name, number] =
                ["name", "registration_number"].map(|of| entry[of].as_str().unwrap());
            format!(
                "{name};HTX;{number};Thị trấn Xuân Mai;Huyện Chương Mỹ;{members};Yếu;900000000\n"
            )
        };
        let header = "Tên HTX;Loại hình;Mã số thuế;Xã/Phường;Quận/Huyện;Số thành viên;\
            Xếp loại năm 2024;Doanh thu năm 2024 (đồng)\n";
        let list = format!("{header}{}{}", line(&first, 25), line(&second, 12));
        let own = format!("/v1/organisations/{}", second["id"].as_str().unwrap());

        let district = office.district();
        let import = send(&office, &district, "", "a.csv", list.as_bytes());
        let report = while_it_waits(&office, &first, import, async {
            let body = json!({ "year": 2024, "figures": figures() });
            let path = format!("{own}/annual-reports");
            office.service.post(&path, body).by(&district).send().await.expect(201);
            assess(&office, second["id"].as_str().unwrap(), &district, 0).await.expect(201);
        })
        .await;
        let report = report.expect(201).json()["report"].clone();
        assert_eq!(report["problems"], json!([]), "{report:#}");
        let filed = office.read(&format!("{own}/annual-reports/2024")).await;
        assert_eq!(filed["origin"], "filed");
        assert_eq!(filed["figures"]["revenue_vnd"], figures()["revenue_vnd"]);
        let ratings = office.read(&format!("{own}/ratings")).await;
        assert_eq!(each_of(&ratings, "state"), ["assessed"]);
        // What nobody spoke of meanwhile stands as the list has it.
        let other = format!("/v1/organisations/{}", first["id"].as_str().unwrap());
        let imported = office.read(&format!("{other}/annual-reports/2024")).await;
        assert_eq!(imported["origin"], "imported");
    })
    .await;
}

#[actix_web::test]
async fn who_resumes_while_a_further_pause_is_about_to_begin_is_not_suspended_again() {
    on_postgresql(async |office| {
        let desk = Desk::of(&office);
        let one = established(&desk, "HTX Rau", 1, 20).await;
        let other = established(&desk, "HTX Hoa", 11, 20).await;
        let (first, second) = in_order(one, other);
        let pause = async |of: &Value, from: &str, to: &str| {
            let notice = json!({ "from": from, "to": to, "reason": "Sửa chữa nhà xưởng" });
            desk.approved(of, "cooperative", json!({ "suspension": notice })).await;
        };
        pause(&first, "2025-06-21", "2025-07-20").await;
        pause(&second, "2025-05-20", "2025-06-20").await;
        pause(&second, "2025-06-21", "2025-07-20").await;
        office.service.set_clock("2025-05-20T02:30:00Z");
        assert_eq!(office.registry.begin_suspensions().await.unwrap(), 1);

        office.service.set_clock("2025-06-21T02:30:00Z");
        let begin = office.registry.begin_suspensions();
        let begun = while_it_waits(&office, &first, begin, async {
            let resumption = json!({ "resumption": { "reason": "Đã sửa xong" } });
            desk.approved(&second, "cooperative", resumption).await;
        })
        .await;
        assert_eq!(begun.unwrap(), 1);
        assert_eq!(desk.organisation(&first["id"]).await["status"], "suspended");
        assert_eq!(desk.organisation(&second["id"]).await["status"], "active");
        let history = format!("/v1/organisations/{}/history", second["id"].as_str().unwrap());
        let history = office.read(&history).await;
        assert_eq!(history["items"][0]["event"]["type"], "organisation.resumed");
    })
    .await;
}

#[actix_web::test]
async fn a_detection_proposes_whom_it_holds_and_nobody_who_was_entered_meanwhile() {
    on_postgresql(async |office| {
        let silent = |name: &str| {
            let mut entry = office.cooperative(name);
            entry["registered_on"] = json!("2010-06-01");
            entry
        };
        let held = office.enter(silent("HTX Im Lặng")).await;
        let (path, district) = ("/v1/dormancy-proposals/detect", office.district());
        let detect = || office.service.post(path, json!({})).by(&district).send();
        let found = while_it_waits(&office, &held, detect(), async {
            office.enter(silent("HTX Mới Ghi")).await;
        })
        .await;
        assert_eq!(found.expect(200).json()["proposed"], 1);
        let proposals = office.read("/v1/dormancy-proposals?state=proposed").await;
        assert_eq!(proposals["items"][0]["organisation"]["id"], held["id"]);
        // The next one finds the other.
        assert_eq!(detect().await.expect(200).json()["proposed"], 1);
    })
    .await;
}
