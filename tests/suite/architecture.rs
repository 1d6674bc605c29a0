//! The arrows between layers and crates, read off the sources: what may know what.

use std::{
    fs,
    path::{Path, PathBuf},
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const LINES: usize = 400;
/// Names that say nothing.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];

/// A source file, with its path from the root of the repository.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines of code, without comments and unit tests, each with its place.
    fn code(&self) -> impl Iterator<Item = (String, &str)> {
        let numbered = self.text.lines().enumerate();
        numbered
            .take_while(|(_, line)| *line != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(at, line)| (format!("{}:{}", self.path, at + 1), line))
    }

    /// The lines that speak of a crate: `use diesel`, `diesel::`.
    fn mentions<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let path = format!("{name}::");
        let used = format!("use {name}");
        self.code().filter_map(move |(place, line)| {
            let line = line.trim_start();
            let within = line.match_indices(&path).any(|(at, _)| {
                !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            });
            let uses = line.strip_prefix("pub ").unwrap_or(line).strip_prefix(&used);
            let uses = uses.is_some_and(|rest| rest.starts_with([':', ';', ' ']));
            (within || uses).then(|| format!("{place}: {line}"))
        })
    }
}

/// Every Rust file below a folder.
fn sources(folder: &str) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&Path::new(ROOT).join(folder), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| Source {
            path: file.strip_prefix(ROOT).unwrap().display().to_string(),
            text: fs::read_to_string(&file).unwrap(),
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// The services: each has a folder.
fn services() -> Vec<String> {
    let folders = fs::read_dir(Path::new(ROOT).join("services")).unwrap().flatten();
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn what_is_right_knows_neither_http_nor_tables() {
    let mut pure = sources("shared/model/src");
    for service in services() {
        pure.extend(sources(&format!("services/{service}/src/domain")));
    }
    assert!(pure.len() > 40, "the sources were not found");
    let mut found = Vec::new();
    for source in &pure {
        for name in ["actix_web", "actix_multipart", "diesel", "reqwest", "hyper", "tokio"] {
            found.extend(source.mentions(name));
        }
        // Schemas are derived by path; nothing else of the interface's description belongs here.
        let described =
            source.code().filter(|(_, line)| line.trim_start().starts_with("use utoipa"));
        found.extend(described.map(|(place, line)| format!("{place}: {line}")));
    }
    none("the domain knows of the world outside", found);
}

#[test]
fn only_the_store_knows_tables() {
    let mut found = Vec::new();
    for service in services() {
        for source in sources(&format!("services/{service}/src")) {
            let store = format!("services/{service}/src/store/");
            if source.path.starts_with(&store) {
                continue;
            }
            found.extend(source.mentions("diesel"));
            found.extend(source.mentions("diesel_migrations"));
        }
    }
    none("diesel is used outside of store", found);
}

/// A process of the release before reads what one of ours wrote beside it.
#[test]
fn only_the_kit_reads_what_is_stored_as_json() {
    let mut found = Vec::new();
    for service in services().iter().filter(|name| !["gateway", "suite"].contains(&name.as_str())) {
        for room in ["http", "usecase", "store"] {
            for source in sources(&format!("services/{service}/src/{room}")) {
                let read = source.code().filter(|(_, line)| line.contains("serde_json::from_"));
                found.extend(read.map(|(place, line)| format!("{place}: {line}")));
            }
        }
    }
    none("kit::db::stored reads JSON with what a later release added; this does not", found);
}

#[test]
fn only_the_http_rooms_know_the_web_framework() {
    let mut found = Vec::new();
    for service in services().iter().filter(|name| !["gateway", "suite"].contains(&name.as_str())) {
        for room in ["usecase", "store", "domain"] {
            for source in sources(&format!("services/{service}/src/{room}")) {
                // The runtime's blocking threads and timers are no HTTP.
                let web =
                    source.mentions("actix_web").filter(|line| !line.contains("actix_web::rt"));
                found.extend(web);
                found.extend(source.mentions("utoipa_actix_web"));
            }
        }
    }
    none("HTTP is known outside of http", found);
}

#[test]
fn no_service_depends_on_another() {
    let mut found = Vec::new();
    for service in services().iter().filter(|name| *name != "suite") {
        let path = Path::new(ROOT).join(format!("services/{service}/Cargo.toml"));
        let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let known = manifest.get(section).and_then(toml::Value::as_table);
            for name in known.into_iter().flat_map(toml::Table::keys) {
                let other = name.strip_prefix("htx-").unwrap_or_default();
                if *name == "htx" || services().iter().any(|service| service == other) {
                    found.push(format!("{service} depends on {name}"));
                }
            }
        }
    }
    none("services know each other by their interfaces only", found);
}

#[test]
fn files_are_short_and_their_names_say_something() {
    let mut found = Vec::new();
    let all = ["shared", "services", "tests"].into_iter().flat_map(sources);
    for source in all {
        let lines = source.text.lines().count();
        if lines > LINES {
            found.push(format!("{} has {lines} lines; {LINES} is the most", source.path));
        }
        let mut names = source.path.split('/').map(|part| part.trim_end_matches(".rs"));
        if let Some(name) = names.find(|name| EMPTY_NAMES.contains(name)) {
            found.push(format!("{} is called {name}, which says nothing", source.path));
        }
    }
    none("files that are hard to read or to find", found);
}

#[test]
fn examples_stand_where_they_are_run() {
    let mut found = Vec::new();
    for service in services() {
        let manifest = Path::new(ROOT).join("services").join(&service).join("Cargo.toml");
        if !fs::read_to_string(manifest).unwrap().contains("doctest = false") {
            found.push(format!("{service} has its documentation searched for examples"));
        }
        for source in sources(&format!("services/{service}/src")) {
            // Other than of Rust, such as ```json, none is run anywhere.
            let runs = ["/// ```", "//! ```", "/// ```rust", "//! ```rust"];
            let mut lines = source.text.lines().map(str::trim);
            let mut fences = 0;
            let example = lines.any(|line| {
                let fence = line.starts_with("/// ```") || line.starts_with("//! ```");
                fences += usize::from(fence);
                fence && fences % 2 == 1 && runs.contains(&line)
            });
            if example {
                found.push(format!("{} has an example", source.path));
            }
        }
    }
    none("examples of services would never be run", found);
}

#[test]
fn every_code_list_is_one_of_the_common_vocabulary() {
    let mut found = Vec::new();
    for service in services() {
        for source in sources(&format!("services/{service}/src")) {
            let own =
                source.code().filter(|(_, line)| line.trim_start().starts_with("code_list! {"));
            found.extend(own.map(|(place, line)| format!("{place}: {line}")));
        }
    }
    none("a code list that only a service knows is not served at /v1/code-lists", found);
}
