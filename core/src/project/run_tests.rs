use super::*;
use crate::source::Document;
use crate::workflow::tokens::Tokens;
use crate::workflow::{Outcome, RunEvent};
use crate::write::state_md;

const EPICS: &str = "\
## Epic 1: Accounts

### Story 1.1: Sign up
### Story 1.2: Sign in

**Depends on:** Story 1.1

### Story 1.3: Sign out
";
const STATUS: &str = "\
# kept: 'as it is'
development_status:
  epic-1: backlog   # the first
  1-1-sign-up: backlog
  1-2-sign-in: backlog # waits
  1-3-sign-out: backlog
";

struct Sprint {
    project: Project,
    history: History,
    readings: Readings,
}

impl Sprint {
    fn new(documents: &[(&str, &str)]) -> Self {
        let mut project = Project::default();
        let documents = documents
            .iter()
            .map(|(path, text)| Document::new(*path, *text));
        let documents = documents.collect();
        project
            .apply(Event::PutDocuments { documents })
            .expect("fits");
        Self {
            project,
            history: History::default(),
            readings: Readings::default(),
        }
    }

    fn derived(&mut self) -> Derived {
        derive(&self.project, &mut self.readings)
    }

    fn event(&mut self, stories: &[&str], step: &RunEvent) -> Result<Event, RunError> {
        let derived = self.derived();
        let stories: Vec<String> = stories.iter().map(|story| (*story).to_owned()).collect();
        run_stories(&self.project, &self.readings, &derived, &stories, step)
    }

    fn step(&mut self, stories: &[&str], step: &RunEvent) {
        let event = self.event(stories, step).expect("it can be done");
        self.history
            .apply(&mut self.project, event, "Run")
            .expect("it fits");
    }

    fn says(&mut self, story: &str, text: &str) {
        self.step(&[story], &output(text));
    }

    fn status_file(&self) -> &str {
        let file = self.project.document("sprint-status.yaml");
        file.map_or("", |document| document.text.as_str())
    }

    fn outcome(&mut self, story: &str) -> Option<Outcome> {
        let runs = self.derived().runs;
        let run = runs.into_iter().find(|run| run.story_id == story)?;
        Some(run.run.state?.outcome())
    }
}

fn started(from: Option<u8>) -> RunEvent {
    RunEvent::Started {
        story_id: String::new(),
        from,
        to: None,
        approve: None,
        at: "then".to_owned(),
    }
}

fn output(text: &str) -> RunEvent {
    RunEvent::Output {
        text: text.to_owned(),
        at: "now".to_owned(),
        tokens: Some(Tokens::thousands(10)),
    }
}

const SIGNALS: [&str; 5] = [
    "PM COMPLETE",
    "ELAB PASS",
    "DOCUMENTATION COMPLETE",
    "CODE REVIEW PASS",
    "QA PASS",
];

fn sprint() -> Sprint {
    Sprint::new(&[("epics.md", EPICS), ("sprint-status.yaml", STATUS)])
}

#[test]
fn finished_phases_move_the_story_and_its_epic_and_touch_nothing_else() {
    let mut sprint = sprint();
    sprint.step(&["1.1"], &started(None));
    assert_eq!(sprint.status_file(), STATUS);
    let words = ["backlog", "in-progress", "review", "review", "done"];
    for (signal, word) in SIGNALS.into_iter().zip(words) {
        sprint.says("1-1", signal);
        let epic = if word == "backlog" {
            "backlog"
        } else {
            "in-progress"
        };
        let expected = STATUS
            .replace("epic-1: backlog", &format!("epic-1: {epic}"))
            .replace("sign-up: backlog", &format!("sign-up: {word}"));
        assert_eq!(sprint.status_file(), expected, "after {signal}");
    }
    assert_eq!(sprint.outcome("1-1"), Some(Outcome::Finished));
    // Each of them is one step back, status file and all.
    for _ in 0..6 {
        assert!(sprint.history.undo(&mut sprint.project).is_some());
    }
    assert_eq!(sprint.status_file(), STATUS);
    assert_eq!(sprint.project.runs, []);
    while sprint.history.redo(&mut sprint.project).is_some() {}
    assert!(sprint.status_file().contains("1-1-sign-up: done"));
}

#[test]
fn the_last_story_of_an_epic_rolls_it_up() {
    let mut sprint = sprint();
    let all = ["1-1", "1-2", "1-3"];
    sprint.step(&all, &started(Some(5)));
    assert_eq!(
        sprint.history.steps().0.len(),
        1,
        "a batch starts in one step"
    );
    assert_eq!(sprint.status_file().matches(": review").count(), 3);
    for story in all {
        sprint.says(story, "QA PASS");
    }
    assert!(sprint.status_file().contains("epic-1: done   # the first"));
}

#[test]
fn a_failure_keeps_the_status_and_names_the_story_as_stopped() {
    let mut sprint = sprint();
    sprint.step(&["1-1"], &started(Some(4)));
    sprint.says("1-1", "CODE REVIEW FAIL");
    assert!(sprint.status_file().contains("1-1-sign-up: review"));
    let derived = sprint.derived();
    assert_eq!(derived.stopped().len(), 1);
    assert_eq!(
        derived.stopped()[0].reason,
        "CODE REVIEW FAIL, needs dev fix"
    );
    // Implementing again does not lower it.
    sprint.step(&["1-1"], &started(Some(3)));
    assert!(sprint.status_file().contains("1-1-sign-up: review"));
    assert_eq!(sprint.derived().stopped(), []);
}

#[test]
fn a_story_without_a_status_file_has_its_own_line_changed() {
    let story = "# Story 1.1: Sign up\n\nStatus: backlog\n\n## Acceptance Criteria\n\n1. One\n";
    let mut sprint = Sprint::new(&[("1-1-sign-up.md", story)]);
    sprint.step(&["1-1"], &started(Some(3)));
    let text = sprint
        .project
        .document("1-1-sign-up.md")
        .map(|d| d.text.as_str());
    assert_eq!(text, Some(story.replace("backlog", "in-progress").as_str()));
}

#[test]
fn what_cannot_be_done_changes_nothing_and_says_why() {
    let mut sprint = sprint();
    for (stories, step, message) in [
        (
            vec!["9-9"],
            started(None),
            "SETUP FAILED: Story not found: 9-9",
        ),
        (
            vec!["1-1"],
            output("PM COMPLETE"),
            "1-1: no run was started for this story",
        ),
        (
            vec!["1-1"],
            started(Some(7)),
            "1-1: invalid phase range 7 to 6: --from must not be above --to, both 1 to 6",
        ),
        (
            vec!["1-1", "9-9"],
            started(None),
            "SETUP FAILED: Story not found: 9-9",
        ),
    ] {
        let error = sprint.event(&stories, &step).expect_err(message);
        assert_eq!(error.to_string(), message);
    }
    sprint.step(&["1-1"], &started(None));
    sprint.says("1-1", "PM COMPLETE");
    let before = sprint.project.clone();
    let again = sprint
        .event(&["1-1"], &output("PM COMPLETE"))
        .expect_err("twice");
    assert!(
        again.to_string().contains("which is complete already"),
        "{again}"
    );
    let forced = Event::StepRun {
        story: "1-1".to_owned(),
        step: Box::new(output("PM COMPLETE")),
    };
    assert!(sprint.project.apply(forced).is_err());
    assert_eq!(sprint.project, before);
}

#[test]
fn a_state_among_the_documents_is_a_run_and_goes_on() {
    let mut other = sprint();
    other.step(&["1-1"], &started(Some(3)));
    let runs = other.derived().runs;
    let state = runs[0].run.state.clone().expect("a state");
    let path = "plans/stories/1-1/_workflow/STATE.md";
    let text = state_md(&state);

    let mut sprint = Sprint::new(&[("epics.md", EPICS), (path, &text)]);
    let runs = sprint.derived().runs;
    assert_eq!(
        (runs.len(), runs[0].story, runs[0].is_kept),
        (1, Some(0), false)
    );
    sprint.says("1-1", "DOCUMENTATION COMPLETE");
    let runs = sprint.derived().runs;
    assert_eq!(
        (runs.len(), runs[0].is_kept, runs[0].differs),
        (1, true, false)
    );
    assert_eq!(sprint.outcome("1-1"), Some(Outcome::Running(4)));
    // Somebody else writes the file meanwhile.
    let newer = text.replace(
        "3_implement:\n    status: in_progress",
        "3_implement:\n    status: failed",
    );
    assert_ne!(newer, text);
    let documents = vec![Document::new(path, newer)];
    sprint
        .project
        .apply(Event::PutDocuments { documents })
        .expect("fits");
    assert!(sprint.derived().runs[0].differs);
    while sprint.history.undo(&mut sprint.project).is_some() {}
    assert_eq!(sprint.project.runs, []);
}

#[test]
fn a_damaged_state_is_a_warning_and_its_phases_come_from_the_outputs() {
    let folder = "plans/stories/1-1/_workflow";
    let state = format!("{folder}/STATE.md");
    let output = format!("{folder}/PHASE-1-OUTPUT.md");
    let mut sprint = Sprint::new(&[
        ("epics.md", EPICS),
        (&state, "```yaml\nworkflow_version: 1.0\ncurrent_phase: 2\n"),
        (&output, "### Story 9.9: not a story\n\nPM COMPLETE\n"),
    ]);
    let derived = sprint.derived();
    assert!(
        derived
            .diagnostics
            .iter()
            .any(|found| found.code.as_str() == "SL0411")
    );
    assert_eq!(
        derived.backlog.stories.len(),
        3,
        "an output declares nothing"
    );
    let state = derived.runs[0].run.state.as_ref().expect("a state");
    assert_eq!(state.story_id, "1-1");
    assert!(state.phases[0].status.is_behind());
}

#[test]
fn three_finished_runs_move_the_tokens_of_the_plan() {
    let mut sprint = sprint();
    let before = sprint.derived();
    for story in ["1-1", "1-2", "1-3"] {
        assert!(!sprint.derived().estimates.is_learned());
        sprint.step(&[story], &started(None));
        for signal in SIGNALS {
            sprint.says(story, signal);
        }
    }
    // 60,000 were estimated for each, all but nothing of it for the last phase, and 50,000 taken.
    let after = sprint.derived();
    assert!(after.estimates.is_learned());
    assert_eq!(
        after.settings.token_base,
        before.settings.token_base * 50 / 60
    );
    assert_eq!(spent(&after.runs, &sprint.project.settings.prices).0, 150);
}

#[test]
fn a_step_of_a_run_from_outside_that_fits_nowhere_comes_back_too() {
    let mut project = Project::default();
    let run = Run {
        story_id: "1-1".to_owned(),
        origin: None,
        events: vec![RunEvent::Stopped],
    };
    project
        .apply(Event::PutRun { run: Box::new(run) })
        .expect("it is put");
    let before = project.clone();
    let story = "1-1".to_owned();
    let back = project
        .apply(Event::TakeBackStep { story })
        .expect("there is one");
    assert_ne!(project, before);
    project.apply(back).expect("it fits");
    assert_eq!(project, before);
}
