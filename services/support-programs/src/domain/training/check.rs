//! What a class, its timetable and its participants must look like.

use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    person::is_phone,
    refusal::{Fault, Text},
    words,
};

use super::{CAPACITY_MAX, Content, MINUTES_MAX, Person, SESSIONS_MAX, Session, TRAINERS_MAX};

/// The most characters of a title, a subject, a place, a topic.
pub const LINE_LENGTH_MAX: usize = 300;
/// The most characters of a person's name or position.
pub const NAME_LENGTH_MAX: usize = 200;
/// The most characters of a telephone number.
pub const PHONE_LENGTH_MAX: usize = 30;
/// The most days from the first to the last.
const DAYS_MAX: i64 = 366;

fn line(faults: &mut Vec<Fault>, pointer: String, given: &str, most: usize) -> String {
    words::tidy(pointer, given, most).map_err(|one| faults.push(one)).unwrap_or_default()
}

/// What a class says, tidied.
///
/// # Errors
/// Every fault at its place.
pub fn content(
    given: Content,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<Content, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut tidy =
        |name: &str, text: &str| line(&mut faults, format!("/{name}"), text, LINE_LENGTH_MAX);
    let title = tidy("title", &given.title);
    let subject = tidy("subject", &given.subject);
    let place = tidy("place", &given.place);
    if units.commune(&given.commune, today).is_none() {
        let detail = Text::fixed(
            "Không có xã, phường này vào ngày hôm nay.",
            "There is no such commune today.",
        );
        faults.push(Fault::new("/commune", "unknown_commune", detail));
    }
    let level = htx_model::administrative::UnitLevel::District;
    if given
        .district
        .as_ref()
        .is_some_and(|one| units.with_code(level, one.as_str()).next().is_none())
    {
        let detail = Text::fixed("Không có quận, huyện này.", "There is no such district.");
        faults.push(Fault::new("/district", "unknown_district", detail));
    }
    if given.ends_on < given.starts_on {
        let detail = Text::fixed(
            "Ngày kết thúc không được trước ngày bắt đầu.",
            "The last day cannot lie before the first.",
        );
        faults.push(Fault::new("/ends_on", "out_of_order", detail));
    } else if given.starts_on.plus_days(DAYS_MAX) < given.ends_on {
        let detail = Text::made(
            format!("Lớp kéo dài tối đa {DAYS_MAX} ngày."),
            format!("A class takes at most {DAYS_MAX} days."),
        );
        faults.push(Fault::new("/ends_on", "out_of_range", detail));
    }
    if !(1..=CAPACITY_MAX).contains(&given.capacity) {
        faults.push(range("/capacity", 1, CAPACITY_MAX));
    }
    if faults.is_empty() { Ok(Content { title, subject, place, ..given }) } else { Err(faults) }
}

fn range(pointer: impl Into<std::borrow::Cow<'static, str>>, least: u32, most: u32) -> Fault {
    Fault::new(
        pointer,
        "out_of_range",
        Text::made(
            format!("Phải từ {least} đến {most}."),
            format!("It must be from {least} to {most}."),
        ),
    )
}

/// The sessions, tidied and in their order: within the days of the class.
///
/// # Errors
/// Every fault at its place.
pub fn sessions(given: Vec<Session>, of: &Content) -> Result<Vec<Session>, Vec<Fault>> {
    if given.len() > SESSIONS_MAX {
        return Err(vec![too_many("/sessions", SESSIONS_MAX)]);
    }
    let mut faults = Vec::new();
    let mut tidy: Vec<Session> = Vec::with_capacity(given.len());
    for (at, session) in given.into_iter().enumerate() {
        let pointer = |name: &str| format!("/sessions/{at}/{name}");
        let topic = line(&mut faults, pointer("topic"), &session.topic, LINE_LENGTH_MAX);
        if !(1..=MINUTES_MAX).contains(&session.minutes) {
            faults.push(range(pointer("minutes"), 1, MINUTES_MAX));
        }
        if !(of.starts_on..=of.ends_on).contains(&session.held_on) {
            let (from, to) = (of.starts_on, of.ends_on);
            let detail = Text::made(
                format!("Buổi học phải trong thời gian của lớp, từ {from} đến {to}."),
                format!("A session lies within the days of the class, from {from} to {to}."),
            );
            faults.push(Fault::new(pointer("held_on"), "outside_the_class", detail));
        }
        if tidy.last().is_some_and(|before| session.held_on < before.held_on) {
            let detail = Text::fixed(
                "Các buổi học phải theo thứ tự ngày.",
                "The sessions stand in the order of their days.",
            );
            faults.push(Fault::new(pointer("held_on"), "out_of_order", detail));
        }
        tidy.push(Session { topic, ..session });
    }
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

/// The trainers, tidied: name and position.
///
/// # Errors
/// Every fault at its place.
pub fn trainers(
    given: Vec<(String, Option<String>)>,
) -> Result<Vec<(String, Option<String>)>, Vec<Fault>> {
    if given.len() > TRAINERS_MAX {
        return Err(vec![too_many("/trainers", TRAINERS_MAX)]);
    }
    let mut faults = Vec::new();
    let mut tidy = Vec::with_capacity(given.len());
    for (at, (name, position)) in given.into_iter().enumerate() {
        let pointer = |field: &str| format!("/trainers/{at}/{field}");
        let name = line(&mut faults, pointer("name"), &name, NAME_LENGTH_MAX);
        let position =
            position.map(|one| line(&mut faults, pointer("position"), &one, NAME_LENGTH_MAX));
        tidy.push((name, position));
    }
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

fn too_many(pointer: &'static str, most: usize) -> Fault {
    let detail = Text::made(format!("Tối đa {most}."), format!("At most {most}."));
    Fault::new(pointer, "too_many", detail)
}

/// A person, tidied.
///
/// # Errors
/// Every fault at its place.
pub fn person(given: Person) -> Result<Person, Vec<Fault>> {
    let mut faults = Vec::new();
    let name = line(&mut faults, "/name".to_owned(), &given.name, NAME_LENGTH_MAX);
    if !name.is_empty() && htx_model::text::words(&name).is_empty() {
        let detail = Text::fixed("Phải có chữ.", "It must have letters.");
        faults.push(Fault::new("/name", "no_words", detail));
    }
    let position =
        given.position.map(|one| line(&mut faults, "/position".to_owned(), &one, NAME_LENGTH_MAX));
    let phone =
        given.phone.map(|one| line(&mut faults, "/phone".to_owned(), &one, PHONE_LENGTH_MAX));
    if phone.as_deref().is_some_and(|one| !one.is_empty() && !is_phone(one)) {
        let detail = Text::fixed(
            "Số điện thoại có từ 8 đến 15 chữ số.",
            "A telephone number has 8 to 15 digits.",
        );
        faults.push(Fault::new("/phone", "not_a_phone", detail));
    }
    if faults.is_empty() { Ok(Person { name, phone, position }) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use htx_model::administrative::CommuneCode;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn class() -> Content {
        Content {
            title: "Quản trị HTX".to_owned(),
            subject: "Luật HTX 2023".to_owned(),
            sector: None,
            programme: "tap-huan".to_owned(),
            place: "Hội trường".to_owned(),
            commune: CommuneCode::parse("10045").unwrap(),
            district: None,
            starts_on: day("2025-05-20"),
            ends_on: day("2025-05-22"),
            capacity: 30,
        }
    }

    #[test]
    fn every_fault_of_a_class_is_told_at_once() {
        let units = AdministrativeUnits::embedded().unwrap();
        let today = day("2025-05-12");
        let wrong = Content {
            title: " ".to_owned(),
            commune: CommuneCode::parse("99999").unwrap(),
            ends_on: day("2025-05-19"),
            capacity: 0,
            ..class()
        };
        let faults = content(wrong, units, today).unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|one| one.pointer.as_ref()).collect();
        assert_eq!(pointers, ["/title", "/commune", "/ends_on", "/capacity"]);
    }

    #[test]
    fn sessions_lie_within_the_days_of_the_class_and_in_their_order() {
        let session = |on: &str, minutes| Session {
            id: htx_model::id::Id::from_uuid(uuid::Uuid::nil()),
            number: 1,
            held_on: day(on),
            minutes,
            topic: "Điều lệ".to_owned(),
            attendance_recorded_on: None,
        };
        let given = vec![session("2025-05-21", 240), session("2025-05-20", 721)];
        let faults = sessions(given, &class()).unwrap_err();
        let told: Vec<_> = faults.iter().map(|one| (one.pointer.as_ref(), one.code)).collect();
        assert_eq!(
            told,
            [("/sessions/1/minutes", "out_of_range"), ("/sessions/1/held_on", "out_of_order")]
        );
        assert!(sessions(vec![session("2025-05-23", 60)], &class()).is_err());
        assert!(sessions(vec![session("2025-05-20", 60)], &class()).is_ok());
    }
}
