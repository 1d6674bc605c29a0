//! Personal data of natural persons is masked unless the caller's task needs it (DOMAIN section 3).

/// A person's name with all but the initials hidden: `Nguyễn Văn An` becomes `N*** V*** A***`.
#[must_use]
pub fn name(name: &str) -> String {
    let initials = name.split_whitespace().filter_map(|word| word.chars().next());
    initials.map(|initial| format!("{initial}***")).collect::<Vec<_>>().join(" ")
}

/// A telephone number with all but the last three digits hidden.
#[must_use]
pub fn phone(phone: &str) -> String {
    let length = phone.chars().count();
    let shown = if length > 6 { 3 } else { 0 };
    let hidden = length - shown;
    phone.chars().enumerate().map(|(at, digit)| if at < hidden { '*' } else { digit }).collect()
}

/// A citizen id with all but the last three digits hidden.
#[must_use]
pub fn citizen_id(id: &str) -> String {
    phone(id)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_masked_name_shows_initials_and_a_masked_phone_its_end() {
        assert_eq!(super::name("Nguyễn Văn  An"), "N*** V*** A***");
        assert_eq!(super::phone("0908246281"), "*******281");
        assert_eq!(super::phone("113"), "***");
        assert_eq!(super::citizen_id("001085012345"), "*********345");
    }
}
