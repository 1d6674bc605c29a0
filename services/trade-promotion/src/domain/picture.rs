//! Pictures of products: what was uploaded is decoded within limits and drawn anew, so that nothing of
//! it stays but its pixels: no place, no name of a camera, nothing hidden behind the image.

use std::io::Cursor;

use htx_model::refusal::{ErrorCode, Refusal, Text};
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

/// The most bytes that are uploaded.
pub const SIZE_MAX: u64 = 8 << 20;
/// The most pixels on one side.
pub const SIDE_MAX: u32 = 8_000;
/// The most pixels.
pub const PIXELS_MAX: u64 = 24_000_000;
/// The most bytes that decoding may take.
const DECODED_MAX: u64 = 256 << 20;
/// The longer side of a picture as it is kept.
pub const PICTURE_SIDE: u32 = 1_600;
/// The longer side of a thumbnail.
pub const THUMBNAIL_SIDE: u32 = 320;
/// How well the pixels are kept, of 100.
const QUALITY: u8 = 85;

/// A picture as it is kept: JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The picture.
    pub whole: Vec<u8>,
    /// It made small.
    pub thumbnail: Vec<u8>,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Draws a picture anew.
///
/// # Errors
/// [`ErrorCode::UnsupportedMediaType`] where it is none of JPEG, PNG and WebP, whatever it is called;
/// [`ErrorCode::RuleViolated`] where it has too many pixels or cannot be decoded.
pub fn draw(uploaded: &[u8]) -> Result<Picture, Refusal> {
    let format = match image::guess_format(uploaded) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => format,
        Ok(_) | Err(_) => return Err(no_picture()),
    };
    let mut reader = ImageReader::with_format(Cursor::new(uploaded), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    // What the head says is asked before anything is decoded: a small file can hold a vast picture.
    let (width, height) = decoder.dimensions();
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(too_many_pixels());
    }
    let turned = decoder.orientation().map_err(|_| unreadable())?;
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    decoded.apply_orientation(turned);
    let whole = within(&decoded, PICTURE_SIDE);
    let thumbnail = within(&whole, THUMBNAIL_SIDE);
    Ok(Picture {
        width: whole.width(),
        height: whole.height(),
        whole: encoded(&whole)?,
        thumbnail: encoded(&thumbnail)?,
    })
}

/// The picture with no side longer than so many pixels, on white where it was transparent.
fn within(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture.clone();
    }
    picture.resize(side, side, FilterType::Triangle)
}

fn encoded(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    opaque(picture).write_with_encoder(encoder).map_err(|_| unreadable())?;
    Ok(bytes)
}

/// JPEG knows no transparency: what shines through is white.
fn opaque(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8().into();
    }
    let mut drawn = picture.to_rgba8();
    for pixel in drawn.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for channel in &mut pixel.0[..3] {
            let blended = (u32::from(*channel) * alpha + 255 * (255 - alpha)) / 255;
            *channel = u8::try_from(blended).unwrap_or(u8::MAX);
        }
    }
    DynamicImage::from(drawn).to_rgb8().into()
}

fn no_picture() -> Refusal {
    Refusal::new(
        ErrorCode::UnsupportedMediaType,
        Text::fixed(
            "Nội dung tệp không phải ảnh JPEG, PNG hoặc WebP.",
            "What the file contains is no JPEG, PNG or WebP picture.",
        ),
    )
}

fn unreadable() -> Refusal {
    Refusal::new(
        ErrorCode::UnreadableFile,
        Text::fixed("Không đọc được ảnh.", "The picture cannot be read."),
    )
    .advising(Text::fixed(
        "Hãy mở và lưu lại ảnh bằng phần mềm xem ảnh rồi gửi lại.",
        "Open the picture, save it again and send it once more.",
    ))
}

fn too_many_pixels() -> Refusal {
    let millions = PIXELS_MAX / 1_000_000;
    Refusal::new(
        ErrorCode::BodyTooLarge,
        Text::made(
            format!("Ảnh vượt quá {SIDE_MAX} điểm ảnh mỗi cạnh hoặc {millions} triệu điểm ảnh."),
            format!("The picture has more than {SIDE_MAX} pixels on a side or {millions} million."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_made_smaller_and_gets_a_thumbnail() {
        let drawn = draw(&png(RgbImage::from_pixel(2_000, 1_000, Rgb([200, 30, 30])))).unwrap();
        assert_eq!((drawn.width, drawn.height), (1_600, 800));
        let small = image::load_from_memory(&drawn.thumbnail).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
        assert_eq!(image::guess_format(&drawn.whole).unwrap(), ImageFormat::Jpeg);
        let tiny = draw(&png(RgbImage::from_pixel(3, 2, Rgb([0, 0, 0])))).unwrap();
        assert_eq!((tiny.width, tiny.height), (3, 2));
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let drawn = draw(&png(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])))).unwrap();
        let seen = image::load_from_memory(&drawn.whole).unwrap().to_rgb8();
        assert!(seen.get_pixel(4, 4).0.iter().all(|channel| *channel > 250));
    }

    #[test]
    fn nothing_but_pixels_stays_of_a_jpeg() {
        let mut bytes = Vec::new();
        let picture = DynamicImage::from(RgbImage::from_pixel(16, 8, Rgb([9, 9, 9])));
        picture.write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
        // An EXIF segment that says “turned by a quarter”, and where it was taken.
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0 Xuan Mai 21.0 N";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut segment = vec![0xff, 0xe1, length[0], length[1]];
        segment.extend(exif);
        bytes.splice(2..2, segment);
        let drawn = draw(&bytes).unwrap();
        assert_eq!((drawn.width, drawn.height), (8, 16), "it stands upright");
        let text = String::from_utf8_lossy(&drawn.whole).into_owned();
        assert!(!text.contains("Exif") && !text.contains("Xuan Mai"));
    }

    #[test]
    fn what_is_no_picture_is_refused_and_so_is_a_vast_one() {
        for wrong in [b"%PDF-1.7".as_slice(), b"", b"GIF89a\x01\0\x01\0", b"<svg/>"] {
            assert_eq!(draw(wrong).unwrap_err().code, ErrorCode::UnsupportedMediaType);
        }
        let whole = png(RgbImage::new(64, 64));
        assert_eq!(draw(&whole[..60]).unwrap_err().code, ErrorCode::UnreadableFile);
        // A small file that would unpack to 30 million pixels.
        let vast = png(image::GrayImage::new(6_000, 5_000));
        assert!(vast.len() < 1_000_000);
        assert_eq!(draw(&vast).unwrap_err().code, ErrorCode::BodyTooLarge);
    }
}
