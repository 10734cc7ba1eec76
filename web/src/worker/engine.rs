//! Answers requests. Knows nothing of workers or messages, so that it is tested natively.

use sprintloom_core::project::{Derived, Project, Readings, derive};
use sprintloom_core::workflow::RunState;
use sprintloom_core::write::{batch_plan_ready, plan_return_value, state_md, story_folder};

use super::session::Session;
use crate::wire::{self, Answer, Change, ExportTexts, Index, Request, Response, Wants};

/// The worker's copy of the project and what it derived from it.
#[derive(Debug, Default)]
pub struct Engine {
    project: Project,
    readings: Readings,
    kept: Option<(Derived, Index)>,
    session: Session,
}

impl Engine {
    /// Applies the request's change and gives what it wants.
    pub fn answer(&mut self, request: Request) -> Response {
        let changed = match request.change {
            Change::Nothing => self.kept.is_none(),
            Change::Load(project) => {
                self.project = *project;
                true
            }
            Change::Apply(events) => {
                for event in events {
                    if self.project.apply(event).is_err() {
                        return Response::OutOfStep;
                    }
                }
                true
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
        } = request.wants;
        Response::Answer(Box::new(Answer {
            number: request.number,
            revision: request.revision,
            snapshot: changed.then(|| wire::snapshot(derived, index, settings)),
            graph: graph.then(|| wire::graph_view(derived, index)),
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
            story: story.and_then(|key| wire::story_detail(derived, index, &self.project, &key)),
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
    use sprintloom_core::project::Event;
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
                graph: true,
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
}
