//! The graph as a picture: to look at, and as pixels.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::deliver::{address, give};
use crate::browser;
use crate::leaf::{Leaf, tag};
use crate::store::{Notice, Store, Tone};

const KIND: &str = "image/svg+xml";
/// Pixels of a picture for one of its own: sharp on every screen.
const SCALE: f64 = 2.0;
/// What canvases of all browsers can hold, in pixels: a side, and all of it.
const MOST: (f64, f64) = (16_000.0, 60_000_000.0);
/// Bytes of a picture that the page shows: a browser stands still over millions of them.
const MOST_SHOWN: usize = 300_000;

/// The picture in the page.
pub(super) fn shown(svg: &str) -> Leaf {
    if svg.len() > MOST_SHOWN {
        return tag("p", "hint muted")
            .text("The picture is too large to be shown here. The view Graph shows the same.");
    }
    let address = address(&svg.into(), KIND).unwrap_or_default();
    let image = tag("img", "")
        .set("src", &address)
        .set("alt", "The graph of the planned stories, by batch");
    tag("div", "pictured")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", "Preview of graph.svg")
        .with(image.on("load", move |_| drop(Url::revoke_object_url(&address))))
}

/// Saves the picture as a PNG.
pub fn download_png(store: Store, svg: &str) {
    let Some(address) = address(&svg.into(), KIND) else {
        return;
    };
    leptos::task::spawn_local(async move {
        let pixels = drawn(&address).await;
        let _ = Url::revoke_object_url(&address);
        match pixels {
            Ok(pixels) => give("graph.png", &pixels, "image/png"),
            Err(_) => store.notify(Notice::new(
                Tone::Bad,
                "This browser could not make pixels of the picture. The SVG holds the same.",
            )),
        }
    });
}

async fn drawn(address: &str) -> Result<JsValue, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    let (width, height) = (f64::from(image.width()), f64::from(image.height()));
    let scale = SCALE
        .min(MOST.0 / width.max(height))
        .min((MOST.1 / (width * height)).sqrt());
    let canvas = browser::document().create_element("canvas")?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let (width, height) = ((width * scale) as u32, (height * scale) as u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let pen = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    pen.unchecked_ref::<CanvasRenderingContext2d>()
        .draw_image_with_html_image_element_and_dw_and_dh(
            &image,
            0.0,
            0.0,
            width.into(),
            height.into(),
        )?;
    let made = JsFuture::from(Promise::new(&mut |resolve, _| {
        let _ = canvas.to_blob(&resolve);
    }))
    .await?;
    if made.is_null() { Err(made) } else { Ok(made) }
}
