//! Answers requests. Knows nothing of workers or messages, so that it is tested natively.

use sprintloom_core::backlog::{Status, StoryKey};
use sprintloom_core::layout::Shown;
use sprintloom_core::project::{Derived, Event, Project, Readings, derive};
use sprintloom_core::workflow::RunState;
use sprintloom_core::write::{
    GraphFormat, batch_plan_ready, plan_return_value, state_md, story_folder,
};

use super::session::Session;
use crate::wire::desk::{DeskPage, DeskShown};
use crate::wire::{self, Answer, Change, ExportTexts, Index, Request, Response, Wants};

/// The worker's copy of the project and what it derived from it.
#[derive(Debug, Default)]
pub struct Engine {
    project: Project,
    readings: Readings,
    kept: Option<(Derived, Index)>,
    session: Session,
    /// The stories and their statuses as they were derived last; `None` where another project
    /// has taken their place.
    statuses: Option<Vec<(StoryKey, Status)>>,
}

impl Engine {
    /// Applies the request's change and gives what it wants.
    pub fn answer(&mut self, request: Request) -> Response {
        let changed = match request.change {
            Change::Nothing => self.kept.is_none(),
            Change::Load(project) => {
                self.project = *project;
                self.statuses = None;
                true
            }
            Change::Apply(events) => {
                let keeps_plan = events.iter().all(wire::keeps_plan);
                for event in events {
                    if matches!(event, Event::Replace { .. }) {
                        self.statuses = None;
                    }
                    if self.project.apply(event).is_err() {
                        return Response::OutOfStep;
                    }
                }
                !keeps_plan || self.kept.is_none()
            }
        };
        if changed {
            self.kept = None;
        }
        let (derived, index) = self.kept.get_or_insert_with(|| {
            let derived = derive(&self.project, &mut self.readings);
            let index = Index::new(&derived);
            (derived, index)
        });
        let settings = &derived.settings;
        let mut happened = Vec::new();
        if changed {
            let stories = derived.backlog.stories.iter();
            let now = stories
                .map(|story| (story.key.clone(), story.status))
                .collect();
            let before = self.statuses.replace(now);
            happened = wire::happened(before.as_deref(), &self.project, derived);
        }
        let Wants {
            graph,
            story,
            export_at,
            panel,
            correct,
            runs,
            ask,
            today,
            script,
            desk,
        } = request.wants;
        let made = desk.as_ref().and_then(|desk| {
            let ask = desk.ask.as_ref()?;
            let made = wire::desk_answer(ask, &desk.patterns, &self.project, derived);
            Some(made)
        });
        Response::Answer(Box::new(Answer {
            number: request.number,
            revision: request.revision,
            snapshot: changed.then(|| wire::snapshot(derived, index, settings)),
            graph: graph.map(|shown| wire::graph_view(derived, index, shown)),
            export: export_at.map(|at| export(&self.project, derived, story.as_deref(), &at)),
            panel: panel.map(|panel| {
                wire::panel_rows(panel, &self.project, &self.readings, derived, index, &today)
            }),
            correct: correct.map(|wants| {
                wire::correct_view(&wants, &self.project, &self.readings, derived, index)
            }),
            runs: runs.then(|| wire::runs_view(&self.project, derived, story.as_deref())),
            said: ask.map(|(number, ask)| {
                let said = wire::said(&self.project, &self.readings, derived, &ask);
                (number, said)
            }),
            turns: script.map(|script| self.session.follow(&script, &self.project)),
            desk: desk.map(|wants| match wants.view {
                DeskPage::Stories => DeskShown::Stories(wire::desk_view(
                    &wants.patterns,
                    &self.project,
                    &self.readings,
                    derived,
                    story.as_deref(),
                )),
                DeskPage::Progress => DeskShown::Progress(wire::progress_view(
                    &self.project,
                    derived,
                    index,
                    &wants.date,
                )),
            }),
            made,
            happened,
            story: story.and_then(|key| {
                wire::story_detail(derived, index, &self.project, &self.readings, &key)
            }),
        }))
    }
}

fn export(project: &Project, derived: &Derived, story: Option<&str>, at: &str) -> ExportTexts {
    let session_id = project.settings.session_id();
    ExportTexts {
        message: derived
            .plan
            .as_ref()
            .ok()
            .map(|plan| batch_plan_ready(session_id, &derived.backlog, &derived.graph, plan)),
        return_value: plan_return_value(
            session_id,
            &derived.backlog,
            &derived.graph,
            &project.settings.plan,
            &derived.plan,
        ),
        drawings: GraphFormat::ALL
            .iter()
            .filter_map(|&format| wire::drawing(derived, format, Shown::default()))
            .collect(),
        state: story.map(|key| {
            let mut stories = derived.backlog.stories.iter();
            let place = stories.position(|story| story.key.as_str() == key);
            let known = place.and_then(|at| derived.run_of(at)?.run.state.clone());
            let run = known.unwrap_or_else(|| RunState::new(key, at, 1, 6, 0));
            (
                format!("{}/_workflow/STATE.md", story_folder(&run)),
                state_md(&run),
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprintloom_core::source::{Document, Span};

    fn request(number: u32, change: Change, wants: Wants) -> Request {
        Request {
            number,
            revision: number,
            change,
            wants,
        }
    }

    fn answered(response: Response) -> Answer {
        match response {
            Response::Answer(answer) => *answer,
            other => panic!("no answer: {other:?}"),
        }
    }

    #[test]
    fn a_snapshot_comes_with_every_change_and_only_then() {
        let mut engine = Engine::default();
        let project = Project {
            documents: vec![Document::new(
                "epics.md",
                "## Epic 1: One\n\n### Story 1.1: First\n",
            )],
            ..Project::default()
        };
        let first = answered(engine.answer(request(
            1,
            Change::Load(Box::new(project)),
            Wants::default(),
        )));
        assert_eq!(
            first.snapshot.map(|snapshot| snapshot.documents.len()),
            Some(1)
        );

        let second = answered(engine.answer(request(
            2,
            Change::Nothing,
            Wants {
                graph: Some((false, false)),
                ..Wants::default()
            },
        )));
        assert!(second.snapshot.is_none() && second.graph.is_some());
    }

    #[test]
    fn events_that_do_not_fit_ask_for_the_whole_project() {
        let stale = Event::EditDocument {
            path: "gone.md".to_owned(),
            span: Span::new(0, 1),
            replacement: String::new(),
        };
        let response =
            Engine::default().answer(request(1, Change::Apply(vec![stale]), Wants::default()));
        assert_eq!(response, Response::OutOfStep);
    }

    #[test]
    fn what_is_finished_is_noticed_once_and_drafts_plan_nothing_anew() {
        let mut engine = Engine::default();
        let text = "development_status:\n  epic-1: backlog\n  1-1-first: backlog\n";
        let project = Project {
            documents: vec![
                Document::new("epics.md", "## Epic 1: One\n\n### Story 1.1: First\n"),
                Document::new("sprint-status.yaml", text),
            ],
            ..Project::default()
        };
        let mut number = 0;
        let mut answer = |change: Change| {
            number += 1;
            answered(engine.answer(request(number, change, Wants::default())))
        };
        assert_eq!(answer(Change::Load(Box::new(project))).happened, []);
        let done = Event::EditDocument {
            path: "sprint-status.yaml".to_owned(),
            span: Span::new(text.len() - 8, text.len() - 1),
            replacement: "done".to_owned(),
        };
        let happened = answer(Change::Apply(vec![done])).happened;
        let told: Vec<&str> = happened.iter().map(|one| one.story.as_str()).collect();
        assert_eq!(told, ["1-1"]);
        let draft = Event::Shelve {
            shelf: sprintloom_core::project::Shelf::Drafts,
            path: "1-2.md".to_owned(),
            text: Some("# Story 1.2: Second\n".to_owned()),
        };
        let after = answer(Change::Apply(vec![draft]));
        assert!(after.snapshot.is_none() && after.happened.is_empty());
    }
}
