//! What becomes of a message: tried again over three days, each time later; what takes nothing for so long
//! is told nothing any more.

use htx_model::{
    date::Instant,
    id::{DeliveryId, Id, WebhookId},
    notification::{AttemptOutcome, DeliveryState, WebhookAction, WebhookState, WebhookStop},
    refusal::{ErrorCode, Refusal, Text},
};

use super::{lifecycle, owner::Told, webhook::Webhook};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// How long after each try that failed the next one comes, in seconds, as the specification proposes it:
/// three days in all, and then no more.
pub const RETRIES: &[i64] = &[
    5,
    MINUTE,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];

/// The longest that a receiver can put the next try off (`Retry-After`), in seconds.
const PUT_OFF_MAX: i64 = 24 * HOUR;
/// What has taken nothing for so long is disabled, in seconds.
const PATIENCE: i64 = 72 * HOUR;

/// What is told, to whomever it is told: [`Message::payload`] is what is signed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id: that of the event.
    pub id: MessageId,
    /// What a feed tells; nothing where it is sent to try.
    pub told: Option<Told>,
    /// Its type.
    pub kind: String,
    /// The JSON that is sent.
    pub payload: String,
    /// When it happened.
    pub recorded_at: Instant,
}

/// Names messages.
pub enum AnyMessage {}

/// The id of a message.
pub type MessageId = Id<AnyMessage>;

/// A message on its way to one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id: the `webhook-id` of the message, however often it is sent.
    pub id: DeliveryId,
    /// To which webhook.
    pub webhook: WebhookId,
    /// Which message.
    pub message: MessageId,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried since it was sent first, or again.
    pub tries: u32,
    /// How often altogether.
    pub attempts: u32,
    /// When it is tried next, or was to be.
    pub due_at: Instant,
    /// When it was made.
    pub made_at: Instant,
    /// When it came to its end.
    pub finished_at: Option<Instant>,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// When it began.
    pub begun_at: Instant,
    /// How long it took.
    pub milliseconds: u32,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The status that was answered.
    pub status: Option<u16>,
}

/// What a try showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The status that was answered.
    pub status: Option<u16>,
    /// After how many seconds the receiver wants to be asked again.
    pub retry_after: Option<i64>,
}

impl Shown {
    /// What a try shows that brought no answer.
    #[must_use]
    pub const fn without_answer(outcome: AttemptOutcome) -> Self {
        Self { outcome, status: None, retry_after: None }
    }
}

impl Delivery {
    /// A message on its way from now on.
    #[must_use]
    pub fn new(id: DeliveryId, webhook: WebhookId, message: MessageId, now: Instant) -> Self {
        Self {
            id,
            webhook,
            message,
            state: DeliveryState::Pending,
            tries: 0,
            attempts: 0,
            due_at: now,
            made_at: now,
            finished_at: None,
        }
    }

    /// As it is once a try has ended. Chance (of 255) puts the next one off by up to a tenth, so that what
    /// failed together does not come back together.
    #[must_use]
    pub fn tried(&self, shown: Shown, now: Instant, chance: u8) -> Self {
        let tried = Self { tries: self.tries + 1, attempts: self.attempts + 1, ..self.clone() };
        let wait = usize::try_from(self.tries).ok().and_then(|tries| RETRIES.get(tries));
        match (shown.outcome, wait) {
            (AttemptOutcome::Delivered, _) => tried.finished(DeliveryState::Delivered, now),
            (AttemptOutcome::Gone, _) | (_, None) => tried.finished(DeliveryState::Failed, now),
            (_, Some(wait)) => {
                let put_off = shown.retry_after.unwrap_or_default().clamp(0, PUT_OFF_MAX);
                let spread = wait * i64::from(chance) * 1_000_000 / 2_550;
                let due_at = now.plus_seconds(put_off.max(*wait)).microseconds() + spread;
                Self { due_at: Instant::from_microseconds(due_at), ..tried }
            }
        }
    }

    /// As it is once a try has ended that began before something else became of it: it was ended
    /// meanwhile, or somebody else sends it as well. That it was taken counts; else nothing changes.
    #[must_use]
    pub fn tried_late(&self, shown: Shown, now: Instant) -> Self {
        let tried = Self { attempts: self.attempts + 1, ..self.clone() };
        match (shown.outcome, self.state) {
            (AttemptOutcome::Delivered, DeliveryState::Pending | DeliveryState::Withheld) => {
                tried.finished(DeliveryState::Delivered, now)
            }
            _ => tried,
        }
    }

    /// At its end.
    #[must_use]
    pub fn finished(self, state: DeliveryState, now: Instant) -> Self {
        Self { state, finished_at: Some(now), ..self }
    }

    /// Sent again, from now on, as often as the first time.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`] while it is on its way.
    pub fn replayed(&self, now: Instant) -> Result<Self, Refusal> {
        if self.state == DeliveryState::Pending {
            return Err(Refusal::new(
                ErrorCode::StateConflict,
                Text::fixed("Lượt gửi này đang chờ gửi.", "This delivery is on its way already."),
            ));
        }
        let state = DeliveryState::Pending;
        Ok(Self { state, tries: 0, due_at: now, finished_at: None, ..self.clone() })
    }
}

impl Webhook {
    /// As it is once some tries have ended: one that was taken is enough; whoever answers 410, or has taken
    /// nothing for three days, is told nothing any more.
    #[must_use]
    pub fn tried(&self, shown: &[Shown], now: Instant) -> Self {
        let any = |outcome| shown.iter().any(|one| one.outcome == outcome);
        let failing_since = match shown.is_empty() {
            true => self.failing_since,
            false if any(AttemptOutcome::Delivered) => None,
            false => self.failing_since.or(Some(now)),
        };
        let failing = failing_since.is_some_and(|since| since.plus_seconds(PATIENCE) <= now);
        let after = Self { failing_since, ..self.clone() };
        match self.state {
            WebhookState::Ended | WebhookState::Disabled => after,
            _ if any(AttemptOutcome::Gone) => after.stopped(WebhookStop::Gone, now),
            _ if failing => after.stopped(WebhookStop::Failing, now),
            _ => after,
        }
    }

    /// As it is where all that was due to it is no longer for its agency: nothing fails any more.
    #[must_use]
    pub fn relieved(&self) -> Self {
        Self { failing_since: None, ..self.clone() }
    }

    /// For how many seconds nothing more is sent to it: who has failed for a while shall not hold a place
    /// that others wait for.
    #[must_use]
    pub fn rest_seconds(&self, now: Instant) -> i64 {
        let failing = self.failing_since.is_some_and(|since| since.plus_seconds(MINUTE) <= now);
        if failing { MINUTE } else { 0 }
    }

    fn stopped(self, why: WebhookStop, now: Instant) -> Self {
        Self {
            state: WebhookState::Disabled,
            stopped_for: Some(why),
            version: self.version + 1,
            recorded_at: now,
            ..self
        }
    }

    /// As it is after an action. Whoever goes on after having been disabled is told what happens from now
    /// on: what happened meanwhile stands in the feeds.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`].
    pub fn moved(&self, action: WebhookAction, now: Instant) -> Result<Self, Refusal> {
        let state = lifecycle::next(self.state, action)?;
        let goes_on = action == WebhookAction::Resume;
        let missed = goes_on && self.state == WebhookState::Disabled;
        Ok(Self {
            state,
            stopped_for: self.stopped_for.filter(|_| !goes_on),
            failing_since: self.failing_since.filter(|_| !goes_on),
            told_from: if missed { Self::told_from(now) } else { self.told_from },
            version: self.version + 1,
            recorded_at: now,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        Instant::from_microseconds(0)
    }

    fn failed(retry_after: Option<i64>) -> Shown {
        Shown { outcome: AttemptOutcome::Refused, status: Some(503), retry_after }
    }

    fn fresh() -> Delivery {
        let id = |number| uuid::Uuid::from_u128(number);
        Delivery::new(Id::from_uuid(id(1)), Id::from_uuid(id(2)), Id::from_uuid(id(3)), start())
    }

    #[test]
    fn what_fails_is_tried_again_over_three_days_and_then_no_more() {
        let mut delivery = fresh();
        let mut now = start();
        let mut waits = Vec::new();
        while delivery.state == DeliveryState::Pending {
            delivery = delivery.tried(failed(None), now, 0);
            waits.push(delivery.due_at.seconds() - now.seconds());
            now = delivery.due_at.max(now);
        }
        assert_eq!(delivery.state, DeliveryState::Failed);
        assert_eq!(waits[..RETRIES.len()], *RETRIES);
        assert_eq!(delivery.attempts as usize, RETRIES.len() + 1);
        assert!(now.seconds() > PATIENCE && now.seconds() < PATIENCE + 6 * HOUR);
    }

    #[test]
    fn chance_and_the_receiver_put_the_next_try_off_within_bounds() {
        let due = |shown, chance| fresh().tried(shown, start(), chance).due_at.seconds();
        assert_eq!(due(failed(None), 255), 5);
        let third = Delivery { tries: 2, ..fresh() };
        assert_eq!(third.tried(failed(None), start(), 255).due_at.seconds(), 330);
        assert_eq!(due(failed(Some(90)), 0), 90);
        assert_eq!(due(failed(Some(1)), 0), 5, "no sooner");
        assert_eq!(due(failed(Some(i64::MAX)), 0), 24 * HOUR, "no later");
    }

    #[test]
    fn what_comes_back_together_is_spread_from_the_first_try_on_and_where_it_was_put_off() {
        let due = |shown, chance| fresh().tried(shown, start(), chance).due_at.microseconds();
        assert_eq!(due(failed(None), 0), 5_000_000);
        assert_eq!(due(failed(None), 255), 5_500_000);
        assert_eq!(due(failed(Some(90)), 255), 90_500_000);
    }

    #[test]
    fn what_was_taken_after_it_was_ended_was_delivered() {
        let taken =
            Shown { outcome: AttemptOutcome::Delivered, status: Some(204), retry_after: None };
        let withheld = fresh().finished(DeliveryState::Withheld, start());
        let late = withheld.tried_late(taken, start());
        assert_eq!((late.state, late.attempts), (DeliveryState::Delivered, 1));
        let late = withheld.tried_late(failed(None), start());
        assert_eq!((late.state, late.attempts), (DeliveryState::Withheld, 1));
    }

    #[test]
    fn a_replay_begins_anew_and_keeps_count() {
        let sent =
            Shown { outcome: AttemptOutcome::Delivered, status: Some(204), retry_after: None };
        let delivered = fresh().tried(sent, start(), 0);
        assert_eq!(delivered.state, DeliveryState::Delivered);
        let again = delivered.replayed(start()).unwrap();
        assert_eq!((again.tries, again.attempts, again.id), (0, 1, delivered.id));
        assert!(again.replayed(start()).is_err());
    }
}
