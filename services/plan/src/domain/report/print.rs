//! The city's report for print: A4, in the layout of administrative documents (Decree 30/2020/NĐ-CP, not
//! verified). The same report gives the same bytes.

use htx_kit::print::{Align, Page, PrintError, Style, WIDTH, words};
use htx_model::{
    administrative::Territory, agency::Agencies, code_list::CodeList as _, date::Date,
    indicator::Unit, language::Language, plan::FigureState, text,
};

use super::{
    city::{AgencyLine, CityReport},
    figures::ReportFigure,
};

/// Margins: thirty millimetres for binding, twenty elsewhere.
const LEFT: f32 = 85.04;
const RIGHT: f32 = WIDTH - 56.69;
const TOP: f32 = 70.0;
/// Where a page ends.
const BOTTOM: f32 = 780.0;
/// The middles of the two columns at the head and at the foot, and the width of the left one.
const LEFT_COLUMN: f32 = 170.0;
const RIGHT_COLUMN: f32 = 410.0;
const COLUMN: f32 = 190.0;
const SIZE: f32 = 13.0;
const LEADING: f32 = 18.0;
/// What the foot needs.
const FOOT_HEIGHT: f32 = 150.0;

/// A document that is written from its top, page by page.
struct Paper {
    page: Page,
    at: f32,
}

/// Prints a version of the city's report.
///
/// # Errors
/// Where an embedded font cannot be read.
pub fn print(report: &CityReport, agencies: &Agencies) -> Result<Vec<u8>, PrintError> {
    let mut paper = Paper { page: Page::new()?, at: TOP };
    head(&mut paper, report);
    let content = &report.content;
    paper.heading("I. ĐÁNH GIÁ CHUNG");
    paper.paragraph(&content.summary);
    paper.heading("II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU");
    for one in &content.figures {
        paper.paragraph(&target(one));
    }
    paper.heading("III. KHÓ KHĂN, VƯỚNG MẮC");
    paper.said(&content.agencies, |line| &line.obstacles);
    paper.heading("IV. ĐỀ XUẤT, KIẾN NGHỊ");
    paper.said(&content.agencies, |line| &line.proposals);
    paper.heading("V. CÁC CƠ QUAN CHẬM BÁO CÁO");
    late(&mut paper, report);
    foot(&mut paper, report, territories(agencies, report.signed_on));
    paper.page.finish(&format!("Báo cáo số {}", content.document_number))
}

impl Paper {
    /// Goes to the next page where a height has no room on this one.
    fn need(&mut self, height: f32) {
        if self.at + height > BOTTOM {
            self.page.turn();
            self.at = TOP;
        }
    }

    fn heading(&mut self, text: &str) {
        self.need(3.0 * LEADING);
        self.at += LEADING * 1.4;
        self.page.line(Align::From(LEFT), self.at, text, Style::Bold, SIZE);
    }

    /// Writes a text, each of its lines broken at the margin.
    fn paragraph(&mut self, given: &str) {
        for part in text::compose(given).lines().filter(|part| !part.trim().is_empty()) {
            for line in self.page.broken(part.trim(), Style::Regular, SIZE, RIGHT - LEFT) {
                self.need(LEADING);
                self.at += LEADING;
                self.page.line(Align::From(LEFT), self.at, &line, Style::Regular, SIZE);
            }
        }
    }

    /// Writes what agencies say, each under its name.
    fn said(&mut self, agencies: &[AgencyLine], words: fn(&AgencyLine) -> &String) {
        let mut nothing = true;
        for one in agencies.iter().filter(|one| !words(one).trim().is_empty()) {
            nothing = false;
            self.paragraph(&format!("- {}: {}", one.agency_name, words(one)));
        }
        if nothing {
            self.paragraph("Không có.");
        }
    }
}

/// The authority with the number, the state's name with its motto, place and day, and the title.
fn head(paper: &mut Paper, report: &CityReport) {
    let content = &report.content;
    let page = &mut paper.page;
    let mut at = TOP;
    let left = Align::Around(LEFT_COLUMN);
    page.line(left, at, "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", Style::Regular, 10.0);
    let agency = text::compose(&content.agency_name).to_uppercase();
    for line in page.broken(&agency, Style::Bold, 12.0, COLUMN) {
        at += 16.0;
        page.line(left, at, &line, Style::Bold, 12.0);
    }
    page.rule(LEFT_COLUMN - 30.0, LEFT_COLUMN + 30.0, at + 6.0);
    let number = format!("Số: {}", content.document_number);
    page.line(left, at + 24.0, &number, Style::Regular, SIZE);

    let right = Align::Around(RIGHT_COLUMN);
    page.line(right, TOP, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style::Bold, 12.0);
    let motto = "Độc lập - Tự do - Hạnh phúc";
    page.line(right, TOP + 16.0, motto, Style::Bold, SIZE);
    let half = page.width(motto, Style::Bold, SIZE) / 2.0;
    page.rule(RIGHT_COLUMN - half, RIGHT_COLUMN + half, TOP + 22.0);
    let day = format!("Hà Nội, {}", words::day(report.signed_on));
    page.line(right, TOP + 44.0, &day, Style::Italic, SIZE);

    let middle = Align::Around((LEFT + RIGHT) / 2.0);
    at = at.max(TOP + 44.0) + 56.0;
    page.line(middle, at, "BÁO CÁO", Style::Bold, 14.0);
    let title = format!("{} - {}", content.plan, content.window);
    for line in page.broken(&text::compose(&title), Style::Bold, SIZE, RIGHT - LEFT) {
        at += LEADING;
        page.line(middle, at, &line, Style::Bold, SIZE);
    }
    if report.number > 1 {
        at += LEADING;
        let version = format!("(Bản đính chính, bản số {})", report.number);
        page.line(middle, at, &version, Style::Italic, SIZE);
    }
    paper.at = at;
}

/// A target in a sentence.
fn target(one: &ReportFigure) -> String {
    let (scale, unit) = match one.unit {
        Unit::BasisPoints => (true, "%".to_owned()),
        unit => (false, format!(" {}", unit.label(Language::Vi).to_lowercase())),
    };
    let amount = |value: i64| {
        if scale {
            format!("{},{:02}{unit}", words::parted(value / 100), value % 100)
        } else {
            format!("{}{unit}", words::parted(value))
        }
    };
    let value = one.value.map_or_else(|| "chưa có số liệu".to_owned(), amount);
    let minimum = match one.maximum {
        Some(most) => format!("{} đến {}", amount(one.minimum), amount(most)),
        None => amount(one.minimum),
    };
    let at = one.computed_at.map(|at| format!("; tính {}", words::day(at.date())));
    let old = if one.state == FigureState::Stale { "; số liệu cũ" } else { "" };
    let at = at.unwrap_or_default() + old;
    format!("{}. {}: kế hoạch {minimum}; thực hiện {value}{at}.", one.number, one.name)
}

fn late(paper: &mut Paper, report: &CityReport) {
    let due = words::day(report.content.due_on);
    let mut count = 0;
    for one in report.content.late() {
        count += 1;
        let days = one.days_late.unwrap_or_default();
        let state = one.state.label(Language::Vi).to_lowercase();
        paper.paragraph(&format!("{count}. {} (chậm {days} ngày; {state})", one.agency_name));
    }
    if count == 0 {
        paper.paragraph(&format!("Không có cơ quan nào chậm so với hạn {due}."));
    } else {
        paper.paragraph(&format!("Hạn báo cáo: {due}."));
    }
}

/// The committees of the territories that there are on a day: of districts until the end of June 2025, of
/// communes since.
fn territories(agencies: &Agencies, day: Date) -> &'static str {
    let districts = agencies
        .all()
        .iter()
        .any(|one| matches!(one.territory, Territory::District(_)) && one.in_force(day));
    if districts {
        "- UBND các quận, huyện, thị xã;"
    } else {
        "- UBND các xã, phường;"
    }
}

/// Who receives it, and where it is signed.
fn foot(paper: &mut Paper, report: &CityReport, territories: &str) {
    paper.need(FOOT_HEIGHT);
    let at = paper.at + 40.0;
    let page = &mut paper.page;
    let left = Align::From(LEFT);
    page.line(left, at, "Nơi nhận:", Style::Bold, 12.0);
    let receivers = [
        "- UBND Thành phố (để b/cáo);",
        "- Các Sở, ban, ngành Thành phố;",
        territories,
        "- Lưu: VT.",
    ];
    let mut below = at;
    for receiver in receivers {
        below += 14.0;
        page.line(left, below, receiver, Style::Regular, 11.0);
    }
    let right = Align::Around(RIGHT_COLUMN);
    page.line(right, at, "THỦ TRƯỞNG CƠ QUAN", Style::Bold, SIZE);
    let hint = "(Ký, ghi rõ họ tên, chức vụ và đóng dấu)";
    page.line(right, at + 16.0, hint, Style::Italic, 11.0);
    let signed = format!("Đã ký: {}", report.signed_by_name);
    page.line(right, at + 90.0, &signed, Style::Bold, SIZE);
}
