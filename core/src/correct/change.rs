//! What a trigger asks, put to the sprint, and the rest planned again.

pub(super) mod order;

use super::impact::Stranded;
use super::request::Request;
use super::situation::{Keys, Situation, is_open};
use super::{CorrectionError, DropRule, Sprint, Trigger};
use crate::backlog::{Backlog, Status};
use crate::graph::Graph;
use crate::ordering;
use crate::plan::{self, EpicOrder, Pin, Plan, PlanSettings, RefusedPin};

/// A sprint on its way to being changed.
pub(super) struct Change<'a> {
    sprint: &'a Sprint<'a>,
    situation: &'a Situation,
    /// The backlog in which only what is to be planned is open.
    backlog: Backlog,
    graph: Graph,
    /// Stories wanted in a batch, as positions from 0; of two wishes for one the first counts.
    pins: Vec<(usize, u32)>,
    /// How many stories of the user's order were put before all others here.
    preferred: usize,
    /// Stories that are free to leave their batch at no price.
    loose: Vec<usize>,
    pub(super) dropped: Vec<usize>,
    pub(super) added: Vec<usize>,
    stranded: Vec<Stranded>,
    refused: Vec<(usize, u32)>,
    /// Stories that are asked to come in and to go out at once: they stay out.
    stay_out: Vec<usize>,
    /// Dropped stories for which one of those would wait.
    would_wait: Vec<Stranded>,
}

impl<'a> Change<'a> {
    pub(super) fn new(sprint: &'a Sprint<'a>, situation: &'a Situation) -> Self {
        let mut backlog = sprint.backlog.clone();
        for (story, stood) in backlog.stories.iter_mut().zip(&situation.stood) {
            if story.status.is_pending() && stood.is_none() {
                // Outside of the sprint: it neither moves nor is planned.
                story.status = Status::Dropped;
            }
        }
        // The order of the plan being executed is the one that nobody asked to change. Where epics
        // keep their own order, it is theirs that binds.
        if sprint.executed.is_some() && sprint.settings.epic_order != EpicOrder::Hard {
            let stories = situation.before.iter().flat_map(|(_, stories)| stories);
            let keys = stories.filter_map(|&at| Some(sprint.backlog.stories.get(at)?.key.clone()));
            backlog.user_order = keys.chain(backlog.user_order).collect();
        }
        let mut change = Self {
            sprint,
            situation,
            backlog,
            graph: sprint.graph.clone(),
            pins: Vec::new(),
            preferred: 0,
            loose: Vec::new(),
            dropped: Vec::new(),
            added: Vec::new(),
            stranded: Vec::new(),
            refused: Vec::new(),
            stay_out: Vec::new(),
            would_wait: Vec::new(),
        };
        for story in 0..sprint.backlog.stories.len() {
            let under_way =
                sprint.backlog.stories.get(story).is_some_and(|story| {
                    matches!(story.status, Status::InProgress | Status::Review)
                });
            if let Some(stood) = change.position(story).filter(|_| under_way) {
                change.pins.push((story, stood.unwrap_or(0)));
            }
        }
        change
    }

    /// The sprint as it was, in which what came in and went out by the same trigger stays out; `None`
    /// where there is nothing of that kind.
    pub(super) fn without_what_came_and_went(&self, situation: &'a Situation) -> Option<Self> {
        let mut went = self.added.clone();
        went.retain(|story| self.dropped.contains(story));
        if went.is_empty() {
            return None;
        }
        let mut again = Self::new(self.sprint, situation);
        // The rule that sends them out again has to stay in sight.
        again.would_wait = self.stranded().collect();
        again.would_wait.retain(|one| {
            !went.contains(&one.dropped) && one.waiting.iter().any(|story| went.contains(story))
        });
        went.extend(&self.stay_out);
        again.stay_out = went;
        Some(again)
    }

    /// Every dropped story that others wait for, or would have waited for.
    pub(super) fn stranded(&self) -> impl Iterator<Item = Stranded> {
        let would = |one: &Stranded| self.would_wait.iter().any(|it| it.dropped == one.dropped);
        let waiting = self.stranded.iter().filter(move |one| !would(one));
        self.would_wait.iter().chain(waiting).cloned()
    }

    /// Position from 0 of the batch in which a story stood: `None` where it is not in the sprint,
    /// `Some(None)` where its batch is over.
    fn position(&self, story: usize) -> Option<Option<u32>> {
        let id = self.situation.stood.get(story).copied().flatten()?;
        Some(id.checked_sub(self.situation.current))
    }

    fn key(&self, story: usize) -> String {
        let story = self.sprint.backlog.stories.get(story);
        story.map(|story| story.key.to_string()).unwrap_or_default()
    }

    /// What the fields of the trigger ask.
    pub(super) fn requests(
        &self,
        trigger: &Trigger,
        errors: &mut Vec<CorrectionError>,
    ) -> Vec<Request> {
        let keys = Keys::of(self.sprint.backlog);
        let mut all = |list: &[String]| -> Vec<usize> {
            let found = list.iter().filter_map(|key| match keys.find_open(key) {
                Ok(story) => Some(story),
                Err(error) => {
                    errors.push(error);
                    None
                }
            });
            found.collect()
        };
        let mut requests = Vec::new();
        let (dropped, added) = (all(&trigger.dropped_stories), all(&trigger.added_stories));
        let order = all(&trigger.order);
        if !added.is_empty() {
            requests.push(Request::Add(added));
        }
        if !dropped.is_empty() {
            requests.push(Request::Drop(dropped));
        }
        for one in &trigger.moves {
            if let [story] = all(std::slice::from_ref(&one.story)).as_slice() {
                requests.push(Request::ToBatch(vec![*story], one.batch));
            }
        }
        if !order.is_empty() {
            requests.push(Request::Order(order));
        }
        requests
    }

    /// The stories that failed, with how often.
    pub(super) fn failed(
        &self,
        trigger: &Trigger,
        errors: &mut Vec<CorrectionError>,
    ) -> Vec<(usize, usize)> {
        let keys = Keys::of(self.sprint.backlog);
        let mut failed: Vec<(usize, usize)> = Vec::new();
        for key in &trigger.failed_stories {
            match keys.find_open(key) {
                Ok(story) => match failed.iter_mut().find(|(known, _)| *known == story) {
                    Some((_, times)) => *times += 1,
                    None => failed.push((story, 1)),
                },
                Err(error) => errors.push(error),
            }
        }
        failed
    }

    pub(super) fn take(
        &mut self,
        request: Request,
        rule: DropRule,
        errors: &mut Vec<CorrectionError>,
    ) {
        match request {
            Request::Drop(stories) => {
                for story in stories {
                    self.drop(story, rule, errors);
                }
            }
            Request::Add(stories) => {
                for story in stories {
                    self.add(story, errors);
                }
            }
            Request::First(stories) => {
                self.prefer(&stories);
                for story in stories {
                    self.early(story);
                }
            }
            Request::EpicFirst(epic) => {
                let mut stories = self.open_of_epic(&epic);
                let ranks = self.backlog.priority_ranks();
                ordering::sort_by_key(&mut stories, |&at| ranks.get(at).copied());
                self.prefer(&stories);
                for story in stories {
                    self.early(story);
                }
            }
            Request::Order(stories) => self.prefer(&stories),
            Request::Last(stories) => {
                for story in stories {
                    self.late(story);
                }
            }
            Request::Before(first, then) => {
                for &first in &first {
                    for &then in &then {
                        self.before(first, then, errors);
                    }
                }
            }
            Request::ToBatch(stories, batch) => match batch.checked_sub(self.situation.current) {
                Some(position) => {
                    for story in stories {
                        self.pin(story, position);
                    }
                }
                None => errors.push(CorrectionError::PastBatch(batch, self.situation.current)),
            },
            Request::Freeze(stories) => {
                for story in stories {
                    if let Some(Some(stood)) = self.position(story) {
                        self.pin(story, stood);
                    }
                }
            }
            Request::FreezeBatch(batch) => {
                let stories: Vec<usize> = self
                    .situation
                    .before
                    .iter()
                    .filter(|(id, _)| *id == batch)
                    .flat_map(|(_, stories)| stories.iter().copied())
                    .collect();
                if stories.is_empty() {
                    let ids = || self.situation.before.iter().map(|(id, _)| *id);
                    errors.push(CorrectionError::UnknownBatch {
                        batch,
                        first: ids().next().unwrap_or(self.situation.current),
                        last: ids().next_back().unwrap_or(self.situation.current),
                    });
                }
                self.take(Request::Freeze(stories), DropRule::Relink, errors);
            }
        }
    }

    fn open_of_epic(&self, epic: &crate::backlog::EpicId) -> Vec<usize> {
        (0..self.backlog.stories.len())
            .filter(|&at| is_open(&self.backlog, at))
            .filter(|&at| {
                self.backlog
                    .stories
                    .get(at)
                    .is_some_and(|s| s.epic == *epic)
            })
            .collect()
    }

    fn set_status(&mut self, story: usize, status: Status) {
        if let Some(story) = self.backlog.stories.get_mut(story) {
            story.status = status;
        }
    }

    fn drop(&mut self, story: usize, rule: DropRule, errors: &mut Vec<CorrectionError>) {
        let original = self.sprint.backlog.stories.get(story).map(|s| s.status);
        if original == Some(Status::Done) {
            errors.push(CorrectionError::Done(self.key(story)));
            return;
        }
        if self.stay_out.contains(&story) {
            // Where it is written it may be open all the same.
            let is_open = original.is_some_and(Status::is_pending);
            if is_open && !self.dropped.contains(&story) {
                self.dropped.push(story);
            }
            return;
        }
        if !is_open(&self.backlog, story) {
            return;
        }
        let waiting: Vec<usize> = self
            .graph
            .edges
            .iter()
            .filter(|edge| edge.constrains() && edge.dependency == story)
            .map(|edge| edge.dependent)
            .filter(|&dependent| is_open(&self.backlog, dependent))
            .collect();
        self.set_status(story, Status::Dropped);
        self.pins.retain(|(pinned, _)| *pinned != story);
        self.dropped.push(story);
        if !waiting.is_empty() {
            self.stranded.push(Stranded {
                dropped: story,
                waiting: waiting.clone(),
                rule,
            });
        }
        match rule {
            DropRule::LeaveUnmet => {}
            DropRule::Relink => order::relink(&mut self.graph, story),
            DropRule::Cascade => {
                for dependent in waiting {
                    let status = self.sprint.backlog.stories.get(dependent).map(|s| s.status);
                    if matches!(status, Some(Status::InProgress | Status::Review)) {
                        continue;
                    }
                    self.drop(dependent, rule, errors);
                }
            }
        }
    }

    fn add(&mut self, story: usize, errors: &mut Vec<CorrectionError>) {
        if self.stay_out.contains(&story) {
            return;
        }
        let status = self.sprint.backlog.stories.get(story).map(|s| s.status);
        if status == Some(Status::Done) {
            errors.push(CorrectionError::Done(self.key(story)));
        } else if self.situation.stood.get(story).copied().flatten().is_some()
            || self.added.contains(&story)
        {
            errors.push(CorrectionError::AlreadyPlanned(self.key(story)));
        } else {
            let open = status.filter(|status| status.is_pending());
            self.set_status(story, open.unwrap_or(Status::Backlog));
            self.added.push(story);
        }
    }

    /// Puts stories before all others in priority order.
    fn prefer(&mut self, stories: &[usize]) {
        for &story in stories {
            let Some(key) = self.sprint.backlog.stories.get(story).map(|s| &s.key) else {
                continue;
            };
            let order = &mut self.backlog.user_order;
            match order.iter().position(|known| known == key) {
                Some(at) if at < self.preferred => continue,
                Some(at) => drop(order.remove(at)),
                None => {}
            }
            order.insert(self.preferred.min(order.len()), key.clone());
            self.preferred += 1;
        }
    }

    /// Puts a story into the earliest batch that it can be in.
    fn early(&mut self, story: usize) {
        if self.pins.iter().any(|(pinned, _)| *pinned == story) || !is_open(&self.backlog, story) {
            return;
        }
        for position in 0..=self.situation.before.len() as u32 {
            if self.accepts(story, position) {
                return;
            }
        }
    }

    /// Puts a story into the latest batch that it can be in; one that cannot leave its batch is
    /// reported.
    fn late(&mut self, story: usize) {
        let last = self.situation.before.len().saturating_sub(1) as u32;
        if self.pins.iter().any(|(pinned, _)| *pinned == story) {
            self.pin(story, last);
        } else if is_open(&self.backlog, story) {
            let stands = self.position(story).flatten().unwrap_or(0);
            let can = (stands + 1..=last)
                .rev()
                .any(|position| self.accepts(story, position));
            match can {
                // What was asked for is no price.
                true => self.loose.push(story),
                false => self.refused.push((story, last)),
            }
        }
    }

    /// Puts a story into a batch; one that cannot be there is reported.
    fn pin(&mut self, story: usize, position: u32) {
        if !is_open(&self.backlog, story) {
            return;
        }
        let pinned = self.pins.iter().any(|(pinned, _)| *pinned == story);
        if pinned || !self.accepts(story, position) {
            self.refused.push((story, position));
        }
    }

    /// Pins the story where that can be, with no harm to the pins before it.
    fn accepts(&mut self, story: usize, position: u32) -> bool {
        let before = self.refused_pins();
        self.pins.push((story, position));
        let accepted = self.refused_pins() <= before;
        if !accepted {
            self.pins.pop();
        }
        accepted
    }

    /// How many pins cannot be met.
    fn refused_pins(&self) -> usize {
        plan::refused_pins(&self.backlog, &self.graph, &self.settings(), &self.kept()).len()
    }

    fn settings(&self) -> PlanSettings {
        let pins = self.pins.iter().map(|&(story, position)| Pin {
            story: self.key(story),
            batch: position + 1,
        });
        PlanSettings {
            epics: None,
            pins: pins.collect(),
            ..self.sprint.settings.clone()
        }
    }

    /// The batches that stories had better keep.
    fn kept(&self) -> Vec<Option<u32>> {
        (0..self.backlog.stories.len())
            .map(|story| {
                self.position(story)
                    .flatten()
                    .filter(|_| !self.loose.contains(&story))
            })
            .collect()
    }

    pub(super) fn plan(&self) -> Result<Plan, plan::PlanError> {
        plan::plan_near(&self.backlog, &self.graph, &self.settings(), &self.kept())
    }

    /// The plan of what is left without any change.
    pub(super) fn plan_unchanged(&self) -> Result<Plan, plan::PlanError> {
        let unchanged = Change::new(self.sprint, self.situation);
        unchanged.plan()
    }

    /// What is to be planned without any change.
    pub fn unchanged_backlog(&self) -> Backlog {
        Change::new(self.sprint, self.situation).backlog
    }

    /// The plan with one more change, and nothing else different: "what if".
    pub fn what_if(&self, request: Request) -> Option<Plan> {
        let mut other = Change::new(self.sprint, self.situation);
        let mut errors = Vec::new();
        other.take(request, DropRule::Relink, &mut errors);
        errors.is_empty().then(|| other.plan().ok()).flatten()
    }

    /// What of the wishes could not be met.
    pub(super) fn warn(&self, plan: &Plan, warnings: &mut Vec<String>) {
        for (story, position) in &self.refused {
            warnings.push(format!(
                "Story {} cannot stand in batch {}; it was planned where it can be.",
                self.key(*story),
                position + self.situation.current
            ));
        }
        for RefusedPin {
            story,
            batch,
            reason,
        } in &plan.refused
        {
            warnings.push(format!(
                "Story {story} does not keep batch {}: {reason}.",
                batch - 1 + self.situation.current
            ));
        }
        for one in self
            .stranded
            .iter()
            .filter(|one| one.rule == DropRule::LeaveUnmet)
        {
            let waiting: Vec<String> = one
                .waiting
                .iter()
                .map(|&story| self.key_or_gate(story))
                .collect();
            warnings.push(format!(
                "Story {} was dropped, and {} still wait for it.",
                self.key(one.dropped),
                waiting.join(", ")
            ));
        }
    }

    fn key_or_gate(&self, node: usize) -> String {
        match self.graph.gate(node) {
            Some(crate::graph::Gate::Start(epic) | crate::graph::Gate::End(epic)) => {
                format!("epic {epic}")
            }
            None => self.key(node),
        }
    }
}
