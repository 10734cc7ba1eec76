//! Reads files and walks folders. In which order they come does not matter.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use sprintloom_core::source::Document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

use super::Gathered;
use super::judge::{self, MOST_BYTES};
use crate::share;

/// Reads chosen files; those of a folder carry their path in it.
pub async fn from_list(list: FileList) -> Gathered {
    let mut gathered = Gathered::default();
    for at in 0..list.length() {
        let Some(file) = list.get(at) else { continue };
        let inside = Reflect::get(&file, &"webkitRelativePath".into())
            .ok()
            .and_then(|path| path.as_string())
            .filter(|path| !path.is_empty());
        match inside {
            Some(path) if !judge::is_read(&path) => gathered.passed_over += 1,
            Some(path) => read(&mut gathered, path, &file).await,
            None => read(&mut gathered, file.name(), &file).await,
        }
    }
    gathered
}

/// Takes what was dropped. The browser forgets it when the event is over, so all is named now;
/// the reading comes after.
pub fn from_drop(dropped: &DataTransfer) -> impl Future<Output = Gathered> + 'static {
    let items = dropped.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten())
        .collect();
    let files = dropped.files();
    async move {
        if entries.is_empty() {
            return match files {
                Some(files) => from_list(files).await,
                None => Gathered::default(),
            };
        }
        let mut gathered = Gathered::default();
        for entry in entries {
            take_entry(&mut gathered, entry).await;
        }
        gathered
    }
}

/// Walks without recursion: folders may be as deep as they like.
async fn take_entry(gathered: &mut Gathered, first: FileSystemEntry) {
    let given_alone = first.is_file();
    let mut waiting = vec![first];
    while let Some(entry) = waiting.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_directory() {
            if judge::is_walked(&entry.name()) {
                match children(entry.unchecked_ref()).await {
                    Ok(children) => waiting.extend(children),
                    Err(_) => gathered
                        .left_out
                        .push(format!("{path}/ could not be opened.")),
                }
            }
        } else if given_alone || judge::is_read(&path) {
            match file(entry.unchecked_ref()).await {
                Ok(file) => read(gathered, path, &file).await,
                Err(_) => gathered
                    .left_out
                    .push(format!("{path} could not be opened.")),
            }
        } else {
            gathered.passed_over += 1;
        }
    }
}

async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        // The browser gives them in portions; an empty one is the end.
        let portion = JsFuture::from(Promise::new(&mut |resolve, reject| {
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        }))
        .await?;
        let portion: Array = portion.unchecked_into();
        if portion.length() == 0 {
            return Ok(all);
        }
        all.extend(
            portion
                .iter()
                .map(JsCast::unchecked_into::<FileSystemEntry>),
        );
    }
}

async fn file(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    }))
    .await
    .map(JsCast::unchecked_into)
}

async fn read(gathered: &mut Gathered, path: String, file: &File) {
    if file.size() > MOST_BYTES {
        gathered.left_out.push(judge::too_large(&path, file.size()));
        return;
    }
    match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => {
            let bytes = Uint8Array::new(&buffer).to_vec();
            if share::is_project(&bytes) {
                match share::read_project(&bytes).await {
                    Some(project) => gathered.project = Some(project),
                    None => gathered.left_out.push(format!(
                        "{path} is a saved project and cannot be read: it is damaged, or from a newer Sprintloom."
                    )),
                }
                return;
            }
            match judge::text(&path, bytes) {
                Ok(text) => gathered.documents.push(Document::new(path, text)),
                Err(why) => gathered.left_out.push(why),
            }
        }
        Err(_) => gathered.left_out.push(format!(
            "{path} could not be read; it may have changed on the disk meanwhile."
        )),
    }
}
