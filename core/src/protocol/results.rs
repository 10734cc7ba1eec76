//! The results of batches, as a summary request brings them, and the summary made of them.

use super::json::Value;
use super::messages::{ErrorCode, Trouble};
use crate::backlog::{Backlog, Status, Story, StoryKey};
use crate::ordering::Table;
use crate::read::status_meant;
use crate::workflow::tokens::Tokens;
use crate::write::{push_string, push_strings};

/// How a story came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Failed,
    Open,
}

/// What is reported of one batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BatchResult {
    pub id: u32,
    pub stories: Vec<(String, Outcome)>,
    pub tokens: u64,
}

/// Reads `batch_results`: a list of `{ batch_id, stories, tokens_used }`, where `stories` are keys
/// with the batch's `status`, `{ key, status, tokens_used }`, or an object of keys and statuses;
/// or lists of keys called `done` and `failed`.
pub(super) fn batch_results(value: &Value) -> Result<Vec<BatchResult>, Trouble> {
    let wrong =
        |found: &Value| Trouble::field("batch_results", "a list of {batch_id, stories}", found);
    let one = |item: &Value| -> Result<BatchResult, Trouble> {
        let id = item.get("batch_id").or_else(|| item.get("id"));
        let id = id
            .and_then(Value::whole)
            .and_then(|id| u32::try_from(id).ok());
        let mut result = BatchResult {
            id: id.ok_or_else(|| {
                Trouble::new(
                    ErrorCode::WrongField,
                    "each of batch_results needs a batch_id",
                )
            })?,
            ..BatchResult::default()
        };
        let whole = item.get("status").and_then(Value::text).map(outcome);
        let mut of_stories = 0;
        for name in ["stories", "results", "story_results"] {
            match item.get(name) {
                None => {}
                Some(Value::List(stories)) => {
                    for story in stories {
                        of_stories += result.take(story, whole);
                    }
                }
                Some(Value::Object(fields)) => {
                    for (key, value) in fields {
                        of_stories += tokens(value);
                        let stated = value.text().map(outcome).or_else(|| stated(value));
                        let outcome = stated.or(whole).unwrap_or(Outcome::Done);
                        result.stories.push((key.clone(), outcome));
                    }
                }
                Some(other) => return Err(Trouble::field(name, "a list of stories", other)),
            }
        }
        let lists = [
            ("done", Outcome::Done),
            ("completed", Outcome::Done),
            ("completed_stories", Outcome::Done),
            ("failed", Outcome::Failed),
            ("failed_stories", Outcome::Failed),
        ];
        for (name, outcome) in lists {
            if let Some(Value::List(keys)) = item.get(name) {
                let keys = keys.iter().filter_map(Value::text);
                result
                    .stories
                    .extend(keys.map(|key| (key.to_owned(), outcome)));
            }
        }
        // The batch's own figure counts, where it gives one.
        let own = tokens(item);
        result.tokens = if own > 0 { own } else { of_stories };
        Ok(result)
    };
    match value {
        Value::List(items) => items.iter().map(one).collect(),
        other => Err(wrong(other)),
    }
}

impl BatchResult {
    /// Takes one element of a list of stories; gives its tokens.
    fn take(&mut self, story: &Value, whole: Option<Outcome>) -> u64 {
        let key = match story {
            Value::Text(key) => Some(key.as_str()),
            _ => ["key", "story", "story_key", "story_id", "id"]
                .iter()
                .find_map(|name| story.get(name)?.text()),
        };
        if let Some(key) = key {
            let outcome = stated(story).or(whole).unwrap_or(Outcome::Done);
            self.stories.push((key.to_owned(), outcome));
        }
        tokens(story)
    }
}

/// The status that an object says.
fn stated(value: &Value) -> Option<Outcome> {
    let mut words = ["status", "result", "outcome"]
        .iter()
        .filter_map(|name| value.get(name)?.text());
    words.next().map(outcome)
}

fn outcome(word: &str) -> Outcome {
    let lower = word.trim().to_ascii_lowercase();
    if ["fail", "error", "block", "abort"]
        .iter()
        .any(|sign| lower.contains(sign))
    {
        return Outcome::Failed;
    }
    let success = matches!(lower.as_str(), "success" | "ok" | "succeeded");
    match status_meant(&lower) {
        Some(Status::Done) => Outcome::Done,
        _ if success => Outcome::Done,
        _ => Outcome::Open,
    }
}

fn tokens(value: &Value) -> u64 {
    let found = value.get("tokens_used").or_else(|| value.get("tokens"));
    let number = found.and_then(|found| {
        let written = || Tokens::parse(found.text()?).map(|tokens| i64::from(tokens.total) * 1000);
        found.whole().or_else(written)
    });
    number
        .and_then(|number| u64::try_from(number).ok())
        .unwrap_or(0)
}

/// One correction, for the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CorrectionMade {
    pub reason: &'static str,
    pub batch: u32,
    pub reordered: usize,
    pub dropped: Vec<String>,
    pub added: Vec<String>,
}

/// What a summary is made of.
pub(super) struct Summary<'a> {
    pub session_id: &'a str,
    pub backlog: &'a Backlog,
    /// The batches as they were sent.
    pub batches: &'a [(u32, Vec<String>)],
    pub results: &'a [BatchResult],
    pub corrections: &'a [CorrectionMade],
    pub plans: u32,
}

impl Summary<'_> {
    /// The message as text, and what does not fit the plan, as sentences.
    pub fn write(&self) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let outcomes: Table<String, Outcome> = Table::new(
            // The last word on a story counts.
            (self.results.iter().rev())
                .flat_map(|batch| batch.stories.iter().rev())
                .map(|(key, outcome)| (self.known(key), *outcome)),
        );
        let planned: Vec<String> = (self.batches.iter())
            .flat_map(|(_, keys)| keys.iter().map(|key| loose(key)))
            .collect();
        for (key, _) in self.results.iter().flat_map(|batch| &batch.stories) {
            if !planned.contains(&self.known(key)) {
                notes.push(format!(
                    "{key} is in no batch that was sent; it is left out"
                ));
            }
        }
        for batch in self.results {
            if !self.batches.iter().any(|(id, _)| *id == batch.id) {
                notes.push(format!("batch {} was never sent", batch.id));
            }
        }
        let mut out = String::from("{\n  \"msg_type\": \"SPRINT_SUMMARY\",\n  \"session_id\": ");
        push_string(&mut out, self.session_id);
        out.push_str(",\n  \"batches\": [");
        let (mut done, mut failed, mut open, mut tokens, mut complexity) = (0, 0, 0, 0, 0);
        let mut begun = 0;
        for (at, (id, keys)) in self.batches.iter().enumerate() {
            let of = |wanted: Outcome| -> Vec<&str> {
                let outcome = |key: &&String| outcomes.get(&loose(key)).copied();
                let keys = keys.iter();
                keys.filter(|key| outcome(key).unwrap_or(Outcome::Open) == wanted)
                    .map(String::as_str)
                    .collect()
            };
            let own = self.results.iter().filter(|batch| batch.id == *id);
            let used: u64 = own.clone().map(|batch| batch.tokens).sum();
            begun += usize::from(own.count() > 0);
            let lists = [of(Outcome::Done), of(Outcome::Failed), of(Outcome::Open)];
            out.push_str(if at > 0 { ",\n    " } else { "\n    " });
            out.push_str(&format!("{{ \"batch_id\": {id}"));
            for (name, list) in ["done", "failed", "open"].iter().zip(&lists) {
                out.push_str(&format!(", \"{name}\": "));
                push_strings(&mut out, list.iter().copied());
            }
            let [ok, bad, left] = &lists;
            let heavy = ok.iter().map(|key| self.complexity(key)).sum::<u64>();
            out.push_str(&format!(
                ", \"complexity_done\": {heavy}, \"tokens\": {used} }}"
            ));
            done += ok.len();
            failed += bad.len();
            open += left.len();
            tokens += used;
            complexity += heavy;
        }
        out.push_str(if self.batches.is_empty() {
            "]"
        } else {
            "\n  ]"
        });
        out.push_str(&format!(
            ",\n  \"total\": {{ \"planned\": {}, \"done\": {done}, \"failed\": {failed}, \"open\": {open}, \"tokens\": {tokens} }}",
            done + failed + open
        ));
        out.push_str(&format!(
            ",\n  \"velocity\": {{ \"stories_per_batch\": {}, \"complexity_done\": {complexity}, \"complexity_per_batch\": {}, \"tokens_per_story\": {} }}",
            tenths(done as u64, begun as u64),
            tenths(complexity, begun as u64),
            tokens.checked_div(done as u64).unwrap_or(0)
        ));
        out.push_str(",\n  \"corrections\": [");
        for (at, one) in self.corrections.iter().enumerate() {
            out.push_str(if at > 0 { ",\n    " } else { "\n    " });
            out.push_str(&format!(
                "{{ \"reason\": \"{}\", \"batch_id\": {}, \"stories_reordered\": {}, \"dropped_stories\": ",
                one.reason, one.batch, one.reordered
            ));
            push_strings(&mut out, one.dropped.iter().map(String::as_str));
            out.push_str(", \"added_stories\": ");
            push_strings(&mut out, one.added.iter().map(String::as_str));
            out.push_str(" }");
        }
        out.push_str(if self.corrections.is_empty() {
            "]"
        } else {
            "\n  ]"
        });
        out.push_str(&format!(",\n  \"plans_created\": {}\n}}\n", self.plans));
        (out, notes)
    }

    /// The key as batches have it: results may name a story by its key in the status file.
    fn known(&self, key: &str) -> String {
        let key = loose(key);
        let long = |story: &&Story| story.status_key.as_deref().map(loose).as_ref() == Some(&key);
        let story = self.backlog.stories.iter().find(long);
        story.map_or(key.clone(), |story| loose(story.key.as_str()))
    }

    fn complexity(&self, key: &str) -> u64 {
        let story = self.backlog.story(&StoryKey::new(key));
        story.map_or(0, |story: &Story| u64::from(story.complexity()))
    }
}

/// A key as people write it: `3.1` is `3-1`.
fn loose(key: &str) -> String {
    key.trim().to_ascii_lowercase().replace('.', "-")
}

/// A quotient with at most one decimal.
fn tenths(dividend: u64, divisor: u64) -> String {
    let tenths = (dividend.saturating_mul(20) + divisor).checked_div(divisor.saturating_mul(2));
    let tenths = tenths.unwrap_or(0);
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}
