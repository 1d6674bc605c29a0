//! Chromium without a window.

use std::{path::PathBuf, process::Command};

use serde_json::Value;
use tempfile::TempDir;

/// What it may be called.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// A browser with a profile of its own, which goes with it.
pub(crate) struct Browser {
    program: PathBuf,
    folder: TempDir,
}

impl Browser {
    /// The machine's Chromium; nothing where it has none, which is said.
    pub(crate) fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut programs = std::env::split_paths(&path)
            .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)));
        let Some(program) = programs.find(|program| program.is_file()) else {
            eprintln!("no Chromium on this machine: the front page is not tested in a browser");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("htx-browser-").tempdir();
        Some(Self { program, folder: folder.expect("a temporary folder") })
    }

    /// The page at an address as it stands once its script has run.
    pub(crate) fn dom(&self, address: &str) -> String {
        let profile = self.folder.path().join("profile");
        let output = Command::new(&self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(["--virtual-time-budget=5000", "--dump-dom", address])
            .output()
            .expect("the browser starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("the page is UTF-8")
    }

    /// What a page comes to on a telephone, 360 pixels wide, where its script does not run: it stands in a
    /// frame that has none, and the document around the frame reads it.
    pub(crate) fn phone(&self, page: &str) -> Value {
        let escaped = page.replace('&', "&amp;").replace('"', "&quot;");
        // No rule of the page itself is changed; a telephone's scroll bar takes no room.
        let document = format!(
            "<!doctype html><meta charset=\"utf-8\"><body>\
             <iframe id=\"phone\" sandbox=\"allow-same-origin\" width=\"360\" height=\"30000\" \
             style=\"border:0\" srcdoc=\"{escaped}\"></iframe><script>{READ}</script></body>"
        );
        let file = self.folder.path().join("phone.html");
        std::fs::write(&file, document).expect("the document is written");
        let seen = self.dom(&format!("file://{}", file.display()));
        let told = seen.split("data-told=\"").nth(1).and_then(|rest| rest.split('"').next());
        let told = told.unwrap_or_else(|| panic!("nothing was told: {seen}"));
        let told = told.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        let told = told.replace("&nbsp;", " ").replace("&amp;", "&");
        serde_json::from_str(&told).expect("it tells JSON")
    }
}

/// Reads the page in the frame.
const READ: &str = r#"
document.getElementById("phone").addEventListener("load", (event) => {
  const page = event.target.contentDocument;
  document.body.dataset.told = JSON.stringify({
    width: page.documentElement.clientWidth,
    needed: Math.max(page.documentElement.scrollWidth, page.body.scrollWidth),
    buttons: page.querySelectorAll("button").length,
    values: [...page.querySelectorAll(".value")].map((one) => one.textContent),
    text: page.body.innerText,
  });
});
"#;

/// How often a text stands in another.
pub(crate) fn occurrences(text: &str, part: &str) -> usize {
    text.matches(part).count()
}
