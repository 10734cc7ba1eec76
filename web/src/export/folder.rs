//! Documents into a folder of the disk, where the browser can write there. Nothing is written but
//! what the user asks for, into the folder that they choose.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser;
use crate::store::{Notice, Store, Tone};
use crate::story_parts::counted;

const PICKER: &str = "showDirectoryPicker";

/// Whether the browser can.
pub(super) fn is_there() -> bool {
    Reflect::has(&browser::window(), &PICKER.into()).unwrap_or(false)
}

/// Asks for a folder and writes these documents there, each at its path.
pub(super) fn write(store: Store, files: Vec<(String, String)>) {
    leptos::task::spawn_local(async move {
        let for_writing = one("mode", &"readwrite".into());
        // Nothing is said of a dialog that was left without a choice.
        let Ok(folder) = call(&browser::window(), PICKER, &[for_writing]).await else {
            return;
        };
        let name = Reflect::get(&folder, &"name".into());
        let name = name.ok().and_then(|name| name.as_string());
        let name = name.unwrap_or_default();
        let mut failed = Vec::new();
        let count = files.len();
        for (path, text) in files {
            // The folder that the documents came from is the first part of their paths.
            let within = path.strip_prefix(&format!("{name}/")).unwrap_or(&path);
            if put(&folder, within, &text).await.is_err() {
                failed.push(path);
            }
        }
        let written = counted(count - failed.len(), "document", "documents");
        store.notify(if failed.is_empty() {
            Notice::new(Tone::Plain, format!("Wrote {written} into {name}."))
        } else {
            let told =
                format!("Wrote {written} into {name}. The browser did not let these be written:");
            Notice::new(Tone::Bad, told).with_details(failed)
        });
    });
}

async fn put(folder: &JsValue, path: &str, text: &str) -> Result<(), JsValue> {
    let create = || one("create", &true.into());
    let mut folder = folder.clone();
    let mut rest = path;
    while let Some((name, within)) = rest.split_once('/') {
        folder = call(&folder, "getDirectoryHandle", &[name.into(), create()]).await?;
        rest = within;
    }
    let file = call(&folder, "getFileHandle", &[rest.into(), create()]).await?;
    let stream = call(&file, "createWritable", &[]).await?;
    call(&stream, "write", &[text.into()]).await?;
    call(&stream, "close", &[]).await?;
    Ok(())
}

/// An object with one member.
fn one(name: &str, value: &JsValue) -> JsValue {
    let object = Object::new();
    let _ = Reflect::set(&object, &name.into(), value);
    object.into()
}

/// Calls a method and waits for what it promises.
async fn call(of: &JsValue, method: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    let promised = method.apply(of, &with.iter().collect::<Array>())?;
    JsFuture::from(Promise::resolve(&promised)).await
}
