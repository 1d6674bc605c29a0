//! A progress bar on a terminal; nothing where nobody watches.

use indicatif::{ProgressBar, ProgressStyle};

/// How far something is.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar that counts things of this name. It hides itself where standard error is no terminal.
    pub(crate) fn shown(unit: &str) -> Self {
        let bar = ProgressBar::no_length();
        let template = format!("{{bar:40}} {{pos}}/{{len}} {unit} ({{per_sec}}, {{eta}} left)");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many are done.
    pub(crate) fn at(&self, done: usize, total: usize) {
        self.0.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        self.0.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    /// All are.
    pub(crate) fn end(self) {
        self.0.finish_and_clear();
    }
}
