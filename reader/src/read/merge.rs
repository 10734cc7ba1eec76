//! One story out of two declarations of it.

use crate::backlog::{Evidence, Story};

/// Most places kept of one story; a story that is declared more often is a copying accident.
const MOST_PLACES: usize = 32;

/// Fills what `story` lacks from `other`, which declares it too. `take_status`: the other's status
/// is the better one.
pub(super) fn fill(story: &mut Story, other: Story, take_status: bool) {
    if story.title.is_empty() {
        story.title = other.title;
    }
    if story.statement.want.is_none() {
        story.statement = other.statement;
    }
    if story.acceptance_criteria.is_empty() {
        story.acceptance_criteria = other.acceptance_criteria;
    }
    if story.tasks.is_empty() {
        story.tasks = other.tasks;
    }
    story.priority = story.priority.take().or(other.priority);
    story.effort = story.effort.take().or(other.effort);
    for dependency in other.dependencies {
        let known = story
            .dependencies
            .iter()
            .any(|one| one.targets == dependency.targets && one.direction == dependency.direction);
        if !known {
            story.dependencies.push(dependency);
        }
    }
    for scope in other.scopes {
        match story.scopes.iter_mut().find(|one| one.path == scope.path) {
            Some(known)
                if known.evidence == Evidence::Mentioned
                    && scope.evidence == Evidence::Declared =>
            {
                *known = scope;
            }
            Some(_) => {}
            None => story.scopes.push(scope),
        }
    }
    if take_status {
        story.status = other.status;
        story.status_text = other.status_text;
        story.status_place = other.status_place;
    }
    for place in other.declared.into_iter().chain(other.also_declared) {
        let room = story.also_declared.len() < MOST_PLACES;
        if room && story.declared.as_ref() != Some(&place) && !story.also_declared.contains(&place)
        {
            story.also_declared.push(place);
        }
    }
}
