//! How a read asks for personal data unmasked: `?unmasked=true&purpose=…`.

use htx_model::{
    purpose::Purpose,
    refusal::{Refusal, Text},
};

/// The purpose for which a read asks for personal data unmasked; nothing where it does not.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter) for a purpose that
/// is missing or says nothing, or that goes with nothing.
pub fn unmasking(
    unmasked: Option<bool>,
    purpose: Option<&str>,
) -> Result<Option<Purpose>, Refusal> {
    if unmasked.unwrap_or_default() {
        return Purpose::read(purpose).map(Some);
    }
    if purpose.is_some() {
        return Err(Refusal::parameter(
            "purpose",
            Text::fixed(
                "purpose chỉ dùng cùng unmasked=true.",
                "purpose goes with unmasked=true only.",
            ),
        ));
    }
    Ok(None)
}
