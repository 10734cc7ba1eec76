//! The session: messages in, messages out. It never fails: a message that cannot be followed is
//! answered by `ERROR` and changes nothing.

use super::json::Value;
use super::messages::{ErrorCode, Incoming, Trouble, incoming, text, trigger};
use super::options::set_option;
use super::results::{CorrectionMade, Summary, batch_results};
use super::wording::{batches, epic_spec, error, name_of, push_text_or_null};
use crate::correct::{Applied, Correction, Executed, Sprint, correct};
use crate::project::{Derived, Project, Readings, Settings, derive};
use crate::source::{Document, DocumentKind, detect};
use crate::write::{self, push_string};

/// Who takes part in the sprint, as broadcast last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Agents that stay.
    pub residents: Vec<String>,
    /// Agents that work on stories.
    pub slaves: Vec<String>,
    /// Agents for a while.
    pub temps: Vec<String>,
}

/// The answer to one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The messages sent, as JSON texts made for reading.
    pub messages: Vec<String>,
    /// The return value, as YAML, where something was planned.
    pub return_value: Option<String>,
    /// In which way the message could not be followed; `None` where it was.
    pub error: Option<ErrorCode>,
    /// What somebody should know: fields that were ignored, warnings. Sentences without full stop.
    pub notes: Vec<String>,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Number of the message that it belongs to, from 1.
    pub message: u32,
    /// Whether it tells of a message received; else of what was done or sent.
    pub received: bool,
    /// The line: message names, batch ids and story keys, no prose of documents.
    pub text: String,
}

/// A session of the planner with its master.
#[derive(Debug, Clone, Default)]
pub struct Session {
    state: State,
    log: Vec<LogLine>,
    received: u32,
    readings: Readings,
}

/// All that a message can change.
#[derive(Debug, Clone, Default, PartialEq)]
struct State {
    session_id: Option<String>,
    /// The options of the last planning request, over those of the project.
    options: Vec<(String, Value)>,
    status_file: Option<String>,
    roster: Option<Roster>,
    /// The batches as they were sent: those that are over, and those of the last message.
    sent: Option<Executed>,
    applied: Vec<Applied>,
    corrections: Vec<CorrectionMade>,
    plans: u32,
    is_closed: bool,
}

impl Session {
    /// Takes one message, as JSON text, and answers it. `project` holds the documents as they are
    /// now, and the settings that hold where the messages say nothing.
    pub fn receive(&mut self, project: &Project, message: &str) -> Reply {
        self.received += 1;
        let mut turn = Turn {
            number: self.received,
            log: &mut self.log,
            readings: &mut self.readings,
            notes: Vec::new(),
            state: self.state.clone(),
        };
        match turn.take(project, message) {
            Ok(mut reply) => {
                let Turn { notes, state, .. } = turn;
                reply.notes.extend(notes);
                self.state = state;
                reply
            }
            Err((name, trouble, return_value)) => {
                turn.say(format!("ERROR {}", trouble.code.as_str()));
                Reply {
                    messages: vec![error(self.state.session_id.as_deref(), name, &trouble)],
                    return_value,
                    error: Some(trouble.code),
                    notes: turn.notes,
                }
            }
        }
    }

    /// Every message and what became of it, in order.
    pub fn log(&self) -> &[LogLine] {
        &self.log
    }

    /// The id that the last planning request gave.
    pub fn session_id(&self) -> Option<&str> {
        self.state.session_id.as_deref()
    }

    /// Who takes part, where it was said.
    pub fn roster(&self) -> Option<&Roster> {
        self.state.roster.as_ref()
    }

    /// How many batch plans were sent.
    pub fn plans(&self) -> u32 {
        self.state.plans
    }

    /// Whether it was shut down.
    pub fn is_closed(&self) -> bool {
        self.state.is_closed
    }
}

type Failure = (Option<&'static str>, Trouble, Option<String>);

/// One message on its way through.
struct Turn<'a> {
    number: u32,
    log: &'a mut Vec<LogLine>,
    readings: &'a mut Readings,
    notes: Vec<String>,
    state: State,
}

impl Turn<'_> {
    fn line(&mut self, received: bool, text: String) {
        self.log.push(LogLine {
            message: self.number,
            received,
            text: format!("[SM] {text}"),
        });
    }

    fn say(&mut self, text: String) {
        self.line(false, text);
    }

    fn take(&mut self, project: &Project, message: &str) -> Result<Reply, Failure> {
        let incoming = match incoming(message) {
            Ok(incoming) => incoming,
            Err(trouble) => {
                self.line(true, "message that cannot be read".to_owned());
                return Err((None, trouble, None));
            }
        };
        let name = incoming.name;
        self.line(true, name.to_owned());
        if self.state.is_closed {
            let words = "the session was shut down; begin another one";
            let trouble = Trouble::new(ErrorCode::SessionClosed, words);
            return Err((Some(name), trouble, None));
        }
        for field in &incoming.unknown {
            self.notes
                .push(format!("{name} has no field {field}; it was ignored"));
        }
        let failed = |trouble| (Some(name), trouble, None);
        match name {
            "SM_PLANNING_REQUEST" => self.plan(project, &incoming),
            "CC_TRIGGER" => self.correct(project, &incoming),
            "AGENT_ROSTER_BROADCAST" => self.roster(&incoming.value).map_err(failed),
            "SM_SUMMARY_REQUEST" => self.summary(project, &incoming.value).map_err(failed),
            _ => self.shut_down(&incoming.value).map_err(failed),
        }
    }

    fn plan(&mut self, project: &Project, incoming: &Incoming) -> Result<Reply, Failure> {
        let name = incoming.name;
        let failed = |trouble| (Some(name), trouble, None);
        let value = &incoming.value;
        let session_id = text(value, "session_id").map_err(failed)?;
        let session_id = session_id.ok_or_else(|| {
            let words = format!("{name} needs session_id");
            failed(Trouble::new(ErrorCode::MissingField, words))
        })?;
        let spec = epic_spec(value).map_err(failed)?;
        let path = text(value, "status_file_path").map_err(failed)?;
        let mut options = Vec::new();
        match value.get("user_options") {
            None => {}
            Some(Value::Object(fields)) => options.clone_from(fields),
            Some(other) => return Err(failed(Trouble::field("user_options", "an object", other))),
        }
        options.push(("epics".to_owned(), Value::Text(spec)));
        options.push(("session_id".to_owned(), Value::Text(session_id.clone())));
        self.state.options = options;
        self.state.status_file = path;
        self.state.session_id = Some(session_id.clone());
        // A new plan is of the documents, whatever was agreed on before.
        self.state.applied.clear();
        self.state.corrections.clear();
        let (project, derived) = self.derived(project, true);
        let settings = &project.settings.plan;
        let (backlog, graph) = (&derived.backlog, &derived.graph);
        let return_value =
            write::plan_return_value(&session_id, backlog, graph, settings, &derived.plan);
        let plan = derived.plan.as_ref().map_err(|error| {
            let trouble = Trouble::new(ErrorCode::PlanFailed, format!("{error}."));
            (Some(name), trouble, Some(return_value.clone()))
        })?;
        let executed = Executed::of(plan, backlog);
        let message = write::batch_plan_ready(&session_id, backlog, graph, plan);
        self.state.plans += 1;
        self.say(format!("BATCH_PLAN_READY{}", batches(&executed.batches)));
        self.state.applied.push(Applied {
            settings: settings.clone(),
            after: executed.clone(),
            ..Applied::default()
        });
        self.state.sent = Some(executed);
        Ok(Reply {
            messages: vec![message],
            return_value: Some(return_value),
            ..Reply::default()
        })
    }

    fn correct(&mut self, project: &Project, incoming: &Incoming) -> Result<Reply, Failure> {
        let name = incoming.name;
        let failed = |trouble| (Some(name), trouble, None);
        let value = &incoming.value;
        let trigger =
            trigger(value).map_err(|words| failed(Trouble::new(ErrorCode::WrongField, words)))?;
        let own = text(value, "session_id").map_err(failed)?;
        if let (Some(own), Some(known)) = (&own, &self.state.session_id)
            && own != known
        {
            self.notes
                .push(format!("session_id {own} is not that of the plan, {known}"));
        }
        self.state.session_id = self.state.session_id.take().or(own);
        let (project, derived) = self.derived(project, false);
        let settings = &project.settings;
        let session_id = settings.session_id().to_owned();
        let backlog = &derived.backlog;
        let sprint = Sprint {
            backlog,
            graph: &derived.graph,
            rules: &settings.graph,
            settings: &settings.plan,
            executed: self.state.sent.as_ref(),
        };
        let made = correct(&sprint, &trigger);
        let return_value = write::correction_return_value(&session_id, &trigger.reason, &made);
        let correction = made.map_err(|errors| {
            let trouble = Trouble {
                code: ErrorCode::CorrectionFailed,
                errors: errors.iter().map(write::as_sentence).collect(),
            };
            (Some(name), trouble, Some(return_value.clone()))
        })?;
        let message = write::course_correction(&session_id, backlog, &correction);
        self.notes.extend(correction.warnings.iter().cloned());
        for words in &correction.not_understood {
            self.notes.push(format!("not understood: “{words}”"));
        }
        self.agree(&derived, &project.settings, trigger, &correction);
        Ok(Reply {
            messages: vec![message],
            return_value: Some(return_value),
            ..Reply::default()
        })
    }

    /// From now on the sprint goes by the correction.
    fn agree(
        &mut self,
        derived: &Derived,
        settings: &Settings,
        trigger: crate::correct::Trigger,
        correction: &Correction,
    ) {
        let keys = |stories: &[usize]| -> Vec<String> {
            let stories = stories
                .iter()
                .filter_map(|&at| derived.backlog.stories.get(at));
            stories.map(|story| story.key.to_string()).collect()
        };
        let all = |list: &[(u32, Vec<usize>)]| Executed {
            batches: list
                .iter()
                .map(|(id, stories)| (*id, keys(stories)))
                .collect(),
        };
        let after = all(&correction.after);
        let made = CorrectionMade {
            reason: correction.reason.as_str(),
            batch: correction.current_batch,
            reordered: correction.reordered,
            dropped: keys(&correction.dropped),
            added: keys(&correction.added),
        };
        self.say(format!(
            "COURSE_CORRECTION {}{} dropped[{}] added[{}]",
            made.reason,
            batches(&after.batches),
            made.dropped.join(","),
            made.added.join(",")
        ));
        self.state.applied.push(Applied {
            settings: settings.plan.clone(),
            trigger,
            before: all(&correction.before),
            after: after.clone(),
            dropped: made.dropped.clone(),
            added: made.added.clone(),
            ..Applied::default()
        });
        // What is over stays in the record; stories that went on into later batches leave it.
        let mut sent = self.state.sent.take().unwrap_or_default();
        sent.batches
            .retain(|(id, _)| *id < correction.current_batch);
        for (_, keys) in &mut sent.batches {
            keys.retain(|key| !after.keys().any(|later| later == key));
        }
        sent.batches.extend(after.batches);
        self.state.sent = Some(sent);
        self.state.corrections.push(made);
    }

    fn roster(&mut self, value: &Value) -> Result<Reply, Trouble> {
        let names = |field: &str| match value.get(field) {
            Some(Value::List(items)) => Ok(items.iter().map(name_of).collect::<Vec<String>>()),
            Some(other) => Err(Trouble::field(field, "a list", other)),
            None => Ok(Vec::new()),
        };
        let roster = Roster {
            residents: names("residents")?,
            slaves: names("slaves")?,
            temps: names("temps")?,
        };
        self.say(format!(
            "roster: {} residents, {} slaves, {} temps",
            roster.residents.len(),
            roster.slaves.len(),
            roster.temps.len()
        ));
        self.state.roster = Some(roster);
        Ok(Reply::default())
    }

    fn summary(&mut self, project: &Project, value: &Value) -> Result<Reply, Trouble> {
        let session_id = text(value, "session_id")?.unwrap_or_default();
        let results = batch_results(value.get("batch_results").unwrap_or(&Value::Null))?;
        if let Some(known) = &self.state.session_id
            && *known != session_id
        {
            self.notes.push(format!(
                "session_id {session_id} is not that of the plan, {known}"
            ));
        }
        if self.state.sent.is_none() {
            self.notes
                .push("no plan was sent in this session".to_owned());
        }
        let (_, derived) = self.derived(project, false);
        let empty = Executed::default();
        let summary = Summary {
            session_id: &session_id,
            backlog: &derived.backlog,
            batches: &self.state.sent.as_ref().unwrap_or(&empty).batches,
            results: &results,
            corrections: &self.state.corrections,
            plans: self.state.plans,
        };
        let (message, notes) = summary.write();
        self.notes.extend(notes);
        let ids: Vec<String> = results.iter().map(|batch| batch.id.to_string()).collect();
        self.say(format!("SPRINT_SUMMARY of batches {}", ids.join(",")));
        Ok(Reply {
            messages: vec![message],
            ..Reply::default()
        })
    }

    fn shut_down(&mut self, value: &Value) -> Result<Reply, Trouble> {
        let request = text(value, "request_id")?;
        self.state.is_closed = true;
        self.say(format!(
            "Shutdown acknowledged, {} batch plans created this Sprint",
            self.state.plans
        ));
        let mut out = String::from("{\n  \"msg_type\": \"shutdown_response\",\n  \"session_id\": ");
        push_text_or_null(&mut out, self.state.session_id.as_deref());
        if let Some(request) = request {
            out.push_str(",\n  \"request_id\": ");
            push_string(&mut out, &request);
        }
        out.push_str(",\n  \"shutdown_response\": \"approve\"\n}\n");
        Ok(Reply {
            messages: vec![out],
            ..Reply::default()
        })
    }

    /// The project with what the messages say over it, and what follows from it. What of the
    /// options could not be followed is noted where `says`.
    fn derived(&mut self, project: &Project, says: bool) -> (Project, Derived) {
        let mut own = Project {
            documents: self.documents(project, says),
            settings: project.settings.clone(),
            corrections: self.state.applied.clone(),
            ..Project::default()
        };
        if let Some(id) = &self.state.session_id {
            own.settings.session_id = Some(id.clone());
        }
        for (name, value) in &self.state.options {
            if *value == Value::Null {
                continue;
            }
            if let Err(expected) = set_option(&mut own.settings, name, value)
                && says
            {
                let words = match expected.strip_prefix("one of ") {
                    Some(_) => format!("user_options has no {name}; it was ignored"),
                    None => format!(
                        "user_options.{name} must be {expected}, not {}; it was ignored",
                        value.name()
                    ),
                };
                self.notes.push(words);
            }
        }
        let derived = derive(&own, self.readings);
        (own, derived)
    }

    /// The documents; of several status files only the one that was named.
    fn documents(&mut self, project: &Project, says: bool) -> Vec<Document> {
        let Some(path) = &self.state.status_file else {
            return project.documents.clone();
        };
        let path = path.trim_start_matches("./");
        let named = |document: &Document| {
            document.path == path
                || document.path.ends_with(&format!("/{path}"))
                || path.ends_with(&format!("/{}", document.path))
        };
        if !project.documents.iter().any(named) {
            if says {
                self.notes.push(format!(
                    "there is no document {path}; the plan goes by the others"
                ));
            }
            return project.documents.clone();
        }
        let is_status =
            |document: &Document| detect(&document.path, &document.text) == DocumentKind::Status;
        let documents = project.documents.iter();
        documents
            .filter(|document| named(document) || !is_status(document))
            .cloned()
            .collect()
    }
}
