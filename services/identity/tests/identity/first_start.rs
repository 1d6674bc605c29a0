//! The first start, and all later ones.

use htx_identity::{DemoUser, IdentitySettings, Password, SERVICE, create_demo_users, mount};
use htx_kit::testing::{self, Setting};
use htx_model::{agency::AgencyCode, principal::Role};

use crate::service::{settings, start};

#[actix_web::test]
async fn the_first_administrator_is_made_once() {
    testing::each_database(SERVICE.migrations, async |database| {
        let setting = Setting::new(&database, "identity");
        let none = IdentitySettings::default();
        let first = mount(setting.runtime.clone(), none, &setting.secret).await.unwrap();
        let credential = first.first_administrator.unwrap();
        assert_eq!(credential.username, "admin");
        assert_eq!(credential.password.reveal().len(), 24);
        // A later start changes nothing, whatever password it is given.
        let running = start(&database).await;
        assert!(running.identity.first_administrator.is_none());
        running.log_in("admin", crate::service::PASSWORD).await.expect(400);
        running.log_in("admin", credential.password.reveal()).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn processes_that_start_at_once_make_one_administrator() {
    testing::each_database(SERVICE.migrations, async |database| {
        let setting = Setting::new(&database, "identity");
        let starts = (0..4).map(|_| mount(setting.runtime.clone(), settings(), &setting.secret));
        let started = futures_util::future::join_all(starts).await;
        let made = started
            .iter()
            .filter(|one| one.as_ref().unwrap().first_administrator.is_some())
            .count();
        assert_eq!(made, 1);
    })
    .await;
}

#[actix_web::test]
async fn a_weak_bootstrap_password_stops_the_first_start() {
    testing::each_database(SERVICE.migrations, async |database| {
        let setting = Setting::new(&database, "identity");
        let weak = IdentitySettings {
            bootstrap_password: Some(Password::new("admin")),
            ..IdentitySettings::default()
        };
        let failure = mount(setting.runtime.clone(), weak, &setting.secret).await.unwrap_err();
        assert!(failure.to_string().contains("HTX_BOOTSTRAP_PASSWORD"), "{failure}");
    })
    .await;
}

#[actix_web::test]
async fn the_accounts_of_the_demonstration_log_in() {
    testing::each_database(SERVICE.migrations, async |database| {
        let running = start(&database).await;
        let wanted = [("so-khdt.officer", "so-khdt"), ("district-276.officer", "district-276")];
        let users = wanted.map(|(username, agency)| DemoUser {
            username: username.to_owned(),
            display_name: "Chuyên viên".to_owned(),
            role: Role::Officer,
            agency: AgencyCode::parse(agency).unwrap(),
        });
        let runtime = &running.service.setting.runtime;
        let made = create_demo_users(runtime, users.to_vec()).await.unwrap();
        assert_eq!(made.len(), 2);
        for _ in 0..2 {
            // The second time with the hash that the first replaced.
            for user in &made {
                running.log_in(&user.username, user.password.reveal()).await.expect(200);
            }
        }
    })
    .await;
}
