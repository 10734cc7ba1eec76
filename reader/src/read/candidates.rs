//! From the candidate lines of a document to its stories: facts, and one story for each key.

use super::body::{self, Facts};
use super::declaration::{after_word, declaration, title};
use super::epics::{Candidate, MOST_NAMESAKES, Outline, Walk, capitalised};
use super::found::{Form, StoryFound};
use super::ids::Id;
use super::rows::{Row, RowKind};
use super::statement::Statement;
use super::titles::{is_unlike, titles_agree};
use super::words;
use crate::backlog::{DependencyRef, EpicId, Status, Story, StoryKey, Target};
use crate::ordering::Table;
use crate::source::marks::{Marked, marks};
use crate::source::words::{WordList, find};
use crate::source::{Code, Diagnostic, Place, Span};

/// Labels of a title that stands below its heading.
const TITLE_LABELS: WordList = WordList::new(&[
    "title", "titel", "titre", "título", "titolo", "name", "标题", "제목",
]);

impl Walk<'_> {
    /// The stories of all candidates.
    pub(super) fn finish(mut self) -> Outline {
        self.order_epics();
        let candidates = std::mem::take(&mut self.candidates);
        let mut stories: Vec<StoryFound> = Vec::new();
        let mut by_key: Table<String, Vec<usize>> = Table::default();
        for candidate in candidates {
            self.misplaced(&candidate);
            let found = self.found(candidate);
            if found.id.is_none() {
                stories.push(found);
                continue;
            }
            let same = by_key.or_insert_with(found.key.as_str().to_owned(), Default::default);
            match same.iter().copied().take(MOST_NAMESAKES).find(|&at| {
                stories
                    .get(at)
                    .is_some_and(|known| one_story(known, &found))
            }) {
                Some(at) => {
                    if let Some(known) = stories.get_mut(at) {
                        absorb(known, found);
                    }
                }
                None => {
                    same.push(stories.len());
                    stories.push(found);
                }
            }
        }
        self.out.stories = stories;
        self.out
    }

    fn found(&self, candidate: Candidate) -> StoryFound {
        let Candidate {
            row,
            end,
            id,
            title,
            mark,
            form,
            firm,
            under,
            cells,
        } = candidate;
        let mut facts = cells;
        let context = id
            .as_ref()
            .and_then(Id::epic_of_story)
            .or_else(|| under.clone());
        if end > row + 1 {
            let below = self.rows.get(row + 1..end).unwrap_or(&[]);
            let statement = std::mem::take(&mut facts.statement);
            let (effort, priority) = (facts.effort.take(), facts.priority.take());
            facts = body::facts(below, self.path, context.as_ref());
            facts.effort = facts.effort.or(effort);
            facts.priority = facts.priority.or(priority);
            if facts.statement.want.is_none() {
                facts.statement = statement;
            }
        }
        // "Story 2" with a label "ID: E90-S02" is story 90-2.
        let labelled = facts.id.as_deref().and_then(super::story_file::id_of);
        let id = match id {
            Some(id) if id.is_local() => Some(labelled.unwrap_or(id)),
            id => id,
        };
        let epic = id
            .as_ref()
            .and_then(Id::epic_of_story)
            .or_else(|| under.clone())
            .unwrap_or_else(|| fallback_epic(id.as_ref()));
        let key = match &id {
            Some(id) => id.story_key(under.as_ref()),
            None => StoryKey::new(&title),
        };
        super::chains::drop_own(&mut facts, &key);
        let own = Target::Story(key.clone());
        super::subjects::settle(&mut facts.dependencies, &own, context.as_ref());
        if let Some(row) = self.rows.get(row) {
            let body = row.body.trim_start_of(marks!['*']);
            if row.heading().is_some() || body.len() < row.body.len() {
                named_likewise(&mut facts.dependencies, body, |id| {
                    id.split()?;
                    Some(Target::Story(id.story_key(None)))
                });
            }
        }
        // "Story 1.1: As a pilot, I want …"
        if facts.statement.want.is_none() && !title.is_empty() {
            let mut statement = Statement::default();
            statement.line(&title);
            facts.statement = statement.finish();
        }
        // "US-AUTH-01" alone, over "As a pilot, I want …".
        let title = match &facts.statement.want {
            Some(want) if title.is_empty() => capitalised(want),
            _ => title,
        };
        let title = match title.is_empty() {
            true => self.title_below(row, end).unwrap_or_default(),
            false => title,
        };
        let title_span = self.rows.get(row).and_then(|row| written(row, &title));
        let mut story = Story::new(key.clone(), title, epic);
        story.declared = self
            .rows
            .get(row)
            .map(|row| Place::new(self.path, row.line.number, row.span()));
        let weight = facts.weight();
        let status_word = apply(&mut story, facts, mark);
        let id_span = id.as_ref().zip(self.rows.get(row)).and_then(|(id, row)| {
            let at = find(row.line.text, &id.text)?;
            row.line.span_of(row.line.text.get(at..at + id.text.len())?)
        });
        StoryFound {
            id,
            key,
            story,
            form,
            firm,
            weight,
            stem: None,
            has_status: status_word.is_some(),
            status_word,
            title_span,
            id_span,
        }
    }

    /// The title that stands on the first line below a heading with none: "**Pay by card**", "**Title:**
    /// Pay by card".
    fn title_below(&self, at: usize, end: usize) -> Option<String> {
        let below = self.rows.get(at + 1..end)?;
        let row = below.iter().find(|row| !row.is_blank())?;
        if row.kind != RowKind::Text && !row.is_item() {
            return None;
        }
        let text = row.body.trim_of(marks!['*', '_', ' ']);
        let labelled = after_word(text, &TITLE_LABELS);
        let labelled = labelled.map(|rest| rest.trim_start_of(marks!['*', '_', ' ']));
        let labelled = labelled.and_then(|rest| rest.strip_start_of(marks![':', '：']));
        let bold = || {
            let inner = row.body.strip_prefix("**")?.strip_suffix("**")?;
            let whole = !inner.contains("**") && !inner.ends_with_one(marks![':', '：']);
            let plain = row.label.is_none_or(|label| label.field.is_none());
            (whole && plain && declaration(inner).is_none()).then_some(inner)
        };
        let (title, _) = title(labelled.or_else(bold)?);
        (title.len() <= 160).then_some(title)
    }

    /// "Story 3.2" below "Epic 2": the number counts, and the author may want to know.
    fn misplaced(&mut self, candidate: &Candidate) {
        let own = candidate.id.as_ref().and_then(Id::epic_of_story);
        let (Some(own), Some(under)) = (own, &candidate.under) else {
            return;
        };
        // "Story 1.2.1" stands under Epic 1, in its feature 1.2.
        let within = own.as_str().strip_prefix(under.as_str());
        let heading = candidate.firm
            && within.is_none_or(|rest| !rest.starts_with('.'))
            && candidate.form == Form::Heading
            && self.epic_index.contains_key(under);
        if !heading
            || candidate
                .id
                .as_ref()
                .is_some_and(|id| self.is_under(id, under))
        {
            return;
        }
        let message = format!(
            "This story is numbered for epic {own}, but stands under epic {under}; the number counts."
        );
        let place = self
            .rows
            .get(candidate.row)
            .map(|row| Place::new(self.path, row.line.number, row.span()));
        self.out
            .diagnostics
            .push(Diagnostic::new(Code::MisplacedStory, place, message));
    }
}

/// "Task 1.1" as a dependency of "Task 1.2: T", or "Phase 1" as one of "Phase 2: T", is what is headed
/// so, and `meant` by its id.
pub(super) fn named_likewise(
    dependencies: &mut [DependencyRef],
    heading: &str,
    meant: fn(&Id) -> Option<Target>,
) {
    if dependencies.is_empty() || declaration(heading).is_some() {
        return;
    }
    let end = heading.find(|c: char| !c.is_alphabetic()).unwrap_or(0);
    let Some(word) = heading.get(..end).filter(|word| !word.is_empty()) else {
        return;
    };
    let one = |part: &str| {
        let (id, rest) = super::ids::parse(part.trim().strip_prefix(word)?.trim_start())?;
        let whole = rest.is_empty() || rest.starts_with(" (") || rest.starts_with(" comple");
        meant(&id).filter(|_| whole)
    };
    for dependency in dependencies {
        if let [Target::External(text)] = dependency.targets.as_slice()
            && let Some(named) = text.split(',').map(one).collect()
        {
            dependency.targets = named;
        }
    }
}

/// Where `text` is written in a row, if it is written there as it is.
pub(super) fn written(row: &Row<'_>, text: &str) -> Option<Span> {
    let line = row.line;
    let at = find(line.text, text)?;
    line.span_of(line.text.get(at..at + text.len())?)
}

/// Fills `story` from what its text says; the status word, where one was among it (empty for a
/// mark).
pub(super) fn apply(story: &mut Story, facts: Facts, mark: Option<Status>) -> Option<String> {
    story.statement = facts.statement;
    story.acceptance_criteria = facts.criteria;
    story.tasks = facts.tasks;
    story.dependencies = facts.dependencies;
    story.scopes = facts.scopes;
    story.priority = facts.priority;
    story.effort = facts.effort;
    story.kind = super::values::kind(facts.kind.as_deref(), &story.title);
    let written = facts.status.and_then(|(word, place)| {
        words::status(&word).map(|(status, legal)| (status, legal, word, place))
    });
    match (written, mark) {
        (_, Some(dropped @ (Status::Dropped | Status::Superseded))) => {
            story.status = dropped;
            story.status_place = story.declared.clone();
            Some(String::new())
        }
        (Some((status, legal, word, place)), _) => {
            story.status = status;
            story.status_text = (!legal).then(|| word.clone());
            story.status_place = Some(place);
            Some(word)
        }
        (None, Some(status)) => {
            story.status = status;
            story.status_place = story.declared.clone();
            Some(String::new())
        }
        (None, None) => None,
    }
}

/// Whether two declarations of one key in one document are of one story.
fn one_story(known: &StoryFound, next: &StoryFound) -> bool {
    // Of titles of one word only two headings tell that they mean two things.
    let headings = known.form == Form::Heading && next.form == Form::Heading;
    let unlike = || headings && is_unlike(&known.story.title, &next.story.title);
    let agree = known.story.title.is_empty()
        || next.story.title.is_empty()
        || (titles_agree(&known.story.title, &next.story.title) && !unlike());
    // A row of a table or list that says little is a mention of the one declared elsewhere.
    let slight =
        |found: &StoryFound| !found.firm || (found.form <= Form::Item && found.weight == 0);
    agree
        || (slight(known) != slight(next))
        || (slight(known) && slight(next) && known.firm != next.firm)
}

/// Takes into `known` what another declaration of the same story says.
fn absorb(known: &mut StoryFound, mut next: StoryFound) {
    let better = (next.firm, next.form, next.weight) > (known.firm, known.form, known.weight);
    if better {
        std::mem::swap(known, &mut next);
    }
    if next.story.title.is_empty() || titles_agree(&known.story.title, &next.story.title) {
        let take_status = next.has_status && !known.has_status;
        known.has_status |= next.has_status;
        super::merge::fill(&mut known.story, next.story, take_status);
    }
}

/// Adds stories that a document lists as data to those that its text declares.
pub(super) fn add_listed(stories: &mut Vec<StoryFound>, listed: Vec<StoryFound>) {
    for found in listed {
        let mut known = stories.iter_mut();
        match known.find(|known| known.key == found.key && one_story(known, &found)) {
            Some(known) => absorb(known, found),
            None => stories.push(found),
        }
    }
}

/// The epic of a story that stands under none: its letters, or `0`.
pub(super) fn fallback_epic(id: Option<&Id>) -> EpicId {
    match id {
        Some(id) if id.is_flat() => {
            let letters = id
                .text
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
            EpicId::new(if letters.is_empty() {
                &id.text
            } else {
                letters
            })
        }
        _ => EpicId::new("0"),
    }
}
