//! What stands on the documents of a synthetic city.

use crate::domain::application::requirement::REQUIREMENTS;

/// One document for each requirement: its code, the name of its file, what stands in it.
pub fn all() -> impl Iterator<Item = (&'static str, String, String)> {
    REQUIREMENTS.iter().map(|row| {
        let name = format!("{}.txt", row.name_vi.replace('/', "-"));
        let content = format!(
            "{}\n\nTài liệu của thành phố giả lập: không có thật, không có giá trị pháp lý.\n\
             {}: a document of a synthetic city. Nobody and nothing in it is real.\n",
            row.name_vi.to_uppercase(),
            row.name_en,
        );
        (row.code, name, content)
    })
}
