//! The city's report for print: A4, in the layout of administrative documents (Decree 30/2020/NĐ-CP, its
//! annex I, not verified). The same report gives the same bytes.

mod paper;

use htx_kit::print::{Align, PrintError, Style, words};
use htx_model::{
    administrative::Territory, agency::Agencies, code_list::CodeList as _, date::Date,
    indicator::Unit, language::Language, plan::FigureState, text,
};

use self::paper::{Cells, Column, LEADING, LEFT, Paper, RIGHT, SIZE, TOP};
use super::{
    city::{AgencyLine, CityReport, DeclaredLine},
    figures::ReportFigure,
};
use crate::domain::progress::standing;

/// The middles of the two columns at the head and at the foot, and the width of the left one.
const LEFT_COLUMN: f32 = 176.0;
const RIGHT_COLUMN: f32 = 406.0;
const COLUMN: f32 = 176.0;
/// What the foot needs.
const FOOT_HEIGHT: f32 = 160.0;
/// What stands for a figure that was not the newest.
const OLD: &str = "*";

const COLUMNS: [Column; 6] = [
    ("TT", 30.0, Cells::Middle),
    ("Chỉ tiêu", 168.0, Cells::Left),
    ("Đơn vị tính", 60.0, Cells::Middle),
    ("Kế hoạch", 75.0, Cells::Right),
    ("Thực hiện", 75.0, Cells::Right),
    ("Đạt", 45.0, Cells::Right),
];

/// Prints a version of the city's report.
///
/// # Errors
/// Where an embedded font cannot be read.
pub fn print(report: &CityReport, agencies: &Agencies) -> Result<Vec<u8>, PrintError> {
    let mut paper = Paper::new()?;
    head(&mut paper, report);
    let content = &report.content;
    paper.heading("I. ĐÁNH GIÁ CHUNG");
    paper.prose(&content.summary);
    paper.heading("II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU");
    let rows: Vec<Vec<String>> = content.figures.iter().map(row).collect();
    paper.table(&COLUMNS, &rows);
    notes(&mut paper, &content.figures);
    differing(&mut paper, &content.agencies);
    // Reports of before it was kept say nothing of what agencies did.
    let has_results = content.agencies.iter().any(|line| !line.results.trim().is_empty());
    if has_results {
        paper.heading("III. KẾT QUẢ THỰC HIỆN CỦA CÁC CƠ QUAN");
        said(&mut paper, &content.agencies, |line| &line.results);
    }
    let numbers = if has_results { ["IV", "V", "VI"] } else { ["III", "IV", "V"] };
    paper.heading(&format!("{}. KHÓ KHĂN, VƯỚNG MẮC", numbers[0]));
    said(&mut paper, &content.agencies, |line| &line.obstacles);
    paper.heading(&format!("{}. ĐỀ XUẤT, KIẾN NGHỊ", numbers[1]));
    said(&mut paper, &content.agencies, |line| &line.proposals);
    paper.heading(&format!("{}. CÁC CƠ QUAN CHẬM BÁO CÁO", numbers[2]));
    late(&mut paper, report);
    foot(&mut paper, report, territories(agencies, report.signed_on));
    paper.page.finish(&format!("Báo cáo số {}", content.document_number))
}

/// The authority with the number, the state's name with its motto, place and day, the title, and to whom
/// it is.
fn head(paper: &mut Paper, report: &CityReport) {
    let content = &report.content;
    let page = &mut paper.page;
    let mut at = TOP;
    let left = Align::Around(LEFT_COLUMN);
    page.line(left, at, "ỦY BAN NHÂN DÂN", Style::Regular, 12.0);
    at += 15.0;
    page.line(left, at, "THÀNH PHỐ HÀ NỘI", Style::Regular, 12.0);
    let agency = text::compose(&content.agency_name).to_uppercase();
    let mut wide = 0.0;
    for line in page.broken(&agency, Style::Bold, 12.0, COLUMN) {
        at += 15.0;
        page.line(left, at, &line, Style::Bold, 12.0);
        wide = page.width(&line, Style::Bold, 12.0);
    }
    page.rule(LEFT_COLUMN - wide / 5.0, LEFT_COLUMN + wide / 5.0, at + 5.0);
    let number = format!("Số: {}", content.document_number);
    page.line(left, at + 24.0, &number, Style::Regular, SIZE);

    let right = Align::Around(RIGHT_COLUMN);
    page.line(right, TOP, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style::Bold, 12.0);
    let motto = "Độc lập - Tự do - Hạnh phúc";
    page.line(right, TOP + 16.0, motto, Style::Bold, SIZE);
    let half = page.width(motto, Style::Bold, SIZE) / 2.0;
    page.rule(RIGHT_COLUMN - half, RIGHT_COLUMN + half, TOP + 21.0);
    let day = format!("Hà Nội, {}", words::day(report.signed_on));
    page.line(right, at + 24.0, &day, Style::Italic, SIZE);

    let middle = Align::Around((LEFT + RIGHT) / 2.0);
    paper.at = at + 68.0;
    paper.page.line(middle, paper.at, "BÁO CÁO", Style::Bold, 14.0);
    paper.title(&format!("Kết quả thực hiện {} ({})", content.plan, content.window));
    paper.at += 8.0;
    if report.number > 1 {
        paper.at += LEADING;
        let version = format!("(Bản đính chính, bản số {})", report.number);
        paper.page.line(middle, paper.at, &version, Style::Italic, SIZE);
    }
    paper.at += LEADING * 1.5;
    let to = "Kính gửi: Ủy ban nhân dân Thành phố Hà Nội.";
    paper.page.line(middle, paper.at, to, Style::Regular, SIZE);
}

/// An amount of a target: shares in per cent, as the plan writes them.
fn written(unit: Unit, value: i64) -> String {
    if unit != Unit::BasisPoints {
        return words::parted(value);
    }
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{},{:02}", value / 100, value % 100)
}

/// A target as a row.
fn row(one: &ReportFigure) -> Vec<String> {
    let amount = |value| written(one.unit, value);
    let unit = if one.unit == Unit::BasisPoints { "%" } else { one.unit.label(Language::Vi) };
    let planned = match one.maximum {
        Some(most) => format!("{} đến {}", amount(one.minimum), amount(most)),
        None => amount(one.minimum),
    };
    let old = if one.state == FigureState::Stale { OLD } else { "" };
    let value = one.value.map_or_else(|| "chưa có".to_owned(), |value| amount(value) + old);
    let reached = one.value.and_then(|value| standing(value, one.minimum).share_reached);
    let reached =
        reached.map(|share| format!("{},{}%", words::parted(share / 100), share % 100 / 10));
    let cells = [one.number.clone(), one.name.clone(), unit.to_lowercase(), planned, value];
    let mut row: Vec<String> = cells.map(|cell| text::compose(&cell)).into();
    row.push(reached.unwrap_or_default());
    row
}

/// Of which day the figures are, and where it stands how they came about.
fn notes(paper: &mut Paper, figures: &[ReportFigure]) {
    let days = || figures.iter().filter_map(|one| one.computed_at).map(|at| at.date());
    let of = match (days().min(), days().max()) {
        (Some(first), Some(last)) if first < last => {
            format!("Số liệu tính từ {} đến {}", words::day(first), words::day(last))
        }
        (_, Some(day)) => format!("Số liệu tính {}", words::day(day)),
        (_, None) => "Chưa có số liệu tính toán".to_owned(),
    };
    let old = figures.iter().any(|one| one.state == FigureState::Stale);
    let old = if old { format!(" ({OLD} số liệu cũ)") } else { String::new() };
    let text = format!(
        "{of}{old}. Tử số, mẫu số, quy tắc tính và vị trí nhật ký của từng số liệu có trong bảng tính kèm theo."
    );
    paper.paragraph(&text, Style::Italic);
}

/// Where agencies declare something else than was computed: both, with the difference.
fn differing(paper: &mut Paper, agencies: &[AgencyLine]) {
    let line = |(one, said): (&AgencyLine, &DeclaredLine)| {
        let (value, difference) = said.value.zip(said.difference).filter(|(_, by)| *by != 0)?;
        let [declared, value, difference] =
            [said.declared, value, difference].map(|amount| written(said.unit, amount));
        let (name, number) = (&one.agency_name, &said.number);
        Some(format!(
            "- {name}, chỉ tiêu {number}: kê khai {declared}, tính được {value}, chênh lệch {difference}."
        ))
    };
    let lines = agencies.iter().flat_map(|one| one.declared.iter().map(move |said| (one, said)));
    let lines: Vec<String> = lines.filter_map(line).collect();
    if lines.is_empty() {
        return;
    }
    paper.prose("Số liệu do cơ quan kê khai khác với số liệu tính được khi ký báo cáo:");
    for line in lines {
        paper.prose(&line);
    }
}

/// Writes what agencies say, each under its name.
fn said(paper: &mut Paper, agencies: &[AgencyLine], words: fn(&AgencyLine) -> &String) {
    let mut nothing = true;
    for one in agencies.iter().filter(|one| !words(one).trim().is_empty()) {
        nothing = false;
        paper.prose(&format!("- {}: {}", one.agency_name, words(one)));
    }
    if nothing {
        paper.prose("Không có.");
    }
}

fn late(paper: &mut Paper, report: &CityReport) {
    let due = words::day(report.content.due_on);
    let mut count = 0;
    for one in report.content.late() {
        count += 1;
        let days = one.days_late.unwrap_or_default();
        let state = one.state.label(Language::Vi).to_lowercase();
        paper.prose(&format!("{count}. {} (chậm {days} ngày; {state})", one.agency_name));
    }
    if count == 0 {
        paper.prose(&format!("Không có cơ quan nào chậm so với hạn {due}./."));
    } else {
        paper.prose(&format!("Hạn báo cáo: {due}./."));
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
    page.line(left, at, "Nơi nhận:", Style::BoldItalic, 12.0);
    let receivers = ["- Như trên;", "- Các Sở, ban, ngành Thành phố;", territories, "- Lưu: VT."];
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
    page.line(right, at + 100.0, &signed, Style::Bold, SIZE);
}
