//! One requirement, goal or bullet, taken apart: who, what, what for, and what follows from it.

use super::forms::{one_of, small, third_person};
use super::placeholder::placeholder;
use super::sentence::{
    DOING, LETTING, MAKING, bound, clean, first_word, is_person, is_system, let_them, other,
    split_benefit, split_modal, split_when, system_verb, title_of, trimmed,
};
use super::tongue::{OTHERS, Tongue};
use crate::source::letters::Lowercase;
use crate::source::words;

/// A sentence about something wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Unit {
    /// Who, with an article.
    pub role: Option<String>,
    /// What, as it follows "I want".
    pub want: String,
    /// What for.
    pub benefit: Option<String>,
    /// A short title.
    pub title: String,
    /// What somebody does, as it follows "when they"; empty where it is a thing.
    pub doing: String,
    /// The sentence about what the system does; empty where somebody else acts.
    pub system: String,
    /// The language it is written in, as far as that could be told.
    pub tongue: Tongue,
    /// What starts it: "an order is paid".
    pub when: Option<String>,
    /// A bound that can be measured: "within 2 seconds".
    pub bound: Option<String>,
}

impl Unit {
    /// Takes a sentence apart. `lead` is what it calls itself (its bold words), `role` who is meant
    /// where it does not say.
    pub fn of(text: &str, lead: Option<&str>, role: Option<&str>) -> Self {
        let text = clean(text);
        let said = crate::read::user_story(&text);
        if let (Some(role), Some(want)) = (said.role, said.want) {
            let doing = words::after(&want, "to ").unwrap_or("").to_owned();
            return Self {
                title: title_of(lead, if doing.is_empty() { &want } else { &doing }),
                role: Some(role),
                bound: bound(&want),
                when: None,
                want,
                benefit: said.benefit,
                doing,
                ..Self::default()
            };
        }
        let mut text = text.as_str();
        if let Some(lead) = lead {
            let rest = words::after(text, &lead.lowercase());
            let rest = rest
                .unwrap_or(text)
                .trim_start_matches([' ', ':', '-', '–', '—', '(', '：', '.']);
            if rest.split_whitespace().count() >= 3 {
                text = rest;
            }
        }
        let (text, benefit) = split_benefit(text);
        let mut unit = Self {
            benefit,
            bound: bound(text),
            ..Self::default()
        };
        let role = role.map(str::to_owned);
        if let Some((tongue, subject, rest)) = OTHERS.iter().find_map(|tongue| other(tongue, text))
        {
            unit.tongue = *tongue;
            unit.role = Some(subject);
            unit.doing = trimmed(rest);
            unit.want = unit.doing.clone();
        } else if let Some((subject, rest)) = split_modal(text) {
            let passive = words::after(rest, "be ");
            if is_system(subject) {
                unit.of_system(text, rest, false);
                // "The system can detect": what it then does is that it detects.
                let (deed, _) = split_when(rest);
                unit.system = format!("{} {}", with_article(subject), third_person(&deed));
            } else if passive.is_some()
                || !is_person(subject) && subject.split_whitespace().count() > 3
            {
                let done = passive.map(|done| format!("{subject} {done}"));
                unit.title = done.map_or_else(String::new, |done| title_of(lead, &done));
                // "Orders must be exported": it happens to the subject.
                let (rest, when) = split_when(rest);
                unit.want = format!("{} to {rest}", small(subject));
                unit.when = when;
            } else {
                unit.role = Some(one_of(subject));
                unit.doing = trimmed(rest);
                unit.want = format!("to {}", unit.doing);
            }
        } else if let Some((rest, negative)) = system_verb(text) {
            unit.of_system(text, &rest, negative);
        } else if let Some((who, what)) = let_them(text) {
            unit.role = Some(who);
            unit.want = format!("to {what}");
            unit.doing = what;
        } else if let Some(rest) = MAKING
            .iter()
            .chain(LETTING)
            .find_map(|word| words::after(text, word))
        {
            unit.want = small(trimmed(rest).as_str());
        } else if first_word(text).is_some_and(|word| DOING.contains(&word.lowercase().as_str()))
            && text.split_whitespace().count() >= 2
        {
            unit.doing = small(trimmed(text).as_str());
            unit.want = format!("to {}", unit.doing);
        } else {
            unit.want = small(trimmed(text).as_str());
        }
        if unit.role.is_none() {
            unit.role = role;
        }
        if unit.title.is_empty() {
            let about = if unit.doing.is_empty() {
                &unit.want
            } else {
                &unit.doing
            };
            unit.title = title_of(lead, about);
        }
        unit
    }

    fn of_system(&mut self, sentence: &str, rest: &str, negative: bool) {
        let (rest, when) = split_when(rest);
        let (said, _) = split_when(sentence);
        self.system = match words::after(&said, "the ") {
            Some(rest) => format!("the {rest}"),
            None => format!("the {}", small(&said)),
        };
        let not = if negative { "not " } else { "" };
        self.want = format!("the system {not}to {rest}");
        let verb = if negative {
            format!("do not {rest}")
        } else {
            rest
        };
        self.title = title_of(None, &verb);
        self.when = when;
    }

    /// What is done, or its title where that takes more than a line.
    pub fn in_short(&self, doing: &str) -> String {
        const LONGEST: usize = 110;
        match doing.chars().count() > LONGEST && !self.title.is_empty() {
            true => small(&self.title),
            false => doing.to_owned(),
        }
    }

    /// Acceptance criteria that follow from the sentence and the points below it.
    pub fn criteria(&self, points: &[String]) -> Vec<String> {
        let [given, when, then] = self.tongue.scenario;
        let [before, after] = self.tongue.doing;
        let who = match (&self.role, self.system.as_str()) {
            (_, text) if !text.is_empty() => "the system is running".to_owned(),
            (Some(role), _) => role.clone(),
            (None, _) => "somebody who may do this".to_owned(),
        };
        let doing = match (&self.when, self.doing.as_str(), self.system.as_str()) {
            (Some(when), _, _) => when.clone(),
            (None, "", "") => {
                let thing = article_free(&self.want);
                let thing = thing.split(" (").next().unwrap_or(thing);
                format!("they use {}", self.in_short(thing))
            }
            (None, "", _) => placeholder("trigger", "what starts it?"),
            (None, doing, _) => format!("{before}{}{after}", own(&self.in_short(doing))),
        };
        let result = match self.system.as_str() {
            "" => placeholder("result", "what can then be seen, and what has changed?"),
            system => system.to_owned(),
        };
        let line = |result: &str| format!("{given}{who}{when}{doing}{then}{result}");
        let mut found = Vec::new();
        if points.is_empty() || !self.system.is_empty() {
            found.push(line(&result));
        }
        for point in points.iter().take(8) {
            found.push(line(&as_result(point)));
        }
        if let Some(bound) = &self.bound {
            found.push(format!(
                "{given}the usual load{when}it is measured{then}it takes place {bound}"
            ));
        }
        let failure = placeholder("failure", "the likeliest reason why it cannot be done");
        let [tried, told] = self.tongue.refused;
        found.push(format!("{given}{failure}{when}{tried}{then}{told}"));
        found
    }
}

/// Up to here a point below a requirement becomes a result.
fn as_result(point: &str) -> String {
    small(trimmed(point).as_str())
}

/// "reset their password" stays, "view my orders" becomes "view their orders".
fn own(doing: &str) -> String {
    let words: Vec<&str> = doing
        .split(' ')
        .map(|word| match word {
            "my" => "their",
            "me" => "them",
            word => word,
        })
        .collect();
    words.join(" ")
}

/// "The system" as it stands in a sentence.
fn with_article(subject: &str) -> String {
    match words::after(subject, "the ") {
        Some(rest) => format!("the {rest}"),
        None if subject.eq_ignore_ascii_case("it") => "it".to_owned(),
        None => format!("the {}", small(subject)),
    }
}

fn article_free(want: &str) -> &str {
    words::after(want, "to ").unwrap_or(want)
}
