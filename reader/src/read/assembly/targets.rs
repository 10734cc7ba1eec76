//! What stories wait for, once all keys are known: orders written as chains, and targets that follow
//! renamed stories.

use super::super::found::Reading;
use super::{Joiner, is_plain, loose};
use crate::backlog::{DependencyRef, Direction, EpicId, StoryKey, Strength, Target};
use crate::ordering::Table;
use crate::source::marks::{DIGITS, Marked, NO_WORD};

impl Joiner {
    /// Orders written as chains: each story waits for those of the stage before it.
    pub fn chains(&mut self, readings: &[&Reading]) {
        let mut at_key: Table<&StoryKey, usize> = Table::default();
        for (at, story) in self.backlog.stories.iter().enumerate() {
            at_key.insert(&story.key, at);
        }
        let mut further: Vec<(usize, DependencyRef)> = Vec::new();
        for (reading, chain) in readings
            .iter()
            .flat_map(|reading| reading.chains.iter().map(move |chain| (reading, chain)))
        {
            let find = |key: &StoryKey| {
                let renamed = self.renamed.get(&(reading.path.to_string(), key.clone()));
                let plain = || {
                    // "S1.1" and what a graph calls "S1_1"
                    let plain = key.as_str().strip_prefix('s')?;
                    at_key.get(&StoryKey::new(plain)).copied()
                };
                at_key.get(&renamed.unwrap_or(key)).copied().or_else(plain)
            };
            for (before, after) in chain.stages.iter().zip(chain.stages.iter().skip(1)) {
                let known = before.iter().filter(|key| find(key).is_some());
                let targets: Vec<Target> = known.cloned().map(Target::Story).collect();
                if targets.is_empty() {
                    continue;
                }
                further.extend(after.iter().filter_map(find).map(|at| {
                    let dependency = DependencyRef {
                        targets: targets.clone(),
                        direction: Direction::Requires,
                        strength: Strength::Hard,
                        alternatives: false,
                        satisfied: false,
                        place: chain.place.clone(),
                        text: chain.text.clone(),
                    };
                    (at, dependency)
                }));
            }
        }
        for (at, mut dependency) in further {
            let Some(story) = self.backlog.stories.get_mut(at) else {
                continue;
            };
            dependency.targets.retain(|target| {
                let said = |known: &DependencyRef| known.targets.contains(target);
                !story.dependencies.iter().any(said)
            });
            if !dependency.targets.is_empty() {
                story.dependencies.push(dependency);
            }
        }
    }

    /// Targets that name a renamed story follow it; flat ids that no story has are external.
    pub fn targets(&mut self) {
        let mut lower: Table<String, StoryKey> = Table::default();
        for key in self.keys.iter() {
            lower.or_insert_with(loose(key.as_str()), || key.clone());
        }
        let (keys, renamed, prefix_of) = (&self.keys, &self.renamed, &self.prefix_of);
        let slugs = &self.slugs;
        let parts_of = |key: &StoryKey| -> Vec<StoryKey> {
            let part = |suffix: char| keys.get(&StoryKey::new(format!("{key}{suffix}"))).cloned();
            let numbered = key.as_str().ends_with_one(DIGITS);
            let letters = ('a'..='h').take(if numbered { 8 } else { 0 });
            letters.map_while(part).collect()
        };
        let epics: Table<String, EpicId> =
            Table::new(self.backlog.epics.iter().filter_map(|epic| {
                let prefixed = epic.id.as_str().starts_with(|c: char| c.is_alphabetic());
                prefixed.then(|| (loose(epic.id.as_str()), epic.id.clone()))
            }));
        let epic_of = |key: &StoryKey| epics.get(&loose(key.as_str())).cloned();
        let fix = |dependency: &mut DependencyRef| {
            let path = dependency.place.path.to_string();
            let follow = |key: &StoryKey| -> Option<StoryKey> {
                renamed
                    .get(&(path.clone(), key.clone()))
                    .or_else(|| keys.get(key))
                    .or_else(|| lower.get(&loose(key.as_str())))
                    // "#3" and "story-003" are the third of stories without epics.
                    .or_else(|| {
                        let number = key.as_str().trim_start_matches('#');
                        let number =
                            crate::source::words::after(number, "story-").unwrap_or(number);
                        let number = number.trim_start_matches('0');
                        let lone = number.len() < key.as_str().len()
                            && number.bytes().all(|byte| byte.is_ascii_digit());
                        let named = |key: String| keys.get(&StoryKey::new(key));
                        lone.then(|| {
                            named(format!("0-{number}"))
                                .or_else(|| lower.get(&loose(&format!("story-{number}"))))
                        })
                        .flatten()
                    })
                    // "S2.3" is story 2.3 where no epic is called S2.
                    .or_else(|| {
                        let plain = key.as_str().strip_prefix('s')?;
                        let numbered = plain.starts_with_one(DIGITS);
                        numbered.then(|| keys.get(&StoryKey::new(plain))).flatten()
                    })
                    .cloned()
            };
            // "17.1" where the story was split is 17.1a and 17.1b.
            let split = |target: &Target| match target {
                Target::Story(key) if follow(key).is_none() => parts_of(key),
                _ => Vec::new(),
            };
            if dependency
                .targets
                .iter()
                .any(|target| !split(target).is_empty())
            {
                let targets = std::mem::take(&mut dependency.targets);
                for target in targets {
                    let parts = split(&target);
                    if parts.is_empty() {
                        dependency.targets.push(target);
                    }
                    dependency
                        .targets
                        .extend(parts.into_iter().map(Target::Story));
                }
            }
            // "WP01, WP02": words that are keys here, though they could be anything elsewhere.
            if let [Target::External(text)] = dependency.targets.as_slice()
                && let Some(named) = named_by(text, &|word| lower.get(&loose(word)).cloned())
            {
                dependency.targets = named;
            }
            for target in &mut dependency.targets {
                *target = match target {
                    Target::Story(key) => match follow(key) {
                        Some(key) => Target::Story(key),
                        // "KB-02" is an epic here.
                        None if epic_of(key).is_some() => match epic_of(key) {
                            Some(epic) => Target::Epic(epic),
                            None => continue,
                        },
                        None if looks_foreign(key) => {
                            Target::External(dependency.text.chars().take(160).collect())
                        }
                        None => continue,
                    },
                    Target::Range(first, last) => match (follow(first), follow(last)) {
                        (Some(first), Some(last)) => Target::Range(first, last),
                        _ => continue,
                    },
                    Target::Epic(epic) if slugs.contains_key(epic) => {
                        Target::Epic(slugs.get(epic).unwrap_or(epic).clone())
                    }
                    Target::Epic(epic) | Target::AllPrevious(Some(epic)) => {
                        if let Some(prefix) = prefix_of.get(&path)
                            && is_plain(epic)
                        {
                            *epic = EpicId::new(format!("{prefix}{epic}"));
                        }
                        continue;
                    }
                    _ => continue,
                };
            }
        };
        for story in &mut self.backlog.stories {
            story.dependencies.iter_mut().for_each(fix);
        }
        for epic in &mut self.backlog.epics {
            epic.dependencies.iter_mut().for_each(fix);
        }
    }
}

/// The stories that a list of nothing but their keys names, remarks in brackets aside.
fn named_by(text: &str, key: &dyn Fn(&str) -> Option<StoryKey>) -> Option<Vec<Target>> {
    let mut named = Vec::new();
    for part in text.split([',', '+', '&']) {
        let part = part.split('(').next().unwrap_or(part);
        let word = part.trim_of(NO_WORD);
        if !word.contains_one(DIGITS) || word.len() > 24 {
            return None;
        }
        named.push(Target::Story(key(word)?));
    }
    Some(named)
}

/// A flat id of letters and a number that names no story here is some other tracker's, and three
/// numbers with dots are a version.
fn looks_foreign(key: &StoryKey) -> bool {
    let text = key.as_str();
    let version = text
        .split_once('-')
        .is_some_and(|(epic, _)| epic.contains('.'));
    // "rung-3": a word and a number.
    let word = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.matches('-').count() == 1
        && text.rsplit_once('-').is_some_and(|(word, _)| {
            word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase())
        });
    version
        || word
        || text.starts_with('#')
        || (text.starts_with(|c: char| c.is_ascii_uppercase()) && !text.starts_with("STORY"))
}
