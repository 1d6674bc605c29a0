//! Whose turn it is to be sent to, where many wait.

use std::{future::pending, time::Duration};

use actix_web::rt::{spawn, time::sleep};

use crate::{office::each, receiver::Receiver};

/// Webhooks of one agency that all take as long as they please, more than a process has places.
const SLOW: usize = 20;
/// Half of a process's places.
const OF_ONE_AGENCY: usize = 8;

#[actix_web::test]
async fn one_agency_does_not_take_all_places_of_a_process() {
    each(async |office| {
        let (slow, quick) = (Receiver::start(), Receiver::start());
        slow.keep_waiting(true);
        for _ in 0..SLOW {
            office.made(&office.finance(), &slow).await;
        }
        office.made(&office.district(), &quick).await;
        office.tell("registry", "organisation.changed", "277").await;
        let process = spawn(office.notifications.deliver(pending()));
        assert!(come(&quick, 1).await, "the district waits for nobody");
        assert!(come(&slow, OF_ONE_AGENCY).await, "finance has its half");
        sleep(Duration::from_millis(1_500)).await;
        assert_eq!(slow.arrived(), OF_ONE_AGENCY, "and no more while they last");
        slow.keep_waiting(false);
        assert!(come(&slow, SLOW).await, "the others follow");
        process.abort();
    })
    .await;
}

/// Whether so many messages arrive within seconds.
async fn come(receiver: &Receiver, count: usize) -> bool {
    for _ in 0..200 {
        if receiver.arrived() >= count {
            return true;
        }
        sleep(Duration::from_millis(50)).await;
    }
    false
}
