//! INVEST: six questions to a story, each answered from what is written, with the evidence and
//! what to do.

use super::placeholders;
use super::wording::{is_open, is_vague, names_code};
use crate::backlog::{Story, StoryKind};
use crate::progress::{Need, Standing, and_list, prerequisites};
use crate::source::letters::Lowercase;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is so.
    Yes,
    /// In part, or it cannot be told.
    Doubtful,
    /// It is not so.
    No,
}

impl Verdict {
    /// The word for people and for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::Doubtful => "doubtful",
            Verdict::No => "no",
        }
    }
}

/// The answer for one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `I`, `N`, `V`, `E`, `S` or `T`.
    pub letter: char,
    /// The answer.
    pub verdict: Verdict,
    /// What it rests on.
    pub evidence: String,
    /// What to do; empty where all is well.
    pub hint: &'static str,
}

impl Letter {
    /// What the letter stands for.
    pub fn name(&self) -> &'static str {
        match self.letter {
            'I' => "Independent",
            'N' => "Negotiable",
            'V' => "Valuable",
            'E' => "Estimable",
            'S' => "Small",
            _ => "Testable",
        }
    }
}

/// The six answers for a story of the backlog, in the order of the word. `own` is the text of its
/// own file, where it has one.
pub fn invest(standing: &Standing<'_>, story: usize, own: Option<&str>) -> Vec<Letter> {
    let Some(this) = standing.backlog.stories.get(story) else {
        return Vec::new();
    };
    let answers = [
        ('I', independent(standing, story)),
        ('N', negotiable(this)),
        ('V', valuable(this)),
        ('E', estimable(this, own)),
        ('S', small(this)),
        ('T', testable(this)),
    ];
    answers
        .into_iter()
        .map(|(letter, (verdict, evidence, hint))| Letter {
            letter,
            verdict,
            evidence,
            hint: if verdict == Verdict::Yes { "" } else { hint },
        })
        .collect()
}

type Answer = (Verdict, String, &'static str);

fn independent(standing: &Standing<'_>, story: usize) -> Answer {
    let graph = standing.graph;
    if graph.cycles.iter().any(|cycle| cycle.path.contains(&story)) {
        return (
            Verdict::No,
            "It waits for itself through other stories.".to_owned(),
            "Take out the dependency that is not meant, or merge the stories.",
        );
    }
    let mut keys = Vec::new();
    let mut epics = Vec::new();
    for need in prerequisites(standing, story)
        .iter()
        .filter(|need| need.holds())
    {
        let Need::Story(at) = need.need else { continue };
        let Some(needed) = standing.backlog.stories.get(at) else {
            continue;
        };
        if need.by_epic {
            let epic = format!("epic {}", needed.epic);
            if !epics.contains(&epic) {
                epics.push(epic);
            }
        } else {
            keys.push(needed.key.to_string());
        }
    }
    let verdict = match (keys.len(), epics.len()) {
        (0..=2, 0) => Verdict::Yes,
        (0..=3, 0..=1) => Verdict::Doubtful,
        _ => Verdict::No,
    };
    let evidence = if keys.is_empty() && epics.is_empty() {
        "It waits for no open story.".to_owned()
    } else {
        let others = keys.len().saturating_sub(5);
        keys.truncate(5);
        if others > 0 {
            keys.push(format!("{others} others"));
        }
        keys.extend(epics);
        format!("It waits for {}.", and_list(&keys))
    };
    (
        verdict,
        evidence,
        "Name only what it cannot begin without; divide it where one part needs less.",
    )
}

fn negotiable(story: &Story) -> Answer {
    const HINT: &str =
        "Say what is to be seen, and move file names, calls and queries to the technical notes.";
    let criteria = &story.acceptance_criteria;
    let coded = criteria.iter().filter(|one| names_code(&one.text)).count();
    let want = story.statement.want.as_deref().unwrap_or("");
    if names_code(want) {
        return (
            Verdict::No,
            "What is wanted is said in code, so there is nothing left to agree on.".to_owned(),
            HINT,
        );
    }
    // Whoever runs the system is a user of its parts.
    let technical = story.kind != StoryKind::Feature;
    let all = criteria.len();
    let evidence = match (coded, all) {
        (_, 0) => "Nothing is fixed yet.".to_owned(),
        (0, _) => "The criteria say what, not how.".to_owned(),
        _ => format!("{coded} of {all} criteria name files, calls or queries."),
    };
    let verdict = if coded * 2 > all && !technical {
        Verdict::No
    } else if coded * 3 > all {
        Verdict::Doubtful
    } else {
        Verdict::Yes
    };
    (verdict, evidence, HINT)
}

/// Roles that are the team itself: they get something only where the story is about its own work.
const TEAM: &[&str] = &[
    "developer",
    "dev",
    "engineer",
    "programmer",
    "architect",
    "team",
    "coder",
    "tester",
    "développeur",
    "développeuse",
    "desarrollador",
    "entwickler",
    "开发者",
    "开发人员",
    "开发团队",
    "開発者",
    "개발자",
];
/// Before "team" these say that it is one of users.
const OTHER_TEAMS: &[&str] = &[
    "marketing",
    "sales",
    "support",
    "finance",
    "legal",
    "editorial",
    "design",
    "hr",
    "operations",
    "leadership",
    "management",
    "content",
    "customer",
    "product",
    "business",
];

/// Benefits that say nothing.
const IDLE: &[&str] = &[
    "it works",
    "it is done",
    "it is implemented",
    "the feature works",
    "the story is done",
    "we have it",
    "it exists",
    "the requirement is met",
    "the system works",
    "everything works",
    "it can be used",
    "i can use it",
    "we can continue",
    "it is complete",
    "it functions",
    "development can continue",
    "development can proceed",
    "we can proceed",
    "i can do it",
    "i have it",
    "it is there",
    "it is possible",
    "the task is complete",
    "things work",
    "the work is done",
    "we are done",
    "the code is there",
    "it is in the system",
    "the next story can start",
    "the next story can begin",
    "it is available",
];

fn valuable(story: &Story) -> Answer {
    let said = &story.statement;
    let (Some(role), Some(want)) = (&said.role, &said.want) else {
        let technical = story.kind != StoryKind::Feature;
        return (
            if technical {
                Verdict::Doubtful
            } else {
                Verdict::No
            },
            "It does not say for whom and what.".to_owned(),
            "Write “As a …, I want …, so that ….”",
        );
    };
    let Some(benefit) = said.benefit.as_deref().filter(|text| text.trim().len() > 2) else {
        return (
            Verdict::No,
            format!("It says what {role} wants, not what for."),
            "Add “so that …”: what is better for them afterwards?",
        );
    };
    let open = [role, want, benefit]
        .iter()
        .any(|text| !placeholders(text).is_empty());
    if open {
        return (
            Verdict::No,
            "Who, what or what for is still to be filled.".to_owned(),
            "Fill the placeholder.",
        );
    }
    let plain = benefit.trim_end_matches(['.', '!']).lowercase();
    if IDLE.contains(&plain.as_str()) {
        return (
            Verdict::No,
            format!("“{benefit}” is true of any story."),
            "Say what is better for them afterwards.",
        );
    }
    if repeats(want, benefit) {
        return (
            Verdict::No,
            "The reason says the wish again.".to_owned(),
            "Say what it is good for, in other words than what is wanted.",
        );
    }
    let words: Vec<String> = (role.split(|c: char| !c.is_alphanumeric()))
        .map(str::lowercase)
        .collect();
    let mut before = "";
    let mut team = false;
    for word in &words {
        let of_users = word == "team" && OTHER_TEAMS.contains(&before);
        team |= TEAM.contains(&word.as_str()) && !of_users;
        before = word;
    }
    if team && story.kind == StoryKind::Feature {
        return (
            Verdict::Doubtful,
            format!("It is for {role}: users see nothing of it by itself."),
            "Name who notices it, or call it what it is: infrastructure, migration, operational.",
        );
    }
    (Verdict::Yes, format!("For {role}, so that {benefit}."), "")
}

/// Whether nearly every word of the reason is in the wish.
fn repeats(want: &str, benefit: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .map(str::lowercase)
            .filter(|word| word.chars().count() > 3)
            .filter(|word| {
                !["they", "that", "have", "them", "able", "with", "will"].contains(&word.as_str())
            })
            .collect()
    };
    let (want, benefit) = (words(want), words(benefit));
    let shared = benefit.iter().filter(|word| want.contains(word)).count();
    benefit.len() >= 2 && shared == benefit.len()
}

fn estimable(story: &Story, own: Option<&str>) -> Answer {
    let criteria = story.acceptance_criteria.len();
    let tasks = story.tasks.len();
    let texts = || {
        let items = story.acceptance_criteria.iter().chain(&story.tasks);
        items
            .map(|item| item.text.as_str())
            .chain(story.statement.want.as_deref())
            .chain(std::iter::once(story.title.as_str()))
    };
    let open = match own {
        // A line of the file that is no item of a list can hold the question too.
        Some(text) => text.lines().filter(|line| is_open(line)).count(),
        None => texts().filter(|text| is_open(text)).count(),
    };
    if criteria + tasks == 0 && story.effort.is_none() {
        return (
            Verdict::No,
            "It has neither criteria nor tasks.".to_owned(),
            "Write the criteria: what will be seen when it is done?",
        );
    }
    if open > 0 {
        let lines = if open == 1 { "line is" } else { "lines are" };
        return (
            if open * 2 >= criteria + tasks {
                Verdict::No
            } else {
                Verdict::Doubtful
            },
            format!("{open} {lines} still open."),
            "Answer the open points, or make a spike of them first.",
        );
    }
    if criteria == 0 {
        return (
            Verdict::Doubtful,
            "It has no criteria.".to_owned(),
            "Write the criteria: what will be seen when it is done?",
        );
    }
    let estimate = match &story.effort {
        Some(effort) => format!(", estimated at {}", effort.text),
        None => String::new(),
    };
    (
        Verdict::Yes,
        format!("{}{estimate}.", counted(criteria, tasks)),
        "",
    )
}

/// "1 criterion, 3 tasks".
fn counted(criteria: usize, tasks: usize) -> String {
    let one = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {more}"),
    };
    let (criteria, tasks) = (
        one(criteria, "criterion", "criteria"),
        one(tasks, "task", "tasks"),
    );
    format!("{criteria}, {tasks}")
}

fn small(story: &Story) -> Answer {
    const HINT: &str = "Divide it: by user, by step, by rule, or the plain case first.";
    let criteria = story.acceptance_criteria.len();
    let tasks = story.tasks.len();
    if criteria + tasks == 0 && story.effort.is_none() {
        let evidence = "Nothing tells its size.".to_owned();
        return (Verdict::Doubtful, evidence, "Write its criteria first.");
    }
    let points = story
        .effort
        .as_ref()
        .and_then(|effort| effort.points_tenths);
    let wishes = joined(&story.title) + joined(story.statement.want.as_deref().unwrap_or(""));
    let counts = counted(criteria, tasks);
    let evidence = match points {
        Some(points) => format!("{counts}, {} points.", points / 10),
        None => format!("{counts}."),
    };
    if criteria > 12 || tasks > 14 || points.is_some_and(|points| points >= 130) {
        return (Verdict::No, evidence, HINT);
    }
    if wishes >= 3 {
        return (
            Verdict::No,
            format!("It wants several things at once: “{}”.", story.title),
            HINT,
        );
    }
    if criteria > 8 || tasks > 10 || points.is_some_and(|points| points > 80) {
        return (Verdict::Doubtful, evidence, HINT);
    }
    (Verdict::Yes, evidence, "")
}

/// How often "and" or its like joins what is wanted.
fn joined(text: &str) -> usize {
    let lower = format!(" {} ", text.lowercase());
    let ands = lower.matches(" and ").count() + lower.matches(" & ").count();
    ands + lower.matches(" as well as ").count() + lower.matches(" plus ").count()
}

fn testable(story: &Story) -> Answer {
    const HINT: &str =
        "Say what is to be seen: Given …, when …, then …, with the number or the words.";
    let criteria = &story.acceptance_criteria;
    let Some(first) = criteria
        .iter()
        .find(|one| is_vague(&one.text))
        .or(criteria.first())
    else {
        return (
            Verdict::No,
            "It has no criteria.".to_owned(),
            "Write at least one: Given …, when …, then ….",
        );
    };
    let open = criteria
        .iter()
        .filter(|one| !placeholders(&one.text).is_empty())
        .count();
    let vague = criteria.iter().filter(|one| is_vague(&one.text)).count();
    let all = criteria.len();
    if vague > 0 {
        let words: String = first.text.chars().take(80).collect();
        let cut = if words.len() < first.text.len() {
            "…"
        } else {
            ""
        };
        return (
            if vague * 2 >= all {
                Verdict::No
            } else {
                Verdict::Doubtful
            },
            format!("{vague} of {all} can be read in two ways: “{words}{cut}”."),
            HINT,
        );
    }
    if open > 0 {
        return (
            if open * 2 > all {
                Verdict::No
            } else {
                Verdict::Doubtful
            },
            format!("{open} of {all} are still to be filled."),
            "Fill the placeholders.",
        );
    }
    let one = if all == 1 {
        "criterion says"
    } else {
        "criteria say"
    };
    (Verdict::Yes, format!("{all} {one} what is to be seen."), "")
}
