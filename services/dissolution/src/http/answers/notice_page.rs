//! A notice as a page.

use actix_web::{HttpResponse, HttpResponseBuilder};
use htx_model::{code_list::CodeList as _, language::Language};

use super::{
    page::{Page, day},
    public_notice::PublicNoticeView,
};

/// Answers with the page.
pub(super) fn answer(response: &mut HttpResponseBuilder, view: &PublicNoticeView) -> HttpResponse {
    let verified =
        if view.window_basis.verified { "" } else { " (căn cứ đang chờ xác minh)" };
    let window = format!(
        "Thời hạn {} ngày kể từ ngày công bố, theo {} Điều {}{verified}.",
        view.window_days, view.window_basis.document, view.window_basis.article,
    );
    let fixed = "Thông báo này không chứa dữ liệu cá nhân. Số thông báo không thay đổi.";
    let page = Page {
        authority: view.authority.clone(),
        title: format!("Thông báo giải thể {}", view.organisation_name),
        state: state(view),
        terms: terms(view),
        notes: vec![window, fixed.to_owned()],
    };
    page.answer(response)
}

/// Where things stand, in one sentence.
fn state(view: &PublicNoticeView) -> String {
    let of_case = view.dissolution_state.label(Language::Vi);
    match (&view.replaced_by, view.ended_on) {
        (Some(number), _) => format!("Thông báo này đã được thay thế bằng thông báo {number}."),
        (None, Some(ended)) => format!("{of_case} ngày {}.", day(ended)),
        (None, None) if view.window_open => {
            format!("Đang nhận khai báo nợ và phản đối đến hết ngày {}.", day(view.window_ends_on))
        }
        (None, None) => {
            format!("Đã hết thời hạn khai báo nợ và phản đối. Tình trạng: {of_case}.")
        }
    }
}

fn terms(view: &PublicNoticeView) -> Vec<(&'static str, String)> {
    let number = view.registration_number.as_ref().map(|number| number.as_str().to_owned());
    let decision = view.decision_kind.map(|kind| kind.label(Language::Vi).to_owned());
    let contact = &view.contact;
    let mut terms = vec![
        ("Số thông báo", view.number.clone()),
        ("Tổ chức", view.organisation_name.clone()),
        ("Loại hình", view.organisation_kind.label(Language::Vi).to_owned()),
        ("Mã số", number.unwrap_or_else(|| "Chưa có".to_owned())),
        ("Địa bàn", view.seat.clone()),
        ("Hình thức giải thể", view.route.label(Language::Vi).to_owned()),
        ("Ngày quyết định giải thể", day(view.decided_on)),
    ];
    terms.extend(decision.map(|decision| ("Căn cứ", decision)));
    terms.extend([
        ("Ngày công bố", day(view.published_on)),
        ("Hạn khai báo nợ và phản đối", day(view.window_ends_on)),
        ("Nơi tiếp nhận", contact.office.clone()),
        ("Địa chỉ", contact.address.clone()),
    ]);
    terms.extend(contact.phone.clone().map(|phone| ("Điện thoại", phone)));
    terms
}
