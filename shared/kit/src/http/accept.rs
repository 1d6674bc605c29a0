//! What a caller takes (RFC 9110, section 12.5.1), read in one way for everything that comes in several
//! forms.

use actix_web::{
    HttpRequest,
    http::header::{Accept, Header as _},
};

/// The form that a caller wants most.
#[derive(Debug)]
pub(crate) struct Wanted<'a, T> {
    /// Which.
    pub(crate) form: &'a T,
    /// The parameters of the range that it was wanted by, such as `bom=true`.
    pub(crate) parameters: Vec<(String, String)>,
}

impl<T> Wanted<'_, T> {
    /// Whether the caller gave a parameter this value.
    pub(crate) fn says(&self, name: &str, value: &str) -> bool {
        self.parameters.iter().any(|(given, said)| given == name && said == value)
    }
}

/// The form that the caller wants most, of those that are offered by their media types: each is wanted as
/// the closest range says that holds it. Of forms wanted alike, the one that was named, and then the
/// first. The first too where the caller says nothing that can be read; none where it takes none.
pub(crate) fn best<'a, T>(
    request: &HttpRequest,
    offered: &'a [(&str, T)],
) -> Option<Wanted<'a, T>> {
    // What cannot be read as a media range says nothing.
    let accept = Accept::parse(request).ok().filter(|accept| !accept.is_empty());
    let Some(accept) = accept else {
        return offered.first().map(|(_, form)| Wanted { form, parameters: Vec::new() });
    };
    let mut best = None;
    for (media_type, form) in offered {
        let Some((rank, parameters)) = wanted(&accept, media_type) else { continue };
        if best.as_ref().is_none_or(|(before, _)| rank > *before) {
            best = Some((rank, Wanted { form, parameters }));
        }
    }
    best.map(|(_, wanted)| wanted)
}

/// In thousandths, and how close the range is.
type Rank = (u16, u8);

/// How much a media type is wanted, by the closest of the ranges that hold it.
fn wanted(accept: &Accept, media_type: &str) -> Option<(Rank, Vec<(String, String)>)> {
    let (kind, _) = media_type.split_once('/')?;
    let ranges = accept.iter().filter_map(|wanted| {
        let range = &wanted.item;
        let closeness = match range.essence_str() {
            essence if essence == media_type => 2,
            "*/*" => 0,
            _ if range.type_() == kind && range.subtype() == "*" => 1,
            _ => return None,
        };
        // Qualities have three digits and compare, but cannot be taken out as numbers.
        let quality = wanted.quality.to_string().parse::<f32>().unwrap_or_default() * 1000.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let quality = quality.round() as u16;
        Some((closeness, quality, range))
    });
    let (closeness, quality, range) =
        ranges.max_by_key(|(closeness, quality, _)| (*closeness, *quality))?;
    let said = |(name, value): (_, _)| (format!("{name}"), format!("{value}"));
    (quality > 0).then(|| ((quality, closeness), range.params().map(said).collect()))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const OFFERED: [(&str, u8); 2] = [("application/json", 1), ("text/html", 2)];

    fn chosen(accept: &str) -> Option<u8> {
        let request = TestRequest::default().insert_header(("accept", accept)).to_http_request();
        best(&request, &OFFERED).map(|wanted| *wanted.form)
    }

    #[test]
    fn the_closest_range_says_how_much_a_form_is_wanted() {
        for (accept, expected) in [
            ("", Some(1)),
            ("*/*", Some(1)),
            ("text/html, application/json", Some(1)),
            ("text/html, application/json;q=0.9", Some(2)),
            ("text/*, application/json;q=0.9", Some(2)),
            ("application/json;q=0.1, text/html;q=0.2, */*", Some(2)),
            ("application/json;q=0, */*", Some(2)),
            ("application/json;q=0, text/html;q=0, */*", None),
            ("image/png", None),
        ] {
            assert_eq!(chosen(accept), expected, "{accept}");
        }
    }
}
