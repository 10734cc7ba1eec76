//! The database: one record a document, and one for the rest with a number that counts the saves.

use js_sys::{Array, Promise, Reflect};
use sprintloom_core::project::{Event, History, Project};
use sprintloom_core::source::Document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::form;
use crate::browser;
use crate::wire::{Script, TurnRow};

const NAME: &str = "sprintloom";
const VERSION: u32 = 1;
const DOCUMENTS: &str = "documents";
const STATE: &str = "state";
const PROJECT: &str = "project";

/// Everything but the documents.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Counts the saves.
    pub number: u32,
    /// Who made it.
    pub writer: u32,
    /// The project without its documents.
    pub project: Project,
    /// Undo and redo.
    pub history: History,
    /// The session with the planner: what was sent, and what came back.
    pub talk: Talk,
}

/// The messages of the session with the planner, and the log of them as it was shown.
pub type Talk = (Script, Vec<TurnRow>);

/// What a save writes.
#[derive(Debug, Default)]
pub struct Writing {
    /// The record; its number is the one that this save gets.
    pub record: Record,
    /// Documents to put, with their texts.
    pub put: Vec<(String, String)>,
    /// Documents to take out.
    pub remove: Vec<String>,
    /// All that is there goes first.
    pub clear: bool,
}

/// How a save ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// It is there.
    Yes,
    /// Another tab has saved since: the number of its save. Nothing was written.
    Newer(u32),
}

/// Opens the database, making it where there is none.
pub async fn open() -> Result<IdbDatabase, String> {
    let factory = browser::window()
        .indexed_db()
        .map_err(told)?
        .ok_or("this browser offers no database here")?;
    let request = factory.open_with_u32(NAME, VERSION).map_err(told)?;
    let opening = request.clone();
    let upgrade = browser::once(Box::new(move || {
        if let Ok(database) = opening.result().map(JsCast::unchecked_into::<IdbDatabase>) {
            let _ = database.create_object_store(DOCUMENTS);
            let _ = database.create_object_store(STATE);
        }
    }));
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    finished(&request)
        .await
        .map(JsCast::unchecked_into)
        .map_err(told)
}

/// Reads all; `None` where nothing was ever saved.
pub async fn read(database: &IdbDatabase) -> Result<Option<(Project, Record)>, String> {
    let transaction = begin(database, IdbTransactionMode::Readonly)?;
    let store = transaction.object_store(STATE).map_err(told)?;
    let documents = transaction.object_store(DOCUMENTS).map_err(told)?;
    let state = store.get(&PROJECT.into()).map_err(told)?;
    let keys = documents.get_all_keys().map_err(told)?;
    let texts = documents.get_all().map_err(told)?;
    let state = finished(&state).await.map_err(told)?;
    let keys: Array = finished(&keys).await.map_err(told)?.unchecked_into();
    let texts: Array = finished(&texts).await.map_err(told)?.unchecked_into();
    if state.is_undefined() {
        return Ok(None);
    }
    let record = form::from_value(&state);
    let found = Project {
        documents: keys
            .iter()
            .zip(texts.iter())
            .filter_map(|(path, text)| Some(Document::new(path.as_string()?, text.as_string()?)))
            .collect(),
        ..record.project.clone()
    };
    // The database sorts by UTF-16, the project by UTF-8.
    let mut project = Project::default();
    let _ = project.apply(Event::Replace {
        project: Box::new(found),
    });
    Ok(Some((project, record)))
}

/// Writes in one transaction, unless another tab has saved since save number `base`.
pub async fn write(
    database: &IdbDatabase,
    base: Option<u32>,
    writing: &Writing,
) -> Result<Written, String> {
    let record = form::to_value(&writing.record);
    let transaction = begin(database, IdbTransactionMode::Readwrite)?;
    let completion = completed(&transaction);
    let store = transaction.object_store(STATE).map_err(told)?;
    let documents = transaction.object_store(DOCUMENTS).map_err(told)?;
    if let Some(base) = base {
        let there = finished(&store.get(&PROJECT.into()).map_err(told)?)
            .await
            .map_err(told)?;
        let number = Reflect::get(&there, &"number".into())
            .ok()
            .and_then(|number| number.as_f64())
            .map(|number| number as u32);
        if let Some(number) = number.filter(|&number| number != base) {
            return Ok(Written::Newer(number));
        }
    }
    if writing.clear {
        documents.clear().map_err(told)?;
    }
    for path in &writing.remove {
        documents.delete(&path.into()).map_err(told)?;
    }
    for (path, text) in &writing.put {
        documents
            .put_with_key(&text.into(), &path.into())
            .map_err(told)?;
    }
    store.put_with_key(&record, &PROJECT.into()).map_err(told)?;
    completion.await.map_err(told)?;
    Ok(Written::Yes)
}

fn begin(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<IdbTransaction, String> {
    let stores = Array::of2(&DOCUMENTS.into(), &STATE.into());
    database
        .transaction_with_str_sequence_and_mode(&stores, mode)
        .map_err(told)
}

async fn finished(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request
            .error()
            .ok()
            .flatten()
            .map_or(JsValue::NULL, JsValue::from)),
    }
}

async fn completed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, JsValue::from)),
    }
}

/// What went wrong, in words.
fn told(error: JsValue) -> String {
    let part = |name: &str| {
        Reflect::get(&error, &name.into())
            .ok()
            .and_then(|value| value.as_string())
    };
    match (part("name"), part("message")) {
        (Some(name), _) if name == "QuotaExceededError" => {
            "the storage of this browser is full".to_owned()
        }
        (_, Some(message)) if !message.is_empty() => message,
        (Some(name), _) => name,
        _ => "the browser's database did not answer".to_owned(),
    }
}
