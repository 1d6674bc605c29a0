//! What somebody probably meant.

/// The names nearest to one that is not known, as a hint; nothing where none is near.
pub(super) fn hint<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |name: &str| strsim::jaro_winkler(unknown, name);
    let mut near: Vec<(f64, &str)> =
        known.map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness > 0.85).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let names: Vec<&str> = near.iter().take(3).map(|(_, name)| *name).collect();
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(" or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let known = ["listen", "workers", "data_dir"];
        assert_eq!(hint("lisen", known.into_iter()), "; did you mean listen?");
        assert_eq!(hint("data-dir", known.into_iter()), "; did you mean data_dir?");
        assert_eq!(hint("colour", known.into_iter()), "");
    }
}
