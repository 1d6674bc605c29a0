//! An entry of the register as a page.

use actix_web::{HttpResponse, HttpResponseBuilder};
use htx_model::{code_list::CodeList as _, language::Language};

use super::register_view::EntryView;
use crate::http::answers::page::{Page, day};

/// Answers with the page.
pub(super) fn answer(response: &mut HttpResponseBuilder, view: &EntryView) -> HttpResponse {
    let basis = &view.claim_deadline_basis;
    let verified = if basis.verified { "" } else { " (căn cứ đang chờ xác minh)" };
    let page = Page {
        authority: view.authority.clone(),
        title: format!("Giải thể {}", view.organisation_name),
        state: state(view),
        terms: terms(view),
        notes: vec![
            format!("Hạn khai báo nợ theo {} Điều {}{verified}.", basis.document, basis.article),
            "Sổ công khai về giải thể. Không chứa dữ liệu cá nhân.".to_owned(),
        ],
    };
    page.answer(response)
}

fn state(view: &EntryView) -> String {
    let of_case = view.state.label(Language::Vi);
    match view.closing_date {
        Some(ended) => format!("{of_case} ngày {}.", day(ended)),
        None if view.claims_open => {
            format!("{of_case}. Đang nhận khai báo nợ đến hết ngày {}.", day(view.claim_deadline))
        }
        None => format!("{of_case}. Đã hết thời hạn khai báo nợ."),
    }
}

fn terms(view: &EntryView) -> Vec<(&'static str, String)> {
    let number = view.registration_number.as_ref().map(|number| number.as_str().to_owned());
    let contact = &view.contact;
    let mut terms = vec![
        ("Số", view.number.clone()),
        ("Tổ chức", view.organisation_name.clone()),
        ("Loại hình", view.organisation_kind.label(Language::Vi).to_owned()),
        ("Mã số", number.unwrap_or_else(|| "Chưa có".to_owned())),
        ("Địa bàn", view.seat.clone()),
        ("Hình thức giải thể", view.route.label(Language::Vi).to_owned()),
        ("Ngày quyết định giải thể", day(view.opening_date)),
    ];
    let decision = view.decision_kind.map(|kind| kind.label(Language::Vi).to_owned());
    terms.extend(decision.map(|decision| ("Căn cứ", decision)));
    terms.extend([
        ("Ngày công bố", day(view.published_on)),
        ("Hạn khai báo nợ", day(view.claim_deadline)),
        ("Nơi tiếp nhận", contact.office.clone()),
        ("Địa chỉ", contact.address.clone()),
    ]);
    terms.extend(contact.phone.clone().map(|phone| ("Điện thoại", phone)));
    terms.extend(view.closing_date.map(|ended| ("Ngày kết thúc", day(ended))));
    terms
}
