//! The form in which things are kept: bytes, as on the way to the worker, under the number of the
//! form. What was kept in another form still gives all that stands beside the bytes: the documents
//! and the project's name. Its undo steps, settings, corrections and runs start afresh.

use js_sys::{Object, Reflect, Uint8Array};
use sprintloom_core::project::{History, Project, Step};
use wasm_bindgen::prelude::*;

use super::database::{Record, Talk};
use super::journal::Change;
use crate::wire::codec::{Input, Wire, put_all, wire_enum, wire_struct};
use crate::wire::{from_bytes, to_bytes};

/// Counts the forms. A new one whenever bytes of the old would be misread; the test below says so.
pub const FORM: u32 = 4;

wire_struct!(Step { label, event });
wire_enum!(Change { 0 => Apply(event, label), 1 => Undo, 2 => Redo });

impl Wire for History {
    fn put(&self, out: &mut Vec<u8>) {
        let (undo, redo) = self.steps();
        put_all(undo, out);
        put_all(redo, out);
    }
    fn get(input: &mut Input) -> Self {
        Self::of(Wire::get(input), Wire::get(input))
    }
}

/// The record as the database keeps it.
pub fn to_value(record: &Record) -> JsValue {
    let value = Object::new();
    let set = |name: &str, part: JsValue| {
        let _ = Reflect::set(&value, &name.into(), &part);
    };
    set("form", FORM.into());
    set("number", record.number.into());
    set("writer", record.writer.into());
    set("name", record.project.name.as_deref().into());
    set(
        "bytes",
        Uint8Array::from(bytes_of(record).as_slice()).into(),
    );
    let talk = to_bytes(&record.talk);
    if talk.len() <= MOST_TALK {
        set("talk", Uint8Array::from(talk.as_slice()).into());
    }
    value.into()
}

/// Whether the session with the planner is short enough to be kept.
pub fn keeps(talk: &Talk) -> bool {
    to_bytes(talk).len() <= MOST_TALK
}

/// The record that the database keeps so.
pub fn from_value(value: &JsValue) -> Record {
    let part = |name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
    let number = |name: &str| part(name).as_f64().unwrap_or_default() as u32;
    let bytes = |name: &str| {
        let is_own = number("form") == FORM && !part(name).is_undefined();
        is_own.then(|| Uint8Array::new(&part(name)).to_vec())
    };
    let kept = bytes("bytes").and_then(|bytes| from_bytes(&bytes));
    let talk = bytes("talk").and_then(|bytes| from_bytes(&bytes));
    let name = part("name").as_string();
    let (project, history) = kept.unwrap_or_else(|| {
        let project = Project {
            name,
            ..Project::default()
        };
        (project, History::default())
    });
    Record {
        number: number("number"),
        writer: number("writer"),
        project,
        history,
        talk: talk.unwrap_or_default(),
    }
}

fn bytes_of(record: &Record) -> Vec<u8> {
    let mut bytes = to_bytes(&record.project);
    record.history.put(&mut bytes);
    bytes
}

/// Most bytes of a session that is kept.
const MOST_TALK: usize = 1 << 20;

/// The first of 256 letters that stand for bytes: none of them ends a line.
const FIRST_LETTER: u32 = 0x100;

/// The change as one line of text.
pub fn to_line(change: &Change) -> String {
    letters(to_bytes(change))
}

/// The bytes as one line of text.
pub fn letters(bytes: Vec<u8>) -> String {
    bytes
        .into_iter()
        .filter_map(|byte| char::from_u32(FIRST_LETTER + u32::from(byte)))
        .collect()
}

/// The change that the line is; `None` where it is none.
pub fn from_line(line: &str) -> Option<Change> {
    from_bytes(&from_letters(line)?)
}

/// The bytes that the line is; `None` where it is none.
pub fn from_letters(line: &str) -> Option<Vec<u8>> {
    let byte = |letter| u8::try_from(u32::from(letter).checked_sub(FIRST_LETTER)?).ok();
    line.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprintloom_core::backlog::Status;
    use sprintloom_core::correct::{Applied, DropRule, Executed, ToBatch, Trigger};
    use sprintloom_core::graph::LeftOut;
    use sprintloom_core::plan::{
        EffortSource, EpicOrder, Pin, RegistryRule, Strategy, UnknownFiles,
    };
    use sprintloom_core::progress::{Happening, Recorded};
    use sprintloom_core::project::{Draft, Event, Project, Scenario, Settings, Shelf};
    use sprintloom_core::source::{Document, Span};
    use sprintloom_core::workflow::tokens::Tokens;
    use sprintloom_core::workflow::{Run, RunEvent};

    /// A record with everything in it that can be kept.
    fn record() -> Record {
        let mut settings = Settings::default();
        settings.plan.strategy = Strategy::Sequential;
        settings.plan.registry = RegistryRule::Warn;
        settings.plan.epics = Some("1-2".to_owned());
        settings.session_id = Some("s".to_owned());
        let trigger = Trigger {
            reason: "user_request".to_owned(),
            current_batch_id: Some(2),
            moves: vec![ToBatch {
                story: "a".to_owned(),
                batch: 3,
            }],
            drop_rule: DropRule::Cascade,
            ..Trigger::default()
        };
        let applied = Applied {
            date: "2026-01-31".to_owned(),
            trigger: trigger.clone(),
            after: Executed {
                batches: vec![(2, vec!["a".to_owned()])],
            },
            message: "m".to_owned(),
            ..Applied::default()
        };
        let scenario = Scenario {
            name: "s".to_owned(),
            draft: Draft {
                texts: vec![Document::new("n", "t")],
                statuses: vec![("a".to_owned(), Status::Superseded)],
                trigger,
            },
        };
        let steps = vec![
            RunEvent::Started {
                story_id: "a".to_owned(),
                from: Some(2),
                to: None,
                approve: Some(18),
                at: "t".to_owned(),
            },
            RunEvent::Approved { at: String::new() },
            RunEvent::Skipped { at: String::new() },
            RunEvent::Output {
                text: "o".to_owned(),
                at: String::new(),
                tokens: Some(Tokens {
                    total: 300,
                    output: Some(1),
                }),
            },
            RunEvent::Stopped,
            RunEvent::Failed {
                reason: "r".to_owned(),
            },
        ];
        let run = Run {
            story_id: "a".to_owned(),
            origin: Some("s".to_owned()),
            events: steps,
        };
        let record = vec![Recorded {
            story: "a".to_owned(),
            what: Happening::Dropped,
            date: "2026-01-31".to_owned(),
        }];
        let events = vec![
            Event::Shelve {
                shelf: Shelf::Patterns,
                path: "p".to_owned(),
                text: Some("t".to_owned()),
            },
            Event::Shelve {
                shelf: Shelf::Drafts,
                path: "p".to_owned(),
                text: None,
            },
            Event::ChangeRecord {
                record: record.clone(),
            },
            Event::PutRun {
                run: Box::new(run.clone()),
            },
            Event::RemoveRun {
                story: "a".to_owned(),
            },
            Event::StepRun {
                story: "a".to_owned(),
                step: Box::new(RunEvent::Stopped),
            },
            Event::TakeBackStep {
                story: "a".to_owned(),
            },
            Event::ApplyCorrection {
                applied: Box::new(applied.clone()),
            },
            Event::TakeBackCorrection,
            Event::KeepScenario {
                scenario: Box::new(scenario.clone()),
            },
            Event::ForgetScenario {
                name: "s".to_owned(),
            },
            Event::PutDocuments {
                documents: vec![Document::new("a", "b\nä")],
            },
            Event::RemoveDocuments {
                paths: vec!["a".to_owned()],
            },
            Event::RenameDocument {
                from: "a".to_owned(),
                to: "b".to_owned(),
            },
            Event::EditDocument {
                path: "a".to_owned(),
                span: Span::new(1, 300),
                replacement: "x".to_owned(),
            },
            Event::ChangeSettings {
                settings: Box::default(),
            },
            Event::Rename { name: None },
            Event::Replace {
                project: Box::new(Project::default()),
            },
        ];
        let step = |label: &str, event| Step {
            label: label.to_owned(),
            event,
        };
        Record {
            project: Project {
                name: Some("n".to_owned()),
                settings,
                corrections: vec![applied],
                scenarios: vec![scenario],
                runs: vec![run],
                documents: Vec::new(),
                drafts: vec![Document::new("d", "t")],
                patterns: vec![Document::new("p", "t")],
                record,
            },
            history: History::of(
                vec![step("All", Event::Together { events })],
                vec![step("Name", Event::Rename { name: None })],
            ),
            ..Record::default()
        }
    }

    #[test]
    fn what_was_kept_in_this_form_is_read_for_ever() {
        // Where this differs, saved projects would be misread: FORM has to count up.
        let hexadecimal: String = bytes_of(&record())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!((FORM, hexadecimal.as_str()), (4, KEPT));
    }

    const KEPT: &str = "\
        01016e000301010103312d32d08603904e0000000000000000000101\
        73ac02dc0b1400010a323032362d30312d33310c757365725f726571\
        7565737400010200000000010161030103000000d08603904e000000\
        0000000001020101610000016d000001017301016e0174010161070c\
        757365725f7265717565737400010200000000010161030101016101\
        017306000161010200011201740100020004016f0001ac0201010305\
        017201016401740101700174010161020a323032362d30312d333101\
        03416c6c071210010170010174100001700011010161020a32303236\
        2d30312d33310c016101017306000161010200011201740100020004\
        016f0001ac020101030501720d01610e0161030f0161080a32303236\
        2d30312d33310c757365725f72657175657374000102000000000101\
        61030103000000d08603904e0000000000000001020101610000016d\
        0000090a017301016e0174010161070c757365725f72657175657374\
        0001020000000001016103010b01730001016104620ac3a401010161\
        020161016203016101ac0201780403000000d08603904e0000000000\
        0000000000ac02dc0b1400050006000003000000d08603904e000000\
        00000000000000ac02dc0b140000000000000001044e616d650500";

    #[test]
    fn the_project_and_its_history_come_back() {
        let (project, history): (Project, History) =
            from_bytes(&bytes_of(&record())).expect("readable");
        assert_eq!((project, history), (record().project, record().history));
    }

    #[test]
    fn every_setting_comes_back() {
        let mut all = vec![Settings::default()];
        let mut with = |change: &dyn Fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            all.push(settings);
        };
        for &value in Strategy::ALL {
            with(&|settings| settings.plan.strategy = value);
        }
        for &value in RegistryRule::ALL {
            with(&|settings| settings.plan.registry = value);
        }
        for &value in UnknownFiles::ALL {
            with(&|settings| settings.plan.unknown_files = value);
        }
        for &value in EffortSource::ALL {
            with(&|settings| settings.plan.effort = value);
        }
        for &value in EpicOrder::ALL {
            with(&|settings| settings.plan.epic_order = value);
        }
        with(&|settings| settings.plan.batch_size = 20);
        with(&|settings| settings.plan.epics = Some("epics 3 to 6 except 4".to_owned()));
        with(&|settings| (settings.plan.token_base, settings.plan.token_rate) = (1, u32::MAX));
        with(&|settings| settings.plan.batch_tokens = Some(u64::from(u32::MAX) + 1));
        with(&|settings| settings.plan.sprint_tokens = Some(0));
        with(&|settings| {
            settings.plan.pins = vec![Pin {
                story: "3-1".to_owned(),
                batch: 7,
            }];
        });
        with(&|settings| settings.session_id = Some("sprint-7".to_owned()));
        with(&|settings| settings.graph.mentioned = true);
        with(&|settings| {
            settings.prices.input_cents = 1;
            settings.prices.dated = "2026-11-21".to_owned();
        });
        with(&|settings| settings.graph.registry = Some(vec!["*.lock".to_owned()]));
        with(&|settings| {
            settings.graph.left_out = vec![LeftOut {
                dependent: "1-1".to_owned(),
                dependency: "1-2".to_owned(),
            }];
        });
        for settings in all {
            let mut record = record();
            record.project.settings = settings;
            let (kept, _): (Project, History) = from_bytes(&bytes_of(&record)).expect("readable");
            assert_eq!(kept, record.project);
        }
    }

    #[test]
    fn a_change_is_one_line_and_comes_back() {
        let change = Change::Apply(
            Event::EditDocument {
                path: "a".to_owned(),
                span: Span::new(10, 13),
                replacement: "\r\nä\u{2028}".to_owned(),
            },
            "Type".to_owned(),
        );
        let line = to_line(&change);
        assert_eq!(line.lines().count(), 1);
        assert_eq!(from_line(&line), Some(change));
        assert_eq!(from_line("{\"Apply\":[]}"), None);
    }
}
