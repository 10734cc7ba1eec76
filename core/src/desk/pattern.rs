//! Patterns: stories that come up again and again, with fields to fill. The built-in ones and the
//! users' own are Markdown in one form, read by one reader:
//!
//! ```text
//! # Container deployment
//! Group: infrastructure
//! Owner: DevOps
//! Fields:
//! - service: what is shipped (checkout-api)
//!
//! ## Ship {{service}} as one image
//! As an operator, I want …, so that ….
//! - Given …, when …, then …
//! - [ ] Write the build (AC: 1)
//! Risks:
//! - …
//! ```

use super::draft::{Draft, Keys, Needed};
use super::pattern_reader::Reader;
use super::placeholder::{placeholder, replace};
use crate::backlog::{EpicId, StoryKey, StoryKind};
use crate::source::letters::Lowercase;
use crate::source::lines;

/// The patterns that Sprintloom brings along.
pub const BUILT_IN: &str = include_str!("patterns.md");

/// Under which action of the desk a pattern is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Infrastructure stories.
    Infrastructure,
    /// Migration planning.
    Migration,
    /// Operational stories.
    Operations,
    /// Complex platforms: several tenants, marketplaces.
    Platform,
    /// The user's own.
    Own,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Group; 5] = [
        Group::Infrastructure,
        Group::Migration,
        Group::Operations,
        Group::Platform,
        Group::Own,
    ];

    /// The word in a pattern's text.
    pub fn as_str(self) -> &'static str {
        match self {
            Group::Infrastructure => "infrastructure",
            Group::Migration => "migration",
            Group::Operations => "operations",
            Group::Platform => "platform",
            Group::Own => "own",
        }
    }

    pub(super) fn kind(self) -> StoryKind {
        match self {
            Group::Infrastructure => StoryKind::Infrastructure,
            Group::Migration => StoryKind::Migration,
            Group::Operations => StoryKind::Operational,
            Group::Platform | Group::Own => StoryKind::Feature,
        }
    }
}

/// A field of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, as in `{{name}}`.
    pub name: String,
    /// What to write there.
    pub hint: String,
    /// An example.
    pub example: String,
}

/// One story of a pattern, its fields not yet filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryTemplate {
    /// What the draft will be; the key and the epic are missing.
    pub draft: Draft,
    /// It waits for the story before it.
    pub after_previous: bool,
}

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its name in lower case with dashes, as it is called for: `container-deployment`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it is found.
    pub group: Group,
    /// Its fields.
    pub parameters: Vec<Parameter>,
    /// Its stories, in the order in which they give value.
    pub stories: Vec<StoryTemplate>,
}

/// What is wrong with the text of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: u32,
    /// What is the matter and what to do, as a sentence.
    pub message: String,
}

/// Why a pattern cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A value is given for a field that the pattern does not have.
    #[error("{pattern} has no field “{field}”; it has {known}")]
    UnknownField {
        /// Name of the pattern.
        pattern: String,
        /// The field.
        field: String,
        /// Its fields, as a list.
        known: String,
    },
}

/// The drafts of a filled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// One for each story.
    pub drafts: Vec<Draft>,
    /// Fields without a value: placeholders of the drafts.
    pub missing: Vec<String>,
}

/// The patterns in a text, and what is wrong with it. What can be used is.
pub fn patterns(text: &str) -> (Vec<Pattern>, Vec<Problem>) {
    let mut reader = Reader::default();
    for line in lines(text) {
        reader.line(line.number, line.text.trim_end());
    }
    reader.finish()
}

/// The drafts of a pattern with these values (name, value); empty values count as missing.
///
/// # Errors
/// When a value is for a field that the pattern does not have.
pub fn fill(
    pattern: &Pattern,
    values: &[(String, String)],
    epic: &EpicId,
    keys: &mut Keys<'_>,
) -> Result<Filled, PatternError> {
    let same = |a: &str, b: &str| a.trim().lowercase() == b.trim().lowercase();
    let known = |name: &str| {
        let mut all = pattern.parameters.iter();
        all.any(|parameter| same(&parameter.name, name))
    };
    if let Some((field, _)) = values.iter().find(|(name, _)| !known(name)) {
        let names: Vec<String> = pattern.parameters.iter().map(|p| p.name.clone()).collect();
        return Err(PatternError::UnknownField {
            pattern: pattern.title.clone(),
            field: field.clone(),
            known: crate::progress::and_list(&names),
        });
    }
    let given = |name: &str| {
        let found = values.iter().find(|(known, _)| same(known, name))?;
        let value = found.1.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let value = |name: &str| -> Option<String> {
        given(name).or_else(|| {
            let mut all = pattern.parameters.iter();
            let parameter = all.find(|parameter| same(&parameter.name, name))?;
            Some(placeholder(&parameter.name, &parameter.hint))
        })
    };
    let all = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| replace(text, &value)).collect()
    };
    let mut drafts: Vec<Draft> = Vec::new();
    let mut previous: Option<StoryKey> = None;
    for story in &pattern.stories {
        let from = &story.draft;
        let key = keys.next(epic);
        let needs = previous.take().filter(|_| story.after_previous);
        drafts.push(Draft {
            key: Some(key.clone()),
            epic: Some(epic.clone()),
            title: replace(&from.title, &value),
            kind: from.kind,
            role: replace(&from.role, &value),
            want: replace(&from.want, &value),
            benefit: replace(&from.benefit, &value),
            tongue: from.tongue,
            criteria: all(&from.criteria),
            tasks: all(&from.tasks),
            guidance: all(&from.guidance),
            risks: all(&from.risks),
            rollback: all(&from.rollback),
            files: Vec::new(),
            needs: needs
                .map(|key| Needed { key, guess: None })
                .into_iter()
                .collect(),
            owner: from.owner.clone(),
            source: vec![format!("Pattern: {}", pattern.title)],
        });
        previous = Some(key);
    }
    let missing = pattern.parameters.iter().map(|parameter| &parameter.name);
    Ok(Filled {
        drafts,
        missing: missing
            .filter(|name| given(name).is_none())
            .cloned()
            .collect(),
    })
}
