//! Headings of an epics document: epics, stories, and what only announces a section.

use super::super::body;
use super::super::candidates::named_likewise;
use super::super::declaration::{
    Declaration, Declares, after_word, declaration, declared_as, declared_by, title,
    trailing_declaration, worded_otherwise,
};
use super::super::found::Form;
use super::super::rows::{Row, RowKind};
use super::super::words::{self, Field};
use super::super::{criteria::item_text, ids, labels, subjects};
use super::{Walk, is_anchor, is_user_story};
use crate::backlog::{Epic, StoryKey, Target};
use crate::source::Place;
use crate::source::marks::{Marked, Signs, marks};

impl Walk<'_> {
    pub(super) fn heading(&mut self, at: usize, row: Row<'_>, level: u8) {
        self.aside = false;
        self.heading = Some(at);
        self.in_story_list = labels::is_one_of(row.body, &words::STORY_LISTS);
        let declared = declaration(row.body)
            .or_else(|| {
                let found = trailing_declaration(row.body)?;
                // A bare id may only say what the section is about.
                let meant = found.worded || (self.matches_epic(&found.id) && !self.has_stories());
                meant.then_some(found)
            })
            .or_else(|| self.worded_otherwise(row.body, level))
            .or_else(|| self.epic_otherwise(at, row.body, level))
            .or_else(|| self.epic_by_letter(at, row.body, level));
        let Some(found) = declared else {
            let field = labels::heading(row.body).map(|(field, _)| field);
            self.aside = matches!(field, Some(Field::Dependencies(..) | Field::Ignored));
            let own = field.is_some() && level > self.heading_level;
            if field.is_none() {
                self.heading_level = level;
            }
            if self.story_level.is_some_and(|story| {
                (level < story && !(own && story == 7)) || (level == story && field.is_none())
            }) {
                self.story_level = None;
            }
            if level <= self.epic_level && self.epic_level > 0 && field.is_none() {
                self.epic = self.whole.clone();
                self.epic_level = 0;
            }
            if field.is_none() && level > 1 && self.story_level.is_none() {
                self.title_only(at, row.body, Form::Title);
            }
            return;
        };
        self.heading_level = level;
        if found.link.is_some_and(is_anchor) {
            return;
        }
        let found = self.lettered_epic(at, level, found);
        match found.declares {
            Declares::Epic => self.epic_heading(at, row, level, &found),
            Declares::Story => {
                let own = self.matches_epic(&found.id);
                let firm = found.worded
                    || own
                    || found.id.is_flat() && (found.separated || is_user_story(&found.id));
                if firm {
                    self.story_level = Some(level);
                } else if self.story_level.is_some_and(|story| level <= story) {
                    self.story_level = None;
                }
                let end = self.end_of_heading(at, level);
                self.candidate(at, end, &found, Form::Heading, firm);
            }
        }
    }

    /// "Ticket 3.1: …" under Epic 3, in a document whose headings declare no "Story".
    fn worded_otherwise<'t>(&mut self, body: &'t str, level: u8) -> Option<Declaration<'t>> {
        if self.epic.is_none() {
            return self.ticket(body);
        }
        if level <= self.epic_level {
            return None;
        }
        let found = worded_otherwise(body).filter(|found| self.matches_epic(&found.id))?;
        (!self.has_stories()).then_some(found)
    }

    /// "Ticket 3.1: …" in a document without epics, one of several.
    fn ticket<'t>(&mut self, body: &'t str) -> Option<Declaration<'t>> {
        let is_ticket = |body: &str| after_word(body, &words::TICKETS).is_some();
        if !is_ticket(body) {
            return None;
        }
        let found = worded_otherwise(body)?;
        let headings = self.rows.iter().filter(|row| row.heading().is_some());
        let tickets = headings.filter(|row| is_ticket(row.body)).take(2).count();
        let several = tickets == 2 && !self.has_epic_headings() && !self.has_stories();
        several.then_some(Declaration {
            worded: true,
            ..found
        })
    }

    /// "**Ticket 3.1: …**" under Epic 3, on a line or as a list item, in such a document.
    pub(super) fn bold_otherwise<'t>(&mut self, row: &Row<'t>) -> Option<Declaration<'t>> {
        let within = self.story_level.is_some_and(|level| level < 7);
        let ticked = matches!(row.kind, RowKind::Item { check: Some(_), .. }) && row.indent == 0;
        let marked = ticked || row.body.starts_with("**");
        if within || !marked || !row.signs.has(Signs::DIGIT) {
            return None;
        }
        self.epic.as_ref()?;
        let found = worded_otherwise(row.body).filter(|found| self.matches_epic(&found.id))?;
        (!self.has_headed && !self.has_stories() || !ticked && !self.has_stories()).then_some(found)
    }

    /// "Phase 3: T", in a document without epics, over "Story 3.1" or "Task 3.1".
    fn epic_otherwise<'t>(
        &mut self,
        at: usize,
        body: &'t str,
        level: u8,
    ) -> Option<Declaration<'t>> {
        if self.whole.is_some() || level > 3 {
            return None;
        }
        let found = declared_by(body, words::EPIC_LIKE)?;
        let has_epics = self.has_epic_headings();
        if has_epics {
            return None;
        }
        let id = found.id.as_epic();
        let numbered_so = self.has_below(at, level, |row| {
            let found = declaration(row.body);
            let listed = matches!(row.kind, RowKind::Item { check: Some(_), .. });
            let found = found.filter(|found| found.worded || found.id.says_story() || listed);
            let story = found.or_else(|| worded_otherwise(row.body));
            story.is_some_and(|it| it.id.epic_of_story().as_ref() == Some(&id))
        });
        numbered_so.then_some(found)
    }

    /// "M1: T" over "M1-S1".
    fn epic_by_letter<'t>(&self, at: usize, body: &'t str, level: u8) -> Option<Declaration<'t>> {
        let (id, _) = ids::parse(body).filter(|(id, _)| id.is_flat() && id.prefix.len() == 1)?;
        let found = declared_as(body, id)?;
        let epic = found.id.as_epic();
        let numbered_so = self.has_below(at, level, |row| {
            let story = declaration(row.body).filter(|it| it.id.says_story());
            story.is_some_and(|it| it.id.epic_of_story().as_ref() == Some(&epic))
        });
        numbered_so.then_some(found)
    }

    /// "E1 — T" over "E1-US01" or "US-E1-01" is an epic.
    fn lettered_epic<'t>(&self, at: usize, level: u8, found: Declaration<'t>) -> Declaration<'t> {
        if found.worded || !found.separated || !found.id.is_lettered_epic() {
            return found;
        }
        let id = found.id.clone().without_epic_letters();
        let epic = id.as_epic();
        let numbered_so = self.has_below(at, level, |row| {
            let story = declaration(row.body).filter(|it| it.declares == Declares::Story);
            story.is_some_and(|it| it.id.epic_of_story().as_ref() == Some(&epic))
        });
        if !numbered_so {
            return found;
        }
        Declaration {
            declares: Declares::Epic,
            id,
            worded: true,
            ..found
        }
    }

    /// Whether a heading, an item or a bold line below a heading, up to the next of its level, is
    /// such a one.
    fn has_below(&self, at: usize, level: u8, is: impl Fn(&Row<'_>) -> bool) -> bool {
        let below = self.rows.iter().skip(at + 1);
        let mut below = below.take_while(|row| row.heading().is_none_or(|next| next > level));
        below.any(|row| {
            let marked = row.heading().is_some() || row.is_item() || row.body.starts_with("**");
            marked && is(row)
        })
    }

    /// Whether any heading declares an epic.
    pub(super) fn has_epic_headings(&mut self) -> bool {
        let rows = self.rows;
        *self.has_epics.get_or_insert_with(|| {
            let mut headings = rows.iter().filter(|row| row.heading().is_some());
            headings
                .any(|row| declaration(row.body).is_some_and(|it| it.declares == Declares::Epic))
        })
    }

    /// Whether a heading or a bold line declares a "Story". In lists they are named as well.
    pub(super) fn has_stories(&mut self) -> bool {
        let rows = self.rows;
        *self.has_stories.get_or_insert_with(|| {
            rows.iter().any(|row| {
                let heading = row.heading().is_some();
                let marked = heading || (row.kind == RowKind::Text && row.body.starts_with("**"));
                marked
                    && declaration(row.body).is_some_and(|found| {
                        found.worded
                            && (heading || found.separated)
                            && found.declares == Declares::Story
                    })
            })
        })
    }

    pub(super) fn epic_heading(
        &mut self,
        at: usize,
        row: Row<'_>,
        level: u8,
        found: &Declaration<'_>,
    ) {
        let id = found.id.as_epic();
        self.epic = Some(id.clone());
        self.epic_level = level;
        self.story_level = None;
        let (title, _) = title(found.rest);
        let end = self.end_of_epic(at, level);
        let head = self.rows.get(at + 1..end).unwrap_or(&[]);
        let mut facts = body::facts(head, self.path, None);
        named_likewise(&mut facts.dependencies, row.body, |id| {
            id.is_local().then(|| Target::Epic(id.as_epic()))
        });
        let own = Target::Epic(id.clone());
        subjects::settle(&mut facts.dependencies, &own, None);
        // "Story 1.1 first, then 1.2" in Epic 1: an order within it.
        for dependency in &mut facts.dependencies {
            let within = |key: &StoryKey| {
                let after = key.as_str().strip_prefix(id.as_str());
                after.is_some_and(|rest| rest.starts_with('-'))
            };
            dependency.targets.retain(|target| {
                !matches!(target, Target::Story(key) | Target::Range(key, _) if within(key))
            });
        }
        facts.dependencies.retain(|one| !one.targets.is_empty());
        let goal = facts.goal.or_else(|| first_paragraph(head));
        let place = Place::new(self.path, row.line.number, row.span());
        match self
            .epic_index
            .get(&id)
            .and_then(|&known| self.out.epics.get_mut(known))
        {
            // List and body: the body says more, the list stands first.
            Some(epic) => epic.join(title, goal, facts.dependencies),
            None => {
                let mut epic = Epic::new(id.clone(), title);
                epic.goal = goal;
                epic.declared = Some(place);
                epic.dependencies = facts.dependencies;
                self.epic_index.insert(id, self.out.epics.len());
                self.out.epics.push(epic);
            }
        }
    }
}

fn first_paragraph(rows: &[Row<'_>]) -> Option<String> {
    rows.iter()
        .take(12)
        .find(|row| {
            let quoted = row.line.text.trim_start().starts_with('>');
            let announces = row.body.ends_with_one(marks![':', '：']);
            row.kind == RowKind::Text && !quoted && !announces && row.label.is_none()
        })
        .map(|row| item_text(row.body))
}
