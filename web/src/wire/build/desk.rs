//! What the views Stories and Progress show, and what the desk makes when asked.

use sprintloom_core::backlog::{EpicId, Status, Story, StoryKey};
use sprintloom_core::correct::agreed_batches;
use sprintloom_core::desk::{
    self, Check, Draft, Keys, Pattern, Readiness, Verdict, fill, from_epic, patterns,
};
use sprintloom_core::graph;
use sprintloom_core::progress::{
    self, Day, Group, Need, Recorded, SprintToday, Standing, StatusCounts,
};
use sprintloom_core::project::{Derived, Project, Readings, Shelf, accept, spent};
use sprintloom_core::read;
use sprintloom_core::source::{Document, DocumentKind};
use sprintloom_core::write;

use super::{Index, small};
use crate::wire::desk::{
    BlockerRow, CheckRow, CheckedRow, DeskAnswer, DeskAsk, DeskFile, DeskView, DraftRow, LetterRow,
    NeedRow, PatternRow, PointRow, ProgressView, StoryCheck, TallyRow,
};

/// Steps of the sequence of work that are shown.
const STEPS: usize = 12;

fn standing(derived: &Derived) -> Standing<'_> {
    Standing {
        backlog: &derived.backlog,
        graph: &derived.graph,
        plan: derived.plan.as_ref().ok(),
    }
}

/// What the view Stories shows; `selected` is a story's key, `built_in` the text of the patterns that
/// Sprintloom brings along.
pub fn desk_view(
    built_in: &str,
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    selected: Option<&str>,
) -> DeskView {
    let standing = standing(derived);
    let next = progress::next_action(&standing);
    let (all, problems) = library(built_in, project);
    let open = derived.backlog.stories.iter().enumerate();
    let stories = open
        .filter(|(_, story)| story.status.is_pending())
        .map(|(at, story)| checked_row(&check(project, &standing, derived, at, story)))
        .collect();
    let selected = selected.and_then(|key| {
        let key = StoryKey::new(key);
        let at = derived.backlog.stories.iter().position(|s| s.key == key)?;
        story_check(project, derived, at)
    });
    let sequence = progress::sequence(&standing, &derived.settings).into_iter();
    DeskView {
        next: (next.sentence, next.story.map(small)),
        sequence: sequence
            .take(STEPS)
            .map(|step| (small(step.story), step.batch, step.because))
            .collect(),
        patterns: all.iter().map(pattern_row).collect(),
        drafts: draft_rows(project, readings, derived),
        stories,
        selected,
        problems,
    }
}

/// The built-in patterns and the user's own; one of his takes the place of a built-in of its name.
fn library(built_in: &str, project: &Project) -> (Vec<Pattern>, Vec<(String, u32, String)>) {
    let (mut all, _) = patterns(built_in);
    let mut problems = Vec::new();
    for document in project.shelf(Shelf::Patterns) {
        let (own, found) = patterns(&document.text);
        all.retain(|known| own.iter().all(|one| one.id != known.id));
        all.extend(own);
        let found = found.into_iter();
        problems.extend(found.map(|one| (document.path.clone(), one.line, one.message)));
    }
    (all, problems)
}

fn pattern_row(pattern: &Pattern) -> PatternRow {
    let fields = pattern.parameters.iter();
    let titles = pattern.stories.iter();
    PatternRow {
        id: pattern.id.clone(),
        title: pattern.title.clone(),
        group: pattern.group.as_str().to_owned(),
        fields: fields
            .map(|one| (one.name.clone(), one.hint.clone(), one.example.clone()))
            .collect(),
        stories: titles.map(|one| one.draft.title.clone()).collect(),
    }
}

fn check(
    project: &Project,
    standing: &Standing<'_>,
    derived: &Derived,
    at: usize,
    story: &Story,
) -> Check {
    let own = own_text(project, derived, story);
    desk::check(standing, &derived.diagnostics, at, own)
}

/// The text of the story's own file.
fn own_text<'a>(project: &'a Project, derived: &Derived, story: &Story) -> Option<&'a str> {
    let mut places = story.declared.iter().chain(&story.also_declared);
    places.find_map(|place| {
        let mut rows = derived.backlog.documents.iter();
        let own = rows.any(|row| *row.path == *place.path && row.kind == DocumentKind::Story);
        let document = project.document(&place.path).filter(|_| own)?;
        Some(document.text.as_str())
    })
}

fn readiness(of: Readiness) -> u16 {
    match of {
        Readiness::Ready => 0,
        Readiness::NeedsRevision => 1,
        Readiness::Blocked => 2,
    }
}

fn verdict(of: Verdict) -> u16 {
    match of {
        Verdict::Yes => 0,
        Verdict::Doubtful => 1,
        Verdict::No => 2,
    }
}

fn check_row(check: &Check) -> CheckRow {
    let letters = check.letters.iter().map(|one| LetterRow {
        name: one.name().to_owned(),
        verdict: verdict(one.verdict),
        evidence: one.evidence.clone(),
        hint: one.hint.to_owned(),
    });
    let items = check.items.iter();
    CheckRow {
        readiness: readiness(check.readiness),
        letters: letters.collect(),
        items: items
            .map(|one| {
                (
                    one.name.to_owned(),
                    readiness(one.state),
                    one.evidence.clone(),
                )
            })
            .collect(),
    }
}

fn checked_row(check: &Check) -> CheckedRow {
    let open = check
        .items
        .iter()
        .filter(|one| one.state != Readiness::Ready);
    let why: Vec<&str> = open.map(|one| one.evidence.as_str()).collect();
    CheckedRow {
        story: small(check.story),
        letters: check
            .letters
            .iter()
            .map(|one| verdict(one.verdict))
            .collect(),
        readiness: readiness(check.readiness),
        why: why.join(" "),
    }
}

fn story_check(project: &Project, derived: &Derived, at: usize) -> Option<StoryCheck> {
    let story = derived.backlog.stories.get(at)?;
    let standing = standing(derived);
    let check = check(project, &standing, derived, at, story);
    let needs = progress::prerequisites(&standing, at);
    let needs = needs.into_iter().map(|need| {
        let holds = need.holds();
        let (story, name) = match need.need {
            Need::Story(at) => (Some(small(at)), String::new()),
            Need::External(name) => (None, name),
        };
        NeedRow {
            story,
            name,
            met: need.met,
            holds,
        }
    });
    let held = progress::held_up(&standing, at);
    let route = desk::route(story, check.readiness);
    Some(StoryCheck {
        story: small(at),
        needs: needs.collect(),
        holds_up: held.into_iter().map(small).collect(),
        route: format!("{}, {}", route.as_str(), route.purpose()),
        note: write::handoff_note(&standing, &check),
        check: check_row(&check),
    })
}

/// The drafts, checked among the project's stories.
fn draft_rows(project: &Project, readings: &Readings, derived: &Derived) -> Vec<DraftRow> {
    let drafts = project.shelf(Shelf::Drafts);
    if drafts.is_empty() {
        return Vec::new();
    }
    let own: Vec<read::Reading> = drafts.iter().map(read::document).collect();
    let (backlog, mut diagnostics) = readings.joined_with(&own);
    let (graph, found) = graph::build(&backlog, &project.settings.graph);
    diagnostics.extend(found);
    let standing = Standing {
        backlog: &backlog,
        graph: &graph,
        plan: None,
    };
    let rows = drafts.iter().map(|draft| {
        let path = draft.path.clone();
        let at = backlog.stories.iter().position(|story| {
            let mut places = story.declared.iter().chain(&story.also_declared);
            places.any(|place| *place.path == *path)
        });
        let refused = accept(project, &derived.backlog, std::slice::from_ref(&path));
        let story = at.and_then(|at| backlog.stories.get(at));
        DraftRow {
            key: story.map(|story| story.key.to_string()).unwrap_or_default(),
            title: story.map(|story| story.title.clone()).unwrap_or_default(),
            refused: refused.err().map(|error| error.to_string()),
            check: at.map_or_else(CheckRow::default, |at| {
                let found = desk::check(&standing, &diagnostics, at, Some(&draft.text));
                check_row(&found)
            }),
            path,
        }
    });
    rows.collect()
}

/// What the desk makes when asked.
pub fn desk_answer(
    ask: &DeskAsk,
    built_in: &str,
    project: &Project,
    derived: &Derived,
) -> DeskAnswer {
    let backlog = &derived.backlog;
    let drafted = project.shelf(Shelf::Drafts).iter().flat_map(|draft| {
        let (own, _) = read::documents(std::slice::from_ref(draft));
        own.stories.into_iter().map(|story| story.key)
    });
    let mut keys = Keys::beside(backlog, drafted);
    let no = |why: String| DeskAnswer::No(why);
    match ask {
        DeskAsk::Epic(epic) => {
            match from_epic(&project.documents, backlog, &EpicId::new(epic), &mut keys) {
                Ok(found) => {
                    let skipped = found.skipped.into_iter();
                    let notes = skipped.map(|one| format!("“{}”: {}", one.text, one.reason));
                    DeskAnswer::Drafts(files(&found.drafts), notes.collect())
                }
                Err(error) => no(error.to_string()),
            }
        }
        DeskAsk::Pattern(id, epic, values) => {
            let (all, _) = library(built_in, project);
            let Some(pattern) = all.iter().find(|one| one.id == *id) else {
                return no("This pattern is not there any more.".to_owned());
            };
            match fill(pattern, values, &EpicId::new(epic), &mut keys) {
                // What is left open was said at the fields.
                Ok(filled) => DeskAnswer::Drafts(files(&filled.drafts), Vec::new()),
                Err(error) => no(error.to_string()),
            }
        }
        DeskAsk::Accept(paths) => match accept(project, backlog, paths) {
            Ok(event) => DeskAnswer::Accepted(event),
            Err(error) => no(error.to_string()),
        },
        DeskAsk::Write(file, date) => file_of(*file, date, project, derived),
    }
}

fn files(drafts: &[Draft]) -> Vec<Document> {
    drafts
        .iter()
        .map(|draft| write::story_file(draft, ""))
        .collect()
}

fn file_of(file: DeskFile, date: &str, project: &Project, derived: &Derived) -> DeskAnswer {
    let standing = standing(derived);
    let backlog = &derived.backlog;
    let of = |stories: &mut dyn Iterator<Item = usize>| -> Vec<Check> {
        let found = stories.filter_map(|at| Some((at, backlog.stories.get(at)?)));
        found
            .map(|(at, story)| check(project, &standing, derived, at, story))
            .collect()
    };
    let open = || {
        let all = backlog.stories.iter().enumerate();
        of(&mut all
            .filter(|(_, story)| story.status.is_pending())
            .map(|(at, _)| at))
    };
    let (name, text) = match file {
        DeskFile::Invest => ("invest.md", write::invest_table(backlog, &open())),
        DeskFile::Checklist => ("checklist.md", write::checklist_report(backlog, &open())),
        DeskFile::Handoff => {
            let batches = derived.plan.iter().flat_map(|plan| &plan.batches);
            let notes: Vec<String> = batches
                .map(|batch| {
                    let checks = of(&mut batch.stories.iter().copied());
                    write::handoff_batch(&standing, batch.id as usize, &checks)
                })
                .collect();
            ("handoff.md", notes.join("\n"))
        }
        DeskFile::Blockers => {
            let found = progress::blockers(&standing, &derived.diagnostics, &derived.stopped());
            ("blockers.md", write::blocker_list(backlog, &found))
        }
        DeskFile::Report => {
            let today = today(project, derived, date);
            let text = write::sprint_report(backlog, date, &today, &spending(project, derived));
            ("sprint-report.md", text)
        }
    };
    DeskAnswer::File(name.to_owned(), text)
}

fn today(project: &Project, derived: &Derived, date: &str) -> SprintToday {
    SprintToday::new(
        &standing(derived),
        &derived.settings,
        &derived.diagnostics,
        &derived.stopped(),
        &project.record,
        &agreed_batches(&project.corrections),
        Day::parse(date),
    )
}

fn spending(project: &Project, derived: &Derived) -> write::Spending {
    let batches = derived.plan.iter().flat_map(|plan| &plan.batches);
    write::Spending {
        used: u64::from(spent(&derived.runs, &project.settings.prices).0) * 1_000,
        left: batches.map(|batch| batch.tokens).sum(),
        budget: project.settings.plan.sprint_tokens,
        prices: project.settings.prices.clone(),
    }
}

/// What the view Progress shows on this day.
pub fn progress_view(
    project: &Project,
    derived: &Derived,
    index: &Index,
    date: &str,
) -> ProgressView {
    let found = today(project, derived, date);
    let course = &found.course;
    let points = course.points.iter().map(|point| PointRow {
        day: (point.day.0, point.day.to_string()),
        stories: (point.done.stories, point.scope.stories),
        complexity: (point.done.complexity, point.scope.complexity),
        dropped: point.dropped.stories,
    });
    let ends = [course.forecast.early, course.forecast.late];
    let weeks = course.weeks.iter().map(|week| {
        let done = week.done;
        (week.monday.to_string(), done.stories, done.complexity)
    });
    let epics = found.epics.iter().map(|epic| TallyRow {
        name: match epic.title.as_str() {
            "" => format!("Epic {}", epic.epic),
            title => format!("{} {title}", epic.epic),
        },
        counts: counts(&epic.counts),
        note: epic
            .sentence()
            .unwrap_or_else(|| epic.stands.as_str().to_owned()),
    });
    let batches = found.batches.iter().map(|batch| TallyRow {
        name: match batch.group {
            Group::Before => "Finished before this plan".to_owned(),
            Group::Batch(id) => format!("Batch {id}"),
            Group::Outside => "In no batch: not planned".to_owned(),
        },
        counts: counts(&batch.counts),
        note: batch.note(),
    });
    let blockers = found.blockers.iter().map(|one| BlockerRow {
        kind: one.kind.as_str().to_owned(),
        story: one.story.map(small),
        sentence: one.sentence.clone(),
        way_out: one.way_out.clone(),
        owner: (
            one.kind.owner().to_owned(),
            one.kind.escalation().to_owned(),
        ),
        holds: one.holds.iter().copied().map(small).collect(),
        spot: one.place.as_ref().and_then(|place| index.spot(place)),
    });
    let problems = found.problems.iter();
    ProgressView {
        next: (found.next.sentence.clone(), found.next.story.map(small)),
        points: points.collect(),
        forecast: course.forecast.sentence.clone(),
        ends: ends.into_iter().flatten().map(|day| day.0).collect(),
        weeks: weeks.collect(),
        velocity: found.velocity.sentence(),
        epics: epics.collect(),
        batches: batches.collect(),
        blockers: blockers.collect(),
        spending: spending(project, derived).sentence(),
        problems: problems
            .map(|one| (small(one.at), one.message.clone()))
            .collect(),
        undated: course.undated.iter().copied().map(small).collect(),
    }
}

fn counts(of: &StatusCounts) -> Vec<u32> {
    let order = [
        Status::Done,
        Status::Review,
        Status::InProgress,
        Status::ReadyForDev,
        Status::Backlog,
        Status::Blocked,
    ];
    order.iter().map(|status| of.count(*status)).collect()
}

/// What has happened to stories since the last derivation, and when by what their runs say. Where
/// there is no day, the page knows it.
pub fn happened(
    before: Option<&[(StoryKey, Status)]>,
    project: &Project,
    after: &Derived,
) -> Vec<Recorded> {
    let mut found = match before {
        Some(before) => progress::happened(before, &after.backlog, ""),
        None => Vec::new(),
    };
    for one in after.finished(&project.record) {
        found.retain(|other| other.story != one.story || other.what != one.what);
        found.push(one);
    }
    found
}

/// Whether what is found for planning stays as it was after this event.
pub fn keeps_plan(event: &sprintloom_core::project::Event) -> bool {
    use sprintloom_core::project::Event;
    match event {
        Event::Shelve { .. } | Event::ChangeRecord { .. } => true,
        Event::Together { events } => !events.is_empty() && events.iter().all(keeps_plan),
        _ => false,
    }
}
