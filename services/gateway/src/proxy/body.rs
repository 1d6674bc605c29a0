//! A request's body on its way to an upstream: handed over piece by piece, never held as a whole.

use std::{cell::Cell, io, rc::Rc};

use actix_web::web::Payload;
use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body_util::{
    Either, Empty,
    channel::{Channel, Sender},
};
use htx_kit::http::came_too_slowly;
use tokio::sync::oneshot;

/// Pieces on the way at once.
const PIECES: usize = 4;

/// Why a body ended before its end, where its sender or the gateway ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    TooLarge,
    TooSlow,
    BrokenOff,
}

/// A body as the client takes it.
pub(crate) struct UploadBody(Either<Empty<Bytes>, Channel<Bytes, io::Error>>);

impl Default for UploadBody {
    fn default() -> Self {
        Self(Either::Left(Empty::new()))
    }
}

impl hyper::body::Body for UploadBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.0.size_hint()
    }
}

/// A body that is being sent.
pub(super) struct Upload {
    body: Option<Channel<Bytes, io::Error>>,
    sent: oneshot::Receiver<()>,
    ended: Rc<Cell<Option<Ended>>>,
}

impl Upload {
    /// Begins to hand over a body, up to a limit in bytes.
    pub(super) fn start(payload: Payload, limit: u64) -> Self {
        let (sender, body) = Channel::new(PIECES);
        let (done, sent) = oneshot::channel();
        let ended = Rc::new(Cell::new(None));
        let noted = Rc::clone(&ended);
        // The payload belongs to this thread, the client's side of the channel to any.
        actix_web::rt::spawn(async move {
            hand_over(payload, sender, limit, &noted).await;
            // Nobody waits where the upstream has answered already.
            let _ = done.send(());
        });
        Self { body: Some(body), sent, ended }
    }

    /// The client's side; once.
    pub(super) fn body(&mut self) -> UploadBody {
        self.body.take().map_or_else(UploadBody::default, |body| UploadBody(Either::Right(body)))
    }

    /// Ends when all was handed over, or the upload ended otherwise.
    pub(super) async fn sent(&mut self) {
        let _ = (&mut self.sent).await;
    }

    pub(super) fn ended(&self) -> Option<Ended> {
        self.ended.get()
    }
}

async fn hand_over(
    mut payload: Payload,
    mut sender: Sender<Bytes, io::Error>,
    limit: u64,
    ended: &Cell<Option<Ended>>,
) {
    let mut taken = 0;
    let error = loop {
        let piece = match payload.next().await {
            None => return,
            Some(Ok(piece)) => piece,
            Some(Err(error)) => {
                let slow = came_too_slowly(&error);
                ended.set(Some(if slow { Ended::TooSlow } else { Ended::BrokenOff }));
                break io::Error::other(error.to_string());
            }
        };
        taken += piece.len() as u64;
        if taken > limit {
            ended.set(Some(Ended::TooLarge));
            break io::ErrorKind::FileTooLarge.into();
        }
        if sender.send_data(piece).await.is_err() {
            // The upstream wants no more of it.
            return;
        }
    };
    sender.abort(error);
}
