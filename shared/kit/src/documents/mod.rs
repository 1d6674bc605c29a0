//! Documents: uploaded once, named by what they contain, referred to by id.
//!
//! The content goes to an object store (a folder, or S3 in production) under its SHA-256, so that
//! the same file uploaded twice stands there once and a changed one is noticed when it is read.
//! What is known of it goes to the table `document`, in the transaction of the use case that the
//! upload belongs to.

mod bucket;
pub mod folder;
mod media_type;
mod receive;
mod record;
mod store;
mod sweep;

pub use bucket::{Bucket, InvalidBucket};
pub use media_type::MediaType;
pub use receive::{Received, Upload, UploadLimits, receive, receive_file};
pub use record::{Document, DocumentPlace, find_many, metadata, named_contents, record};
pub use store::Documents;
pub use sweep::{Content, unnamed};

/// A content's digest.
pub type Sha256 = [u8; 32];
