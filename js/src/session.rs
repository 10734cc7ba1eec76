//! `Session` for JavaScript: the core's session with the documents that were given last.

use serde::Serialize;
use sprintloom_core::project::Project;
use sprintloom_core::protocol;
use wasm_bindgen::prelude::*;

use crate::{input, options, to_javascript};

/// The answer to one message.
#[derive(Debug, Serialize)]
struct Reply {
    messages: Vec<String>,
    return_value_text: Option<String>,
    code: Option<&'static str>,
    notes: Vec<String>,
    log: Vec<String>,
}

/// A session: `npm/session.mjs` makes it the class that is exported.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Session {
    project: Project,
    session: protocol::Session,
}

#[wasm_bindgen]
impl Session {
    /// A session over these documents, with the options of `plan` where the messages say nothing.
    ///
    /// # Errors
    /// As `plan`.
    #[wasm_bindgen(constructor)]
    pub fn new(documents: &JsValue, wanted: &JsValue) -> Result<Session, JsValue> {
        Ok(Self {
            project: Project {
                documents: input::documents(documents)?,
                settings: options::plan_settings(wanted)?,
                ..Project::default()
            },
            session: protocol::Session::default(),
        })
    }

    /// The documents as they are now.
    ///
    /// # Errors
    /// As `plan`.
    #[wasm_bindgen(js_name = setDocuments)]
    pub fn set_documents(&mut self, documents: &JsValue) -> Result<(), JsValue> {
        self.project.documents = input::documents(documents)?;
        Ok(())
    }

    /// Takes one message as JSON text and answers it: a `Reply`.
    ///
    /// # Errors
    /// Never: a message that cannot be followed is answered by `ERROR`.
    pub fn receive(&mut self, message: &str) -> Result<JsValue, JsValue> {
        let before = self.session.log().len();
        let reply = self.session.receive(&self.project, message);
        let lines = self.session.log().iter().skip(before);
        to_javascript(&Reply {
            messages: reply.messages,
            return_value_text: reply.return_value,
            code: reply.error.map(protocol::ErrorCode::as_str),
            notes: reply.notes,
            log: lines.map(|line| line.text.clone()).collect(),
        })
    }

    /// Every line of the log.
    pub fn log(&self) -> Vec<String> {
        let lines = self.session.log().iter();
        lines.map(|line| line.text.clone()).collect()
    }

    /// Whether it was shut down.
    #[wasm_bindgen(js_name = isClosed)]
    pub fn is_closed(&self) -> bool {
        self.session.is_closed()
    }

    /// Who takes part, as three lists of names; `undefined` where nobody said.
    pub fn roster(&self) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        struct Roster<'a> {
            residents: &'a [String],
            slaves: &'a [String],
            temps: &'a [String],
        }
        to_javascript(&self.session.roster().map(|roster| Roster {
            residents: &roster.residents,
            slaves: &roster.slaves,
            temps: &roster.temps,
        }))
    }
}

/// The files of the agent pack, as `{path, text}[]`.
///
/// # Errors
/// Never.
#[wasm_bindgen(js_name = agentPack)]
pub fn agent_pack() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct File {
        path: &'static str,
        text: String,
    }
    let files = protocol::agent_pack().into_iter().map(|file| File {
        path: file.path,
        text: file.text,
    });
    to_javascript(&files.collect::<Vec<_>>())
}

/// Reads a skill call: its message as JSON text, its paths, and the fields that it should not have.
///
/// # Errors
/// An `Error` with `code: "invalid-request"`.
#[wasm_bindgen(js_name = readCall)]
pub fn read_call(text: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Call {
        message: String,
        paths: Vec<String>,
        unknown: Vec<String>,
    }
    let call = protocol::call(text).map_err(input::InputError::Request)?;
    to_javascript(&Call {
        message: call.message,
        paths: call.paths,
        unknown: call.unknown,
    })
}
