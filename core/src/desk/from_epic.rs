//! Drafts from an epic: its requirements, its bullets, its goal, each as one story.

use super::draft::{Draft, Keys, Needed};
use super::goal;
use super::guesses::{self, likeness, subjects};
use super::placeholder::placeholder;
use super::sections::{is_aside, is_goal, is_note, is_wanted};
use super::unit::Unit;
use super::wording::files_in;
use crate::backlog::{Backlog, EpicId, Status, Story, Strength, Target};
use crate::ordering::Table;
use crate::read::{
    EpicLine, Requirement, epic_text, requirement_ids, requirements, title_in_heading,
};
use crate::source::Document;

/// The drafts, and what was left out and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FromEpic {
    /// One for each thing that the epic wants and no story has.
    pub drafts: Vec<Draft>,
    /// What has a story already or says too little.
    pub skipped: Vec<Skipped>,
}

/// Something that the epic names and that became no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The words.
    pub text: String,
    /// Why, as a sentence.
    pub reason: String,
}

/// Why there is nothing to draft from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDrafts {
    /// No such epic.
    #[error("there is no epic {epic}; there are {known}")]
    UnknownEpic {
        /// What was asked for.
        epic: String,
        /// The epics that there are.
        known: String,
    },
    /// Nothing is written of it.
    #[error(
        "epic {0} has no text to draft from: write its goal, its requirements (“FRs covered: FR1”) or a list of what it brings"
    )]
    NoText(String),
}

/// At most so many drafts of one epic at once: more is a plan for people to divide.
const MOST: usize = 40;

/// One draft for each requirement, bullet or goal of the epic that has no story yet.
///
/// # Errors
/// When there is no such epic, or nothing is written of it.
pub fn from_epic(
    documents: &[Document],
    backlog: &Backlog,
    epic: &EpicId,
    keys: &mut Keys<'_>,
) -> Result<FromEpic, NoDrafts> {
    let Some(known) = backlog.epic(epic) else {
        let names: Vec<String> = backlog.epics.iter().map(|e| e.id.to_string()).collect();
        return Err(NoDrafts::UnknownEpic {
            epic: epic.to_string(),
            known: if names.is_empty() {
                "none".to_owned()
            } else {
                crate::progress::and_list(&names)
            },
        });
    };
    let lines = epic_text(documents, epic, known.declared.as_ref());
    let stated = requirements(documents);
    let stories: Vec<&Story> = backlog
        .stories
        .iter()
        .filter(|story| story.epic == *epic)
        .collect();
    let long = |text: &String| text.split_whitespace().count() >= 3 || !text.is_ascii();
    let whole = |text: String| {
        // The model keeps its first line; the paragraph goes on.
        let mut longer = lines.iter().map(|line| &line.text);
        longer
            .find(|line| line.starts_with(text.as_str()))
            .cloned()
            .unwrap_or(text)
    };
    let goal = known.goal.clone().filter(long).map(whole);
    let goal = goal
        .filter(|text| !text.ends_with(':'))
        .or_else(|| goal_of(&lines));
    let mut wanted = wanted(&stated, &lines);
    if wanted.is_empty()
        && stories.is_empty()
        && let Some(goal) = &goal
    {
        let parts = goal::parts(goal);
        let is_whole = parts.len() < 2;
        let is_goal = true;
        wanted.extend(parts.into_iter().map(|text| Wanted {
            text,
            source: format!("Epic {epic}: its goal"),
            is_whole,
            is_goal,
            ..Wanted::default()
        }));
    }
    if wanted.is_empty() && goal.is_none() && stories.is_empty() {
        return Err(NoDrafts::NoText(epic.to_string()));
    }
    let role = usual_role(&stories).or_else(|| {
        let all: Vec<&Story> = backlog.stories.iter().collect();
        usual_role(&all)
    });
    let covered = covered(documents, &stories);
    let notes = notes(&lines, &stated);
    let mut found = FromEpic::default();
    for one in wanted {
        if let Some(reason) = has_story(&one, &stories, &covered, &found.drafts) {
            found.skipped.push(Skipped {
                text: one.text,
                reason,
            });
            continue;
        }
        if found.drafts.len() >= MOST {
            found.skipped.push(Skipped {
                text: one.text,
                reason: format!("There are {MOST} drafts already: divide the epic first."),
            });
            continue;
        }
        let (is_goal, text) = (one.is_goal, one.text.clone());
        let unit = Unit::of(&one.text, one.lead.as_deref(), role.as_deref());
        let draft = draft(
            unit,
            one,
            known.dependencies.as_slice(),
            // What the goal itself says is no reason for it.
            goal.as_deref().filter(|_| !is_goal),
            &notes,
        );
        let title = title_in_heading(draft.title.trim_end_matches(['#', '|', ' ']));
        if title.is_empty() {
            found.skipped.push(Skipped {
                text,
                reason: "It says nothing that a title could be made of.".to_owned(),
            });
            continue;
        }
        found.drafts.push(Draft {
            key: Some(keys.next(epic)),
            epic: Some(epic.clone()),
            // What closes a heading, or stands between its number and its words, is no part of it.
            title,
            ..draft
        });
    }
    guesses::guess(&mut found.drafts, &stories);
    Ok(found)
}

/// Something that the epic wants.
#[derive(Debug, Clone, Default)]
struct Wanted {
    /// The id of a requirement.
    id: Option<String>,
    text: String,
    lead: Option<String>,
    /// What stands below it.
    points: Vec<String>,
    source: String,
    /// It is all that is written of the epic.
    is_whole: bool,
    /// It is, or was a part of, the epic's goal.
    is_goal: bool,
}

/// The text of a requirement: as the document that names it says, else one in its folder, else any.
fn requirement<'a>(stated: &'a [Requirement], id: &str, path: &str) -> Option<&'a str> {
    let folder = |path: &'a str| path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut all: Vec<&Requirement> = stated.iter().filter(|one| one.id == id).collect();
    crate::ordering::sort_by(&mut all, |a, b| {
        let rank = |one: &&'a Requirement| (one.path != path, folder(&one.path) != own);
        rank(a).cmp(&rank(b))
    });
    all.first().map(|one| one.text.as_str())
}

fn wanted(stated: &[Requirement], lines: &[EpicLine]) -> Vec<Wanted> {
    let mut found: Vec<Wanted> = Vec::new();
    // The requirements it covers come first: they are what was agreed.
    for line in lines {
        let covers = line.under.contains("fr") || line.under.contains("requirement");
        let negative = line.under.contains("nfr") || line.under.contains("non-functional");
        if !covers || negative {
            continue;
        }
        for id in requirement_ids(&line.text) {
            let text = requirement(stated, &id, &line.place.path);
            if let Some(text) = text
                && id.starts_with('F')
                && !found.iter().any(|one| one.id.as_ref() == Some(&id))
            {
                found.push(Wanted {
                    source: format!(
                        "{id}: {text} ({}, line {})",
                        line.place.path, line.place.line
                    ),
                    id: Some(id),
                    text: text.to_owned(),
                    ..Wanted::default()
                });
            }
        }
    }
    for line in lines {
        if !line.item || !is_wanted(&line.under) || !requirement_ids(&line.text).is_empty() {
            continue;
        }
        if line.nested {
            if let Some(last) = found.last_mut().filter(|last| last.id.is_none()) {
                last.points.push(line.text.clone());
            }
            continue;
        }
        let enough = line.text.split_whitespace().count() >= 2 || !line.text.is_ascii();
        let twice = found
            .iter()
            .any(|one| one.text == line.text || likeness(&one.text, &line.text) >= 75);
        if enough && !twice && !is_aside(&line.text) {
            found.push(Wanted {
                text: line.text.clone(),
                lead: line.lead.clone(),
                source: format!("{}, line {}", line.place.path, line.place.line),
                ..Wanted::default()
            });
        }
    }
    found
}

/// What the epic is for: the line under a label for it, or its first paragraph.
fn goal_of(lines: &[EpicLine]) -> Option<String> {
    let labelled = lines.iter().find(|line| !line.item && is_goal(&line.under));
    let first = || {
        lines
            .iter()
            .find(|line| !line.item && line.under.is_empty())
    };
    let text = &labelled.or_else(first)?.text;
    (text.split_whitespace().count() >= 3 && !text.ends_with(':')).then(|| text.clone())
}

fn notes(lines: &[EpicLine], stated: &[Requirement]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if text.split_whitespace().count() >= 3 && !found.contains(&text) {
            found.push(text);
        }
    };
    for line in lines {
        let ids = requirement_ids(&line.text);
        // A list of ids says nothing by itself: what they ask for does.
        for id in ids.iter().filter(|id| id.starts_with('N')) {
            if let Some(text) = requirement(stated, id, &line.place.path) {
                add(format!("{id}: {text}"));
            }
        }
        let mut words = line.text.split_whitespace();
        let only_ids = words.all(|word| word.contains(|c: char| c.is_ascii_digit()));
        if is_note(&line.under) && !only_ids {
            add(line.text.clone());
        }
    }
    found
}

/// The requirements that the epic's stories name, with the story.
fn covered(documents: &[Document], stories: &[&Story]) -> Table<String, String> {
    let mut found: Vec<(String, String)> = Vec::new();
    for story in stories {
        let mut texts: Vec<&str> = story
            .acceptance_criteria
            .iter()
            .map(|c| c.text.as_str())
            .collect();
        texts.push(&story.title);
        for place in story.declared.iter().chain(&story.also_declared) {
            // The lines of the story up to the next heading of a story: what it says it implements.
            let document = documents.iter().find(|one| *one.path == *place.path);
            let rest = document.and_then(|one| one.text.get(place.span.end..));
            let end = rest.and_then(|rest| rest.find("Story ")).unwrap_or(2000);
            if let Some(own) = rest.and_then(|rest| head(rest, end.min(4000))) {
                texts.push(own);
            }
        }
        for id in texts.iter().flat_map(|text| requirement_ids(text)) {
            found.push((id, story.key.to_string()));
        }
    }
    Table::new(found)
}

fn head(text: &str, bytes: usize) -> Option<&str> {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end)
}

/// Why a thing that is wanted needs no draft.
fn has_story(
    one: &Wanted,
    stories: &[&Story],
    covered: &Table<String, String>,
    drafts: &[Draft],
) -> Option<String> {
    if let Some(story) = one.id.as_ref().and_then(|id| covered.get(id.as_str())) {
        return Some(format!("Story {story} names it."));
    }
    let title = one.lead.as_deref().unwrap_or(&one.text);
    let like = |story: &&&Story| {
        let want = story.statement.want.as_deref().unwrap_or("");
        story.status != Status::Dropped
            && (crate::read::slug(&story.title) == crate::read::slug(title)
                || likeness(&one.text, &format!("{} {want}", story.title)) >= 67)
    };
    if let Some(story) = stories.iter().find(like) {
        return Some(format!("Story {} is about the same.", story.key));
    }
    drafts
        .iter()
        .find(|draft| likeness(&one.text, &format!("{} {}", draft.title, draft.want)) >= 80)
        .map(|draft| format!("The draft “{}” is about the same.", draft.title))
}

/// Who the stories are for, where one role stands out.
fn usual_role(stories: &[&Story]) -> Option<String> {
    let roles: Vec<&str> = stories
        .iter()
        .filter_map(|story| story.statement.role.as_deref())
        .filter(|role| !role.contains("developer"))
        .collect();
    let count = |role: &str| roles.iter().filter(|one| **one == role).count();
    let first = roles
        .iter()
        .enumerate()
        .max_by(|a, b| count(a.1).cmp(&count(b.1)).then(b.0.cmp(&a.0)));
    let (_, role) = first?;
    // What stands in brackets explains who it is.
    let short = role.split(" (").next().unwrap_or(role);
    (count(role) * 2 >= roles.len()).then(|| short.to_owned())
}

fn draft(
    unit: Unit,
    one: Wanted,
    dependencies: &[crate::backlog::DependencyRef],
    goal: Option<&str>,
    notes: &[String],
) -> Draft {
    let about = subjects(&format!("{} {}", unit.title, one.text));
    let related = |note: &&String| {
        subjects(note)
            .iter()
            .any(|word| about.contains(word.as_str()))
    };
    let mut guidance: Vec<String> = notes.iter().filter(related).take(5).cloned().collect();
    if guidance.is_empty() {
        let plain = notes.iter().filter(|note| !note.starts_with("NFR"));
        guidance = plain.take(2).cloned().collect();
    }
    let mut files: Vec<String> = Vec::new();
    for text in std::iter::once(&one.text).chain(&one.points) {
        for path in files_in(text) {
            if !files.contains(&path) {
                files.push(path);
            }
        }
    }
    if one.is_whole {
        guidance.insert(0, goal::question());
    }
    let criteria = unit.criteria(&one.points);
    let numbers: Vec<String> = (1..=criteria.len()).map(|at| at.to_string()).collect();
    let last = numbers.len();
    let most = numbers
        .get(..last.saturating_sub(1))
        .unwrap_or(&[])
        .join(", ");
    let build = match (unit.doing.as_str(), unit.tongue.is_english()) {
        ("", _) => format!(
            "Build {}",
            unit.want.strip_prefix("the system to ").map_or_else(
                || unit.want.clone(),
                |rest| format!("what lets the system {rest}"),
            )
        ),
        (doing, true) => format!("Build what it takes to {}", unit.in_short(doing)),
        (doing, false) => format!("Build: {doing}"),
    };
    let needs = dependencies
        .iter()
        .filter(|dependency| dependency.strength == Strength::Hard && !dependency.satisfied)
        .flat_map(|dependency| &dependency.targets)
        .filter_map(|target| match target {
            Target::Story(key) => Some(Needed {
                key: key.clone(),
                guess: None,
            }),
            _ => None,
        })
        .collect();
    let hint = match goal {
        Some(goal) => format!(
            "what is it good for? The goal is “{}”",
            goal.replace('"', "")
        ),
        None => "what is it good for?".to_owned(),
    };
    Draft {
        key: None,
        epic: None,
        kind: crate::read::story_kind_of_title(&unit.title),
        role: unit
            .role
            .unwrap_or_else(|| placeholder("role", "who is this for?")),
        want: unit.want,
        benefit: unit
            .benefit
            .unwrap_or_else(|| placeholder("benefit", &hint)),
        title: unit.title,
        tongue: unit.tongue,
        criteria,
        tasks: vec![
            format!("{build} (AC: {most})"),
            format!("Say what went wrong and leave everything as it was (AC: {last})"),
            format!("Test every criterion (AC: {})", numbers.join(", ")),
        ],
        guidance,
        risks: Vec::new(),
        rollback: Vec::new(),
        files,
        needs,
        owner: None,
        source: vec![one.source],
    }
}
