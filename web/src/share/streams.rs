//! The browser's own compression.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

use crate::browser;

/// The bytes made smaller; `None` where the browser cannot.
pub async fn deflated(bytes: &[u8]) -> Option<Vec<u8>> {
    through("CompressionStream", bytes, usize::MAX).await
}

/// The bytes as they were; `None` where these are none that were made smaller, or unfold to more
/// than `most`: a few of them can stand for very many.
pub async fn inflated(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    through("DecompressionStream", bytes, most).await
}

async fn through(stream: &str, bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    // Not among the bindings yet.
    let maker = Reflect::get(&browser::window(), &stream.into()).ok()?;
    let maker: Function = maker.dyn_into().ok()?;
    let transform = Reflect::construct(&maker, &Array::of1(&"deflate-raw".into())).ok()?;
    let source = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes))).ok()?;
    let read = source.body()?.pipe_through(transform.unchecked_ref());
    let reader: ReadableStreamDefaultReader = read.get_reader().unchecked_into();
    let mut out = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await.ok()?;
        let piece = Reflect::get(&part, &"value".into()).ok()?;
        if piece.is_undefined() {
            return Some(out);
        }
        out.extend(piece.unchecked_into::<Uint8Array>().to_vec());
        if out.len() > most {
            let _ = reader.cancel();
            return None;
        }
    }
}
