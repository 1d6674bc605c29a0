//! Who prepared something: none of them decides it (DOMAIN section 3).

use htx_model::refusal::{ErrorCode, Refusal, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everybody who prepared anything in something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Preparers(Vec<Uuid>);

impl Preparers {
    /// Whoever entered it.
    #[must_use]
    pub fn of(who: Uuid) -> Self {
        Self(vec![who])
    }

    /// Notes down that somebody prepared something in it.
    pub fn note(&mut self, who: Uuid) {
        if !self.contains(who) {
            self.0.push(who);
        }
    }

    /// Whether somebody prepared anything in it.
    #[must_use]
    pub fn contains(&self, who: Uuid) -> bool {
        self.0.contains(&who)
    }

    /// Refuses whoever prepared it to decide it.
    ///
    /// # Errors
    /// [`ErrorCode::PermissionDenied`], with what to do.
    pub fn require_other_person(&self, who: Uuid) -> Result<(), Refusal> {
        if !self.contains(who) {
            return Ok(());
        }
        let detail = Text::fixed(
            "Người đã lập hoặc sửa thì không được tự duyệt, tự quyết định.",
            "Whoever prepared or changed it cannot decide it.",
        );
        let advice = Text::fixed(
            "Hãy chuyển cho người khác có quyền duyệt.",
            "Pass it to somebody else who may decide it.",
        );
        Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_prepared_anything_decides_nothing() {
        let [one, other, third] = [1, 2, 3].map(Uuid::from_u128);
        let mut preparers = Preparers::of(one);
        preparers.note(other);
        preparers.note(other);
        for who in [one, other] {
            let refused = preparers.require_other_person(who).unwrap_err();
            assert_eq!(refused.code, ErrorCode::PermissionDenied);
        }
        assert!(preparers.require_other_person(third).is_ok());
        let kept = serde_json::to_string(&preparers).unwrap();
        assert_eq!(serde_json::from_str::<Preparers>(&kept).unwrap(), preparers);
        assert_eq!(kept, format!("[\"{one}\",\"{other}\"]"), "nobody is kept twice");
    }
}
