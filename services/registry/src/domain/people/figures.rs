//! How an entry's charter capital and number of members follow what is recorded of its members.
//!
//! Where the record is complete, the figure is the sum, always. Many organisations came from old
//! lists with more members than were ever recorded one by one: of those the entry keeps its figure
//! until the record reaches it.

/// The figure of an entry after its members changed from one recorded sum to another.
#[must_use]
pub fn follow(figure: Option<i64>, before: i64, after: i64) -> i64 {
    match figure {
        None => after,
        Some(figure) if figure == before => after,
        Some(figure) => figure.max(after),
    }
}

/// Whether an officer may enter another figure beside what is recorded of the members: only where
/// the record is not complete, and none below it.
#[must_use]
pub fn permits(figure: Option<i64>, wanted: Option<i64>, recorded: i64) -> bool {
    wanted == figure
        || wanted == Some(recorded)
        || (figure != Some(recorded) && wanted.is_some_and(|wanted| wanted > recorded))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_complete_record_is_the_figure_and_an_incomplete_one_leaves_it() {
        assert_eq!(follow(Some(30), 30, 35), 35);
        assert_eq!(follow(Some(30), 30, 25), 25);
        assert_eq!(follow(None, 0, 10), 10);
        assert_eq!(follow(Some(3_000), 0, 10), 3_000);
        assert_eq!(follow(Some(3_000), 2_990, 3_010), 3_010);
    }

    #[test]
    fn an_officer_cannot_contradict_the_record() {
        assert!(!permits(Some(30), Some(31), 30));
        assert!(!permits(Some(30), None, 30));
        assert!(permits(Some(30), Some(30), 30));
        assert!(permits(Some(300), Some(200), 30));
        assert!(permits(Some(300), Some(30), 30));
        assert!(!permits(Some(300), Some(20), 30));
    }

    proptest! {
        #[test]
        fn what_was_complete_stays_complete(
            changes in prop::collection::vec(-50_i64..200, 0..40),
        ) {
            let (mut figure, mut sum) = (Some(0), 0);
            for change in changes {
                let after = (sum + change).max(0);
                figure = Some(follow(figure, sum, after));
                sum = after;
                prop_assert_eq!(figure, Some(sum));
            }
        }

        #[test]
        fn a_figure_is_never_below_the_record(
            start in prop::option::of(0_i64..1_000),
            changes in prop::collection::vec(-50_i64..200, 1..40),
        ) {
            let (mut figure, mut sum) = (start, 0);
            for change in changes {
                let after = (sum + change).max(0);
                figure = Some(follow(figure, sum, after));
                sum = after;
                prop_assert!(figure >= Some(sum));
            }
        }
    }
}
