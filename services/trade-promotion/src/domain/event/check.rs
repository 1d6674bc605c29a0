//! What an event must say.

use htx_model::{
    date::Date,
    faults::Faults,
    money,
    refusal::{Refusal, Text},
    trade::events::TradeEventReach,
};

use super::{Booth, Content};

/// The most characters of a title.
pub const TITLE_LENGTH_MAX: usize = 300;
/// The most characters of a summary.
pub const SUMMARY_LENGTH_MAX: usize = 4_000;
/// The most characters of a place.
pub const VENUE_LENGTH_MAX: usize = 300;
/// The most characters of a booth's label.
pub const LABEL_LENGTH_MAX: usize = 20;
/// The most places of an event.
pub const BOOTHS_MAX: usize = 1_000;
/// The most square metres of a booth.
pub const AREA_MAX: u32 = 10_000;

/// The content put right.
///
/// # Errors
/// Every fault of it.
pub fn content(mut given: Content, today: Date) -> Result<Content, Refusal> {
    let mut faults = Faults::default();
    given.title = faults.words("/title", &given.title, TITLE_LENGTH_MAX);
    given.venue = faults.words("/venue", &given.venue, VENUE_LENGTH_MAX);
    given.summary = given.summary.map(|text| faults.words("/summary", &text, SUMMARY_LENGTH_MAX));
    days(&mut faults, &given, today);
    place(&mut faults, &given);
    faults.or(money::amount("/planned_cost/state_vnd", given.planned_cost.state.0, 0));
    faults.or(money::amount(
        "/planned_cost/participants_vnd",
        given.planned_cost.participants.0,
        0,
    ));
    faults.refuse()?;
    Ok(given)
}

/// The days of an event, and until when applications are taken.
fn days(faults: &mut Faults, given: &Content, today: Date) {
    if given.ends_on < given.starts_on {
        let detail = Text::fixed(
            "Ngày kết thúc không được trước ngày bắt đầu.",
            "The last day cannot lie before the first.",
        );
        faults.add("/ends_on", "ends_before_it_starts", detail);
    }
    if given.starts_on <= today {
        let detail =
            Text::fixed("Sự kiện phải bắt đầu sau hôm nay.", "The event must begin after today.");
        faults.add("/starts_on", "date_not_in_future", detail);
    }
    if given.apply_until > given.starts_on {
        let detail = Text::fixed(
            "Hạn đăng ký không được sau ngày bắt đầu.",
            "Applications cannot be taken after the first day.",
        );
        faults.add("/apply_until", "deadline_after_start", detail);
    }
}

fn place(faults: &mut Faults, given: &Content) {
    let letters = |code: &String| {
        code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) && code != "VN"
    };
    match (given.reach, &given.country, &given.commune) {
        (TradeEventReach::Home, None, _) => {}
        (TradeEventReach::Home, Some(_), _) => {
            let detail = Text::fixed(
                "Sự kiện trong nước không ghi nước tổ chức.",
                "An event at home names no country.",
            );
            faults.add("/country", "country_at_home", detail);
        }
        (TradeEventReach::Abroad, country, commune) => {
            if !country.as_ref().is_some_and(letters) {
                let detail = Text::fixed(
                    "Sự kiện ở nước ngoài phải ghi mã nước gồm hai chữ cái (ISO 3166-1), khác VN.",
                    "An event abroad names its country by two letters (ISO 3166-1), other than VN.",
                );
                faults.add("/country", "country_missing", detail);
            }
            if commune.is_some() {
                let detail = Text::fixed(
                    "Sự kiện ở nước ngoài không ghi xã, phường.",
                    "An event abroad lies in no commune.",
                );
                faults.add("/commune", "commune_abroad", detail);
            }
        }
    }
}

/// The places, numbered from 1 in the order in which they are given.
///
/// # Errors
/// Every fault of them.
pub fn booths(given: Vec<(Option<String>, Option<u32>)>) -> Result<Vec<Booth>, Refusal> {
    let mut faults = Faults::default();
    if !(1..=BOOTHS_MAX).contains(&given.len()) {
        let detail = Text::made(
            format!("Phải có từ 1 đến {BOOTHS_MAX} gian hàng (chỗ)."),
            format!("There must be 1 to {BOOTHS_MAX} booths (places)."),
        );
        faults.add("/booths", "booth_count", detail);
    }
    let mut booths: Vec<Booth> = Vec::with_capacity(given.len());
    let mut labels = std::collections::HashSet::new();
    for (at, (label, area_m2)) in given.into_iter().enumerate() {
        let pointer = || format!("/booths/{at}/label");
        let label = label.map(|text| faults.words(pointer(), &text, LABEL_LENGTH_MAX));
        if label.as_ref().is_some_and(|label| !labels.insert(label.to_lowercase())) {
            let detail = Text::fixed(
                "Hai gian hàng không được cùng ký hiệu.",
                "Two booths cannot have the same label.",
            );
            faults.add(pointer(), "booth_label_repeated", detail);
        }
        if area_m2.is_some_and(|area| !(1..=AREA_MAX).contains(&area)) {
            let detail = Text::made(
                format!("Diện tích phải từ 1 đến {AREA_MAX} m²."),
                format!("The area must be from 1 to {AREA_MAX} m²."),
            );
            faults.add(format!("/booths/{at}/area_m2"), "booth_area", detail);
        }
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        booths.push(Booth { number, label, area_m2 });
    }
    faults.refuse()?;
    Ok(booths)
}

#[cfg(test)]
mod tests {
    use htx_model::trade::events::{Allotment, TradeEventKind};

    use super::*;
    use crate::domain::event::Cost;

    fn day(day: i8) -> Date {
        Date::new(2025, 9, day).unwrap()
    }

    fn fair() -> Content {
        Content {
            kind: TradeEventKind::Fair,
            reach: TradeEventReach::Home,
            title: " Hội chợ  OCOP ".to_owned(),
            summary: None,
            venue: "Hoàng thành Thăng Long".to_owned(),
            commune: None,
            country: None,
            starts_on: day(10),
            ends_on: day(14),
            apply_until: day(5),
            allotment: Allotment::Selection,
            planned_cost: Cost::default(),
        }
    }

    fn faults(given: Content) -> Vec<(String, &'static str)> {
        let refusal = content(given, day(1)).unwrap_err();
        refusal.faults.iter().map(|fault| (fault.pointer.to_string(), fault.code)).collect()
    }

    #[test]
    fn an_event_at_home_is_put_right() {
        assert_eq!(content(fair(), day(1)).unwrap().title, "Hội chợ OCOP");
    }

    #[test]
    fn days_follow_one_another() {
        let wrong = Content { ends_on: day(9), apply_until: day(11), ..fair() };
        assert_eq!(
            faults(wrong),
            [
                ("/ends_on".to_owned(), "ends_before_it_starts"),
                ("/apply_until".to_owned(), "deadline_after_start"),
            ]
        );
        let past = Content { starts_on: day(1), apply_until: day(1), ..fair() };
        assert_eq!(faults(past), [("/starts_on".to_owned(), "date_not_in_future")]);
    }

    #[test]
    fn abroad_an_event_names_its_country_and_no_commune() {
        let abroad = Content { reach: TradeEventReach::Abroad, ..fair() };
        assert_eq!(faults(abroad.clone()), [("/country".to_owned(), "country_missing")]);
        let vietnam = Content { country: Some("VN".to_owned()), ..abroad.clone() };
        assert_eq!(faults(vietnam), [("/country".to_owned(), "country_missing")]);
        assert!(content(Content { country: Some("JP".to_owned()), ..abroad }, day(1)).is_ok());
    }

    #[test]
    fn booths_are_numbered_in_their_order_and_no_label_is_given_twice() {
        let given = vec![(Some("A1".to_owned()), Some(9)), (None, None)];
        let numbers: Vec<u32> =
            booths(given).unwrap().into_iter().map(|booth| booth.number).collect();
        assert_eq!(numbers, [1, 2]);
        let twice = vec![(Some("A1".to_owned()), None), (Some("a1".to_owned()), Some(0))];
        let refusal = booths(twice).unwrap_err();
        let codes: Vec<_> = refusal.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["booth_label_repeated", "booth_area"]);
        assert_eq!(booths(Vec::new()).unwrap_err().faults[0].code, "booth_count");
    }
}
