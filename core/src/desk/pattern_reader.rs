//! Reads patterns from their Markdown, line by line.

use super::draft::Draft;
use super::pattern::{Group, Parameter, Pattern, Problem, StoryTemplate};
use super::placeholder::placeholders;
use crate::backlog::StoryKind;
use crate::source::words;

/// The list that the lines of a pattern go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum List {
    #[default]
    Criteria,
    Fields,
    Tasks,
    Guidance,
    Risks,
    Rollback,
}

const LISTS: [(&str, List); 7] = [
    ("fields:", List::Fields),
    ("acceptance criteria:", List::Criteria),
    ("criteria:", List::Criteria),
    ("tasks:", List::Tasks),
    ("guidance:", List::Guidance),
    ("risks:", List::Risks),
    ("rollback:", List::Rollback),
];

#[derive(Default)]
pub(super) struct Reader {
    done: Vec<Pattern>,
    problems: Vec<Problem>,
    open: Option<(Pattern, u32)>,
    owner: Option<String>,
    kind: Option<StoryKind>,
    list: List,
    /// Fields that stories name, with the line.
    used: Vec<(String, u32)>,
    story_line: u32,
}

impl Reader {
    fn problem(&mut self, line: u32, message: impl Into<String>) {
        self.problems.push(Problem {
            line,
            message: message.into(),
        });
    }

    pub fn line(&mut self, number: u32, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(title) = text.strip_prefix("# ") {
            self.close();
            let title = title.trim().to_owned();
            let pattern = Pattern {
                id: crate::read::slug(&title),
                title,
                group: Group::Own,
                parameters: Vec::new(),
                stories: Vec::new(),
            };
            self.open = Some((pattern, number));
            self.owner = None;
            self.kind = None;
            return;
        }
        self.used
            .extend(placeholders(text).into_iter().map(|one| (one.name, number)));
        let Some((pattern, _)) = &mut self.open else {
            self.problem(number, "A pattern begins with its name: “# Name”.");
            return;
        };
        if let Some(title) = text.strip_prefix("## ") {
            let draft = Draft {
                title: title.trim().to_owned(),
                kind: self.kind.unwrap_or_else(|| pattern.group.kind()),
                owner: self.owner.clone(),
                ..Draft::default()
            };
            pattern.stories.push(StoryTemplate {
                draft,
                after_previous: false,
            });
            self.list = List::Criteria;
            self.check_story(number);
            return;
        }
        self.content(number, text);
    }

    /// What the story before this line is missing.
    fn check_story(&mut self, next: u32) {
        let line = std::mem::replace(&mut self.story_line, next);
        let Some((pattern, _)) = &self.open else {
            return;
        };
        // A heading has pushed the next story already.
        let before = pattern.stories.len().checked_sub(usize::from(next > 0) + 1);
        let Some(story) = before.and_then(|at| pattern.stories.get(at)) else {
            return;
        };
        let draft = &story.draft;
        let title = &draft.title;
        let mut missing = Vec::new();
        if draft.want.is_empty() || draft.role.is_empty() {
            missing.push(format!(
                "“{title}” says for whom and what: “As a …, I want …, so that ….”"
            ));
        } else if draft.benefit.is_empty() {
            missing.push(format!("“{title}” says what for: “so that ….”"));
        }
        if draft.criteria.is_empty() {
            missing.push(format!(
                "“{title}” needs a criterion: “- Given …, when …, then …”"
            ));
        }
        for message in missing {
            self.problem(line, message);
        }
    }

    fn content(&mut self, number: u32, text: &str) {
        if let Some((_, list)) = LISTS.iter().find(|(name, _)| words::same(text, name)) {
            self.list = *list;
            return;
        }
        let item = text.strip_prefix("- ").or_else(|| text.strip_prefix("* "));
        let in_story = matches!(&self.open, Some((pattern, _)) if !pattern.stories.is_empty());
        if !in_story {
            self.head(number, text, item);
            return;
        }
        let list = self.list;
        let Some((pattern, _)) = &mut self.open else {
            return;
        };
        let first = pattern.stories.len() == 1;
        let Some(story) = pattern.stories.last_mut() else {
            return;
        };
        let draft = &mut story.draft;
        match item {
            None if words::same(text, "after: previous") => story.after_previous = !first,
            None => {
                let said = crate::read::user_story(text);
                match (said.role, said.want) {
                    (Some(role), Some(want)) => {
                        draft.role = role;
                        draft.want = want;
                        draft.benefit = said.benefit.unwrap_or_default();
                    }
                    _ => {
                        let message = "This line is no part of a story: a story has one line “As a …, I want …, so that …”, and lists.";
                        self.problem(number, message);
                    }
                }
            }
            Some(item) => match item.strip_prefix("[ ] ") {
                Some(task) => draft.tasks.push(task.trim().to_owned()),
                None => {
                    let to = match list {
                        List::Criteria | List::Fields => &mut draft.criteria,
                        List::Tasks => &mut draft.tasks,
                        List::Guidance => &mut draft.guidance,
                        List::Risks => &mut draft.risks,
                        List::Rollback => &mut draft.rollback,
                    };
                    to.push(match list {
                        List::Criteria | List::Fields => scenario(item.trim()),
                        _ => item.trim().to_owned(),
                    });
                }
            },
        }
    }

    /// A line before the first story.
    fn head(&mut self, number: u32, text: &str, item: Option<&str>) {
        let Some((pattern, _)) = &mut self.open else {
            return;
        };
        if let (Some(item), List::Fields) = (item, self.list) {
            let (name, rest) = item.split_once(':').unwrap_or((item, ""));
            let (hint, example) = match rest.trim().strip_suffix(')') {
                Some(rest) => rest.rsplit_once('(').unwrap_or((rest, "")),
                None => (rest, ""),
            };
            let name = name.trim().to_owned();
            let twice = pattern.parameters.iter().any(|one| one.name == name);
            if twice || name.is_empty() {
                let message = if twice {
                    format!("The field “{name}” is declared twice.")
                } else {
                    "A field needs a name: “- name: what to write (an example)”.".to_owned()
                };
                self.problem(number, message);
                return;
            }
            pattern.parameters.push(Parameter {
                name,
                hint: hint.trim().to_owned(),
                example: example.trim().to_owned(),
            });
            return;
        }
        let value = |name| words::after(text, name).map(str::trim);
        if let Some(group) = value("group:") {
            let mut all = Group::ALL.into_iter();
            match all.find(|one| words::same(group, one.as_str())) {
                Some(found) => pattern.group = found,
                None => {
                    let names: Vec<String> =
                        Group::ALL.iter().map(|g| g.as_str().to_owned()).collect();
                    let known = names.join(", ");
                    self.problem(
                        number,
                        format!("There is no group “{group}”; there are {known}."),
                    );
                }
            }
        } else if let Some(owner) = value("owner:") {
            self.owner = Some(owner.to_owned());
        } else if let Some(kind) = value("kind:") {
            self.kind = Some(crate::read::story_kind(kind));
        } else {
            self.problem(
                number,
                "Before its first story (“## Title”) a pattern has lines “Group:”, “Owner:”, “Kind:” and “Fields:”.",
            );
        }
    }

    /// Ends the open pattern and says what it is missing.
    fn close(&mut self) {
        self.check_story(0);
        let Some((pattern, line)) = self.open.take() else {
            return;
        };
        if pattern.stories.is_empty() {
            self.problem(
                line,
                format!("“{}” has no story: “## Title”.", pattern.title),
            );
        }
        let used = std::mem::take(&mut self.used);
        let declared = |name: &str| {
            let mut all = pattern.parameters.iter();
            all.any(|one| one.name == name)
        };
        let mut told: Vec<&str> = Vec::new();
        for (name, line) in &used {
            if !declared(name) && !told.contains(&name.as_str()) {
                told.push(name);
                self.problem(
                    *line,
                    format!(
                        "The field “{name}” is not declared: add “- {name}: …” under “Fields:”."
                    ),
                );
            }
        }
        for parameter in &pattern.parameters {
            if !used.iter().any(|(name, _)| *name == parameter.name) {
                self.problem(
                    line,
                    format!("The field “{}” is declared and not used.", parameter.name),
                );
            }
        }
        if !pattern.stories.is_empty() {
            self.done.push(pattern);
        }
    }

    pub fn finish(mut self) -> (Vec<Pattern>, Vec<Problem>) {
        self.close();
        let mut problems = self.problems;
        crate::ordering::sort_by(&mut problems, |a, b| a.line.cmp(&b.line));
        (self.done, problems)
    }
}

/// "Given a, when b, then c" with its words set off as the method has them.
fn scenario(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 12);
    let mut rest = text;
    let mut first = true;
    while !rest.is_empty() {
        let end = rest.find(' ').map_or(rest.len(), |at| at + 1);
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let bare = word.trim_end();
        let opens = first || out.trim_end().ends_with([',', ';']);
        let mark = ["Given", "When", "Then"]
            .iter()
            .find(|mark| opens && bare.eq_ignore_ascii_case(mark));
        match mark {
            Some(mark) => out.push_str(&format!("**{mark}** ")),
            None => out.push_str(word),
        }
        first = false;
        rest = after;
    }
    out
}
