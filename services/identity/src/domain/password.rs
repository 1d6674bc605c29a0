//! What a password that a person chooses must be (NIST SP 800-63B-4 section 3.1.1): long, not among
//! the common ones, not made of the person's own name. No rules about kinds of characters, and no
//! expiry: they make passwords worse.

use std::collections::HashSet;

use htx_model::{
    refusal::{Fault, Text},
    text,
};

/// The least length where the password is the only factor.
pub(crate) const LENGTH_MIN: usize = 15;
/// The least length of the first administrator's password where a script sets it.
const BOOTSTRAP_LENGTH_MIN: usize = 8;
/// The greatest length: beyond it nothing is gained and hashing only costs.
pub(crate) const LENGTH_MAX: usize = 128;

/// Letters that must be left, and how many different ones, without common words and digits.
const SUBSTANCE: usize = 6;

/// What passwords here are made of when they are made without thought.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "matkhau",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "letmein",
    "welcome",
    "iloveyou",
    "abcdefgh",
    "abcdef",
    "abc",
    "administrator",
    "admin",
    "hoptacxa",
    "htx",
    "hanoi",
    "vietnam",
    "anhyeuem",
    "emyeuanh",
    "khongbiet",
    "changeme",
    "secret",
    "monkey",
    "dragon",
    "football",
    "default",
    "user",
    "login",
    "test",
];

/// What is wrong with a password that someone chose. `names` are the login name and the words of
/// the display name.
pub(crate) fn check(password: &str, names: &[&str]) -> Option<Fault> {
    if let Some(fault) = wrong_length(password, LENGTH_MIN) {
        return Some(fault);
    }
    let letters = letters(password);
    let names: Vec<String> =
        names.iter().flat_map(|name| text::words(name)).filter(|word| word.len() >= 4).collect();
    if names.iter().any(|name| letters.contains(name.as_str())) {
        return Some(weak(
            "password_contains_name",
            Text::fixed(
                "Mật khẩu không được chứa tên của bạn.",
                "A password must not contain your own name.",
            ),
        ));
    }
    is_common(&letters).then(|| {
        weak(
            "password_common",
            Text::fixed(
                "Mật khẩu quá dễ đoán; hãy dùng vài từ không liên quan đến nhau.",
                "The password is too easy to guess; use a few words that have nothing to do with each other.",
            ),
        )
    })
}

/// What is wrong with one that is the old one: whoever gave it out would know it still.
pub(crate) fn unchanged() -> Fault {
    weak(
        "password_unchanged",
        Text::fixed(
            "Mật khẩu mới phải khác mật khẩu hiện tại.",
            "The new password must differ from the current one.",
        ),
    )
}

/// What is wrong with the password that an operator sets for the first administrator: only its
/// length is checked, because scripts choose it and whoever sets it owns the machine.
pub(crate) fn check_bootstrap(password: &str) -> Option<Fault> {
    wrong_length(password, BOOTSTRAP_LENGTH_MIN)
}

fn wrong_length(password: &str, least: usize) -> Option<Fault> {
    let length = text::compose(password).chars().count();
    (!(least..=LENGTH_MAX).contains(&length)).then(|| {
        weak(
            "password_length",
            Text::made(
                format!("Mật khẩu phải có từ {least} đến {LENGTH_MAX} ký tự."),
                format!("A password has from {least} to {LENGTH_MAX} characters."),
            ),
        )
    })
}

fn weak(code: &'static str, detail: Text) -> Fault {
    Fault::new("/new_password", code, detail)
}

/// The password without case, accents, spaces and marks.
fn letters(password: &str) -> String {
    text::fold(password).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether little is left without common words and digits, or only a few characters are repeated.
fn is_common(letters: &str) -> bool {
    let different: HashSet<char> = letters.chars().collect();
    let rest = COMMON.iter().fold(letters.to_owned(), |rest, word| rest.replace(word, " "));
    let left = rest.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = letters.chars().filter(char::is_ascii_digit).collect::<HashSet<_>>().len();
    different.len() < SUBSTANCE || (left < SUBSTANCE && (digits < SUBSTANCE || is_run(letters)))
}

/// Whether the digits count up or down, as in 1234567890.
fn is_run(letters: &str) -> bool {
    let digits: Vec<i32> = letters
        .chars()
        .filter_map(|letter| letter.to_digit(10))
        .filter_map(|it| i32::try_from(it).ok())
        .collect();
    let steps =
        digits.windows(2).filter(|pair| matches!((pair[1] - pair[0]).rem_euclid(10), 0 | 1 | 9));
    steps.count() * 2 >= digits.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        check(password, &["so-tc.nguyen", "Nguyễn Văn Bình"]).map(|fault| fault.code)
    }

    #[test]
    fn long_passwords_of_any_characters_are_good() {
        for good in [
            "con trâu đi trước cái cày",
            "correct horse battery staple",
            "k7mq-x2hw-9fzt-bb3n-awpe",
            "mưa rào tháng bảy",
            "830417295564018273",
            "Vân Từ có nhiều rau sạch 2025",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert_eq!(code("mưa tháng bảy"), Some("password_length"));
        assert_eq!(code(&"con trâu ".repeat(20)), Some("password_length"));
    }

    #[test]
    fn common_passwords_are_refused_however_they_are_dressed_up() {
        for common in [
            "password1234567",
            "Mật Khẩu 123456789",
            "aaaaaaaaaaaaaaaaaaaa",
            "123456789012345",
            "qwertyuiopasdfghjkl",
            "hop-tac-xa-ha-noi-2025",
            "Admin@Admin@Admin@2025",
        ] {
            assert_eq!(code(common), Some("password_common"), "{common}");
        }
    }

    #[test]
    fn ones_own_name_is_refused_with_or_without_accents() {
        assert_eq!(code("con trâu của Nguyễn"), Some("password_contains_name"));
        assert_eq!(code("nguyen di cay ruong"), Some("password_contains_name"));
    }
}
