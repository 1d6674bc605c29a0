//! Registration numbers as old lists have them: with dots, without their zero, with a slip.

use htx_model::registration_number::RegistrationNumber;

use super::MatchReason;

/// The digits of a registration number, and of its branch.
const MAIN: usize = 10;

/// The number that stands in a line: nine to eleven digits, which dots or hyphens may part, and
/// what remains of the line without it.
#[must_use]
pub(super) fn split(line: &str) -> (Option<String>, String) {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-');
    let mut rest = String::with_capacity(line.len());
    let mut number = None;
    let mut run = String::new();
    for letter in line.chars().chain(std::iter::once(' ')) {
        if is_part(letter) {
            run.push(letter);
            continue;
        }
        match read(&run).filter(|_| number.is_none()) {
            Some(found) => number = Some(found),
            None => rest.push_str(&run),
        }
        run.clear();
        rest.push(letter);
    }
    (number, rest)
}

/// The digits of a run, with `-001` behind those of a branch.
fn read(run: &str) -> Option<String> {
    let run = run.trim_matches(['.', '-']);
    let (main, branch) = match run.rsplit_once('-') {
        Some((main, branch)) if branch.len() == 3 && digits(main).len() == MAIN => {
            (main, Some(branch))
        }
        _ => (run, None),
    };
    let main = digits(main);
    let main_is_whole = (MAIN - 1..=MAIN + 1).contains(&main.len());
    main_is_whole.then(|| match branch {
        Some(branch) => format!("{main}-{}", digits(branch)),
        None => main,
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The numbers that a written one may mean, each with what was wrong with it. One that is right as
/// it is means itself alone: the check digit notices every single slip.
#[must_use]
pub(super) fn meant(written: &str) -> Vec<(RegistrationNumber, MatchReason)> {
    if let Ok(number) = RegistrationNumber::parse(written) {
        return vec![(number, MatchReason::NumberExact)];
    }
    let (main, branch) =
        written.split_once('-').map_or((written, None), |(main, branch)| (main, Some(branch)));
    let mut found: Vec<(RegistrationNumber, MatchReason)> = Vec::new();
    let mut add = |digits: &[u8], reason: MatchReason| {
        let main: String = digits.iter().copied().map(char::from).collect();
        let whole = branch.map_or_else(|| main.clone(), |branch| format!("{main}-{branch}"));
        if let Ok(number) = RegistrationNumber::parse(&whole)
            && found.iter().all(|(known, _)| *known != number)
        {
            found.push((number, reason));
        }
    };
    let main = main.as_bytes();
    match main.len() {
        9 => {
            add(&[b"0", main].concat(), MatchReason::NumberLostZero);
            for at in 1..=main.len() {
                for digit in b'0'..=b'9' {
                    add(&[&main[..at], &[digit], &main[at..]].concat(), MatchReason::NumberOneSlip);
                }
            }
        }
        10 => {
            for at in 0..main.len() - 1 {
                let mut swapped = main.to_vec();
                swapped.swap(at, at + 1);
                add(&swapped, MatchReason::NumberOneSlip);
            }
            for at in 0..main.len() {
                for digit in b'0'..=b'9' {
                    let mut other = main.to_vec();
                    other[at] = digit;
                    add(&other, MatchReason::NumberOneSlip);
                }
            }
        }
        11 => {
            for at in 0..main.len() {
                add(&[&main[..at], &main[at + 1..]].concat(), MatchReason::NumberOneSlip);
            }
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_a_line() {
        for (line, number, rest) in [
            ("0101248141", Some("0101248141"), ""),
            ("HTX Rau số 2 0101.248.141", Some("0101248141"), "HTX Rau số 2"),
            ("MST: 0100109106-001, HTX Rau", Some("0100109106-001"), "MST: , HTX Rau"),
            ("HTX Rau (101248141)", Some("101248141"), "HTX Rau ()"),
            ("HTX 19-5", None, "HTX 19-5"),
            ("HTX 1/5 Đông-Dư", None, "HTX 1/5 Đông-Dư"),
        ] {
            let (found, left) = split(line);
            assert_eq!(found.as_deref(), number, "{line}");
            assert_eq!(left.trim(), rest, "{line}");
        }
    }

    #[test]
    fn a_slip_leaves_few_numbers_that_may_be_meant() {
        let right = RegistrationNumber::parse("0101248141").unwrap();
        for (written, reason) in [
            ("0101248141", MatchReason::NumberExact),
            ("101248141", MatchReason::NumberLostZero),
            ("0101248142", MatchReason::NumberOneSlip),
            ("0101248411", MatchReason::NumberOneSlip),
            ("010124141", MatchReason::NumberOneSlip),
            ("01012481411", MatchReason::NumberOneSlip),
        ] {
            let found = meant(written);
            assert!(found.contains(&(right.clone(), reason)), "{written}: {found:?}");
            assert!(found.len() < 30, "{written}: {}", found.len());
        }
        assert!(meant("12").is_empty());
    }
}
