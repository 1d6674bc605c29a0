//! What the program says to the person at the terminal.

use std::io::{self, Write as _};

/// Writes to standard output. Where nobody reads it any more, there is nobody to tell.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Writes an error to standard error, as one line.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "htx: {text}");
}

/// Lines in a box that nobody overlooks.
pub(crate) fn boxed(lines: &[String]) -> String {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let edge = "─".repeat(width + 2);
    let rows = lines.iter().map(|line| {
        let padding = " ".repeat(width - line.chars().count());
        format!("│ {line}{padding} │\n")
    });
    format!("┌{edge}┐\n{}└{edge}┘", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_fits_its_longest_line_in_letters_and_not_in_bytes() {
        let drawn = boxed(&["Quản trị".to_owned(), "admin".to_owned()]);
        assert_eq!(drawn, "┌──────────┐\n│ Quản trị │\n│ admin    │\n└──────────┘");
    }
}
