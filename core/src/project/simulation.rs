//! What a draft of a correction would lead to, before anything changes.

use super::{Derived, Draft, Event, Project, Readings, Settings, StatusError, derive, set_status};
use crate::backlog::{Backlog, Status, Story, StoryKey};
use crate::correct::{
    Applied, Correction, CorrectionError, Executed, Sprint, Trigger, correct, last_batch,
};
use crate::plan::{Plan, PlanSettings};
use crate::read;
use crate::source::Document;
use crate::write;

/// What a draft would lead to. Nothing has changed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// What follows from the project with the draft's texts and statuses in it.
    pub derived: Derived,
    /// The rest of the sprint, planned again.
    pub correction: Correction,
    /// The correction as it would be kept.
    pub applied: Applied,
    /// The event that applies it: texts, statuses and the plan in one step.
    pub event: Event,
}

/// Works out what a draft would lead to. The plan being executed is the present one of the project;
/// `derived` and `readings` are those of it. `date` is the day, as in `2026-01-31`.
///
/// # Errors
/// As [`correct`]; and where the draft's texts or statuses do not fit the project.
pub fn simulate(
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    draft: &Draft,
    date: &str,
) -> Result<Simulation, Vec<CorrectionError>> {
    let executed = match &derived.plan {
        Ok(plan) => executed(project, plan, &derived.backlog),
        Err(error) => return Err(vec![error.clone().into()]),
    };
    let mut step = Step {
        project: project.clone(),
        events: Vec::new(),
    };
    let mut trigger = draft.trigger.clone();
    let mut errors = Vec::new();
    step.put_texts(draft, &derived.backlog, &mut trigger, &mut errors);
    step.set_statuses(&draft.statuses, readings, &mut errors);
    // A story that was finished or out and is open again has no batch: it comes in.
    for (key, status) in &draft.statuses {
        let before = derived.backlog.story(&StoryKey::new(key));
        if status.is_pending()
            && before.is_some_and(|story| !story.status.is_pending())
            && !trigger.added_stories.contains(key)
        {
            trigger.added_stories.push(key.clone());
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let derived = if step.events.is_empty() {
        derived.clone()
    } else {
        derive(&step.project, &mut readings.clone())
    };
    let settings = &project.settings;
    let sprint = Sprint {
        backlog: &derived.backlog,
        graph: &derived.graph,
        rules: &settings.graph,
        settings: &derived.settings,
        executed: Some(&executed),
    };
    let correction = correct(&sprint, &trigger)?;
    let keys = |stories: &[usize]| -> Vec<String> {
        let stories = stories
            .iter()
            .filter_map(|&at| derived.backlog.stories.get(at));
        stories.map(|story| story.key.to_string()).collect()
    };
    let batches = |batches: &[(u32, Vec<usize>)]| Executed {
        batches: batches
            .iter()
            .map(|(id, stories)| (*id, keys(stories)))
            .collect(),
    };
    step.let_go_of_pins(&correction, &derived.backlog);
    step.say_who_comes_and_goes(&correction, &derived.backlog, readings, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let session_id = settings.session_id();
    let message = write::course_correction(session_id, &derived.backlog, &correction);
    let proposal = write::change_proposal(session_id, date, &derived.backlog, &correction);
    let made = Ok(correction);
    let return_value = write::correction_return_value(session_id, &trigger.reason, &made);
    let correction = made?;
    let applied = Applied {
        date: date.to_owned(),
        settings: step.project.settings.plan.clone(),
        before: batches(&correction.before),
        after: batches(&correction.after),
        dropped: keys(&correction.dropped),
        added: keys(&correction.added),
        message,
        return_value,
        proposal,
        trigger,
    };
    step.events.push(Event::ApplyCorrection {
        applied: Box::new(applied.clone()),
    });
    Ok(Simulation {
        derived,
        correction,
        applied,
        event: Event::Together {
            events: step.events,
        },
    })
}

/// The plan being executed: the present one. Where nothing of it is left, its last batch, empty.
fn executed(project: &Project, plan: &Plan, backlog: &Backlog) -> Executed {
    match last_batch(&project.corrections) {
        Some(last) if plan.batches.is_empty() => Executed {
            batches: vec![(last, Vec::new())],
        },
        _ => Executed::of(plan, backlog),
    }
}

/// A project on its way to being corrected, and the events that led there.
struct Step {
    project: Project,
    events: Vec<Event>,
}

impl Step {
    fn take(&mut self, event: Event) -> bool {
        let applied = self.project.apply(event.clone()).is_ok();
        if applied {
            self.events.push(event);
        }
        applied
    }

    /// Puts new texts in; the stories that they declare come into the sprint.
    fn put_texts(
        &mut self,
        draft: &Draft,
        backlog: &Backlog,
        trigger: &mut Trigger,
        errors: &mut Vec<CorrectionError>,
    ) {
        let mut documents: Vec<Document> = Vec::new();
        for text in &draft.texts {
            let mut path = text.path.clone();
            while self.project.document(&path).is_some()
                || documents.iter().any(|other| other.path == path)
            {
                path = format!("new-{path}");
            }
            documents.push(Document::new(path, text.text.clone()));
        }
        if documents.is_empty() {
            return;
        }
        let readings: Vec<_> = documents.iter().map(read::document).collect();
        let (new, _) = read::join(&readings.iter().collect::<Vec<_>>());
        let known = backlog.index();
        for story in &new.stories {
            if known.contains_key(&story.key) {
                errors.push(CorrectionError::Exists(story.key.to_string()));
            } else if !trigger.added_stories.contains(&story.key.to_string()) {
                trigger.added_stories.push(story.key.to_string());
            }
        }
        if new.stories.is_empty() {
            errors.push(CorrectionError::NoStory);
        }
        self.take(Event::PutDocuments { documents });
    }

    /// Sets statuses, one after the other: each edit is made for the text that the one before left.
    fn set_statuses(
        &mut self,
        statuses: &[(String, Status)],
        readings: &Readings,
        errors: &mut Vec<CorrectionError>,
    ) {
        for (key, status) in statuses {
            let backlog = readings.clone().backlog(&self.project.documents);
            match set_status(&self.project, readings, &backlog, key, *status) {
                Ok(set) => drop(self.take(set.event)),
                Err(StatusError::NoStory(key)) => errors.push(CorrectionError::UnknownStory(key)),
                Err(error) => errors.push(CorrectionError::Status(error.to_string())),
            }
        }
    }

    /// Writes into the status file who was dropped and who is back, where it has them.
    fn say_who_comes_and_goes(
        &mut self,
        correction: &Correction,
        backlog: &Backlog,
        readings: &Readings,
        errors: &mut Vec<CorrectionError>,
    ) {
        let story = |at: &usize| backlog.stories.get(*at);
        let written = |story: &Story| story.status_key.is_some();
        let goes = (correction.dropped.iter().filter_map(story))
            .filter(|story| written(story))
            .map(|story| (story.key.to_string(), Status::Dropped));
        let comes = (correction.added.iter().filter_map(story))
            .filter(|story| written(story) && !story.status.is_pending())
            .map(|story| (story.key.to_string(), Status::Backlog));
        let statuses: Vec<(String, Status)> = goes.chain(comes).collect();
        self.set_statuses(&statuses, readings, errors);
    }

    /// The newest word counts: pins of stories that this correction moves or drops are let go.
    fn let_go_of_pins(&mut self, correction: &Correction, backlog: &Backlog) {
        let moved = correction.moved.iter().map(|one| one.story);
        let gone: Vec<&StoryKey> = moved
            .chain(correction.dropped.iter().copied())
            .filter_map(|at| Some(&backlog.stories.get(at)?.key))
            .collect();
        let before = &self.project.settings;
        let mut pins = before.plan.pins.clone();
        pins.retain(|pin| !gone.contains(&&StoryKey::new(&pin.story)));
        if pins != before.plan.pins {
            let plan = PlanSettings {
                pins,
                ..before.plan.clone()
            };
            let settings = Box::new(Settings {
                plan,
                ..before.clone()
            });
            self.take(Event::ChangeSettings { settings });
        }
    }
}
