//! The overview as a page: in Vietnamese with an English switch, complete without scripts, with nothing
//! from elsewhere, readable on a telephone and by keyboard.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    sync::LazyLock,
};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, VARY},
};
use htx_kit::http::html::{escape, inline_source};
use htx_model::{date::Instant, indicator::Unit, language::Language, plan::FigureState};

use super::{OverviewDistrict, OverviewTarget, PlanOverview, amount::Amount};
use crate::http::progress::PaceView;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Only this style and this script, known by their digests; the script reads this address and no other.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let (style, script) = (inline_source(STYLE), inline_source(SCRIPT));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// A district's name, and its figure of each target.
type Row<'a> = (&'a str, Vec<Option<&'a OverviewDistrict>>);

/// A page that is being written.
struct Page {
    language: Language,
    text: String,
}

/// Answers with the page.
pub(super) fn answer(view: &PlanOverview, language: Language) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((VARY, "Accept, Accept-Language"))
        .insert_header((CONTENT_LANGUAGE, language.tag()))
        .content_type("text/html; charset=utf-8")
        .body(text(view, language))
}

fn text(view: &PlanOverview, language: Language) -> String {
    let mut page = Page { language, text: String::new() };
    page.head(view);
    page.targets(&view.targets);
    page.districts(&view.targets);
    page.dissolutions(view);
    page.late_reports(view);
    page.foot();
    page.text
}

impl Page {
    fn put(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(text);
    }

    const fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    fn head(&mut self, view: &PlanOverview) {
        let (tag, name) = (self.language.tag(), escape(&view.name));
        let (other, switch) = match self.language {
            Language::Vi => ("en", "English"),
            Language::En => ("vi", "Tiếng Việt"),
        };
        let skip = self.say("Đến chỉ tiêu", "To the targets");
        let as_of = self.say("Số liệu lúc", "Figures as of");
        let told = moment(view.told_at);
        let plan = escape(&view.plan);
        self.put(format_args!(
            "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#targets\">{skip}</a>\n<header>\n<h1>{name}</h1>\n\
             <p><a href=\"?plan={plan}&amp;language={other}\" lang=\"{other}\" hreflang=\"{other}\">\
             {switch}</a></p>\n</header>\n<main>\n<p class=\"soft\">{as_of} {told}</p>\n"
        ));
    }

    fn targets(&mut self, targets: &[OverviewTarget]) {
        let title = self.say("Chỉ tiêu", "Targets");
        self.put(format_args!("<h2 id=\"targets\">{title}</h2>\n<ol class=\"targets\">\n"));
        for target in targets {
            self.target(target);
        }
        self.put(format_args!("</ol>\n"));
    }

    fn target(&mut self, target: &OverviewTarget) {
        let (number, name) = (escape(&target.number), escape(&target.name));
        let amount = |value| Amount { value, unit: target.unit, language: self.language };
        let value = match target.value {
            Some(value) => amount(value).to_string(),
            None => self.say("chưa có", "not known").to_owned(),
        };
        let least = amount(target.minimum);
        let goal = match target.maximum {
            Some(most) => format!("{least} – {}", amount(most)),
            None => least.to_string(),
        };
        let unit = self.unit(target.unit);
        self.put(format_args!(
            "<li>\n<h3><span class=\"number\">{number}</span>{name}</h3>\n\
             <p><span class=\"value\">{value}</span> <span class=\"of\">/ {goal} {unit}</span></p>\n"
        ));
        let reached = target.standing.and_then(|standing| standing.share_reached);
        self.bar(reached.unwrap_or(0));
        if let Some(pace) = target.pace {
            self.pace(pace, target.unit);
        }
        self.state(target.state, target.age_seconds);
        self.put(format_args!("</li>\n"));
    }

    /// A bar of so many hundredths of a per cent.
    fn bar(&mut self, share: i64) {
        let label = self.say("Đạt", "Reached");
        let told = Amount { value: share, unit: Unit::BasisPoints, language: self.language };
        let width = share.clamp(0, 10_000);
        self.put(format_args!(
            "<svg class=\"bar\" role=\"img\" aria-label=\"{label} {told}\" viewBox=\"0 0 10000 1\" \
             preserveAspectRatio=\"none\"><rect width=\"{width}\" height=\"1\"/></svg>\n"
        ));
    }

    fn pace(&mut self, pace: PaceView, unit: Unit) {
        let projected = Amount { value: pace.projected, unit, language: self.language };
        let (class, verdict) = match pace.enough {
            Some(true) => ("enough", self.say("đủ", "enough")),
            Some(false) => ("short", self.say("chưa đủ", "not enough")),
            None => ("", ""),
        };
        let until = self.say("Dự báo đến 31/12:", "By 31 December:");
        self.put(format_args!("<p class=\"soft {class}\">{until} {projected} {verdict}</p>\n"));
    }

    /// How old a figure is that is not new: it is never left out.
    fn state(&mut self, state: FigureState, age_seconds: Option<i64>) {
        let minutes = age_seconds.unwrap_or(0) / 60;
        match state {
            FigureState::Fresh => {}
            FigureState::Stale => {
                let (old, ago) =
                    (self.say("Số liệu cũ:", "Old figure:"), self.say("phút", "minutes"));
                self.put(format_args!("<p class=\"soft stale\">{old} {minutes} {ago}</p>\n"));
            }
            FigureState::NotAvailable => {
                let none = self.say("Chưa có số liệu", "No figure yet");
                self.put(format_args!("<p class=\"soft stale\">{none}</p>\n"));
            }
        }
    }

    fn districts(&mut self, targets: &[OverviewTarget]) {
        // Each district once, by its code; what lies in none comes last.
        let mut rows: BTreeMap<(bool, &str), Row<'_>> = BTreeMap::new();
        for (column, target) in targets.iter().enumerate() {
            for district in &target.districts {
                let code = district.district.as_deref();
                let row = rows.entry((code.is_none(), code.unwrap_or_default()));
                let (name, cells) = row.or_insert_with(|| ("", vec![None; targets.len()]));
                *name = district.name.as_deref().unwrap_or_default();
                cells[column] = Some(district);
            }
        }
        let title = self.say("Theo quận, huyện, thị xã", "By district");
        let first = self.say("Địa bàn", "District");
        self.put(format_args!(
            "<h2 id=\"by-district\">{title}</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" \
             aria-labelledby=\"by-district\">\n<table id=\"districts\">\n<thead>\n<tr><th scope=\"col\">\
             {first}</th>"
        ));
        for target in targets {
            let (number, name) = (escape(&target.number), escape(&target.name));
            self.put(format_args!("<th scope=\"col\" title=\"{name}\">{number}</th>"));
        }
        self.put(format_args!("</tr>\n</thead>\n<tbody>\n"));
        let elsewhere = self.say("Không rõ địa bàn", "Elsewhere");
        for (name, cells) in rows.into_values() {
            let name = if name.is_empty() { elsewhere.to_owned() } else { escape(name) };
            self.put(format_args!("<tr><th scope=\"row\">{name}</th>"));
            for (target, cell) in targets.iter().zip(cells) {
                self.cell(target.unit, cell);
            }
            self.put(format_args!("</tr>\n"));
        }
        self.put(format_args!("</tbody>\n</table>\n</div>\n"));
    }

    fn cell(&mut self, unit: Unit, district: Option<&OverviewDistrict>) {
        let value = district.and_then(|district| district.value);
        match (value, district.is_some_and(|district| district.hidden)) {
            (Some(value), _) => {
                let amount = Amount { value, unit, language: self.language };
                self.put(format_args!("<td data-value=\"{value}\">{amount}</td>"));
            }
            (None, true) => {
                let why =
                    self.say("Quá ít tổ chức để công bố", "Too few organisations to be shown");
                self.put(format_args!("<td title=\"{why}\">•</td>"));
            }
            (None, false) => self.put(format_args!("<td></td>")),
        }
    }

    fn dissolutions(&mut self, view: &PlanOverview) {
        let title = self.say("Giải thể theo trạng thái", "Dissolutions by stage");
        self.put(format_args!("<h2>{title}</h2>\n"));
        let Some(dissolutions) = &view.dissolutions else {
            return self.state(FigureState::NotAvailable, None);
        };
        self.put(format_args!("<dl class=\"stages\">\n"));
        let most = dissolutions.stages.iter().map(|stage| stage.cases).max().unwrap_or(0).max(1);
        for stage in &dissolutions.stages {
            let (name, cases) = (escape(stage.name), stage.cases);
            let width = cases.saturating_mul(10_000) / most;
            self.put(format_args!(
                "<dt>{name}</dt><dd><svg class=\"bar\" aria-hidden=\"true\" viewBox=\"0 0 10000 1\" \
                 preserveAspectRatio=\"none\"><rect width=\"{width}\" height=\"1\"/></svg></dd>\
                 <dd>{cases}</dd>\n"
            ));
        }
        self.put(format_args!("</dl>\n"));
        self.state(dissolutions.state, Some(dissolutions.age_seconds));
    }

    fn late_reports(&mut self, view: &PlanOverview) {
        let title = self.say("Báo cáo chậm", "Late reports");
        self.put(format_args!("<h2>{title}</h2>\n"));
        if view.late_reports.is_empty() {
            let none = self.say("Không có báo cáo nào quá hạn.", "No report is overdue.");
            self.put(format_args!("<p class=\"soft\">{none}</p>\n"));
            return;
        }
        self.put(format_args!("<ul>\n"));
        let days = self.say("ngày", "days");
        for late in &view.late_reports {
            let (agency, window) = (escape(&late.agency_name), escape(&late.window));
            let count = late.days_late;
            self.put(format_args!("<li>{agency} — {window}: {count} {days}</li>\n"));
        }
        self.put(format_args!("</ul>\n"));
    }

    fn foot(&mut self) {
        let hidden = self.say(
            "• là số bình quân hoặc tỷ lệ của quá ít tổ chức, không công bố.",
            "• is a mean or share of too few organisations, which is not shown.",
        );
        let rounded = self.say(
            "Số bình quân và tỷ lệ được làm tròn xuống.",
            "Means and shares are rounded down.",
        );
        let interface = self.say("Giao diện lập trình", "The interface for programs");
        self.put(format_args!(
            "</main>\n<footer class=\"soft\">\n<p>{hidden}</p>\n<p>{rounded}</p>\n<p><a href=\"/docs/\">{interface}</a></p>\n\
             </footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
        ));
    }

    fn unit(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Cooperative => self.say("hợp tác xã", "cooperatives"),
            Unit::CooperativeUnion => self.say("liên hiệp hợp tác xã", "cooperative unions"),
            Unit::TrainingClass => self.say("lớp", "classes"),
            Unit::BasisPoints => "",
            Unit::VndPerYear => self.say("một năm", "a year"),
        }
    }
}

/// An instant on the city's clock.
fn moment(instant: Instant) -> String {
    let of_day = instant.plus_seconds(7 * 3600).seconds().rem_euclid(86_400);
    let day = instant.date().0;
    let (hour, minute) = (of_day / 3600, of_day / 60 % 60);
    format!("{hour:02}:{minute:02} {:02}/{:02}/{}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_style_and_the_script_and_nothing_else() {
        assert!(POLICY.contains("style-src 'sha256-") && POLICY.contains("script-src 'sha256-"));
        assert!(!POLICY.contains("unsafe") && !POLICY.contains("http"));
        for part in [STYLE, SCRIPT] {
            assert!(!part.contains("</") && !part.contains("//cdn") && !part.contains("url("));
        }
    }

    #[test]
    fn the_moment_is_the_city_s() {
        let instant: Instant = "2025-06-30T18:05:00Z".parse().unwrap();
        assert_eq!(moment(instant), "01:05 01/07/2025");
    }
}
