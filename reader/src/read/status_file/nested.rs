//! Status files that describe their stories: phases, epics, sprints and stories as maps and lists.

use super::keys::{is_process_key, number_id};
use super::{ASIDE, Reader, STATUS_MAPS, StatusEpic, epic_key, story_readings};
use crate::backlog::{DependencyRef, Direction, EpicId, Strength};
use crate::read::dependencies;
use crate::read::ids::KeyReading;
use crate::read::values::status_word;
use crate::read::words;
use crate::read::yaml::Node;
use crate::source::letters::Lowercase;

impl Reader<'_> {
    /// Lists of keys, as "stories: [1-1, 1-2]" of a wave or a track, in a file that gives no story a
    /// status of its own: theirs is that of what they are listed under.
    pub(super) fn listed(&mut self, node: &Node, name: &str, status: &str) {
        let own = node.get("status").and_then(Node::text);
        let status = own
            .filter(|word| words::status(status_word(word)).is_some())
            .unwrap_or(status);
        match node {
            Node::Scalar(_) => {}
            Node::Map(entries) => {
                for entry in entries {
                    if !ASIDE.contains(&entry.key.lowercase().as_str()) {
                        self.listed(&entry.value, &entry.key, status);
                    }
                }
            }
            Node::List(items) => {
                for item in items {
                    let Some(key) = item.value.text() else {
                        self.listed(&item.value, name, status);
                        continue;
                    };
                    let readings = story_readings(key);
                    // "US-012" among stories is one, "W0" among waves none, and a sentence never.
                    let of_stories = name.lowercase().contains("stor");
                    let whole = |reading: &KeyReading| {
                        reading.id.parts.len() > 1 || (of_stories && reading.id.is_flat())
                    };
                    let is_key = !key.contains(' ') && epic_key(key).is_none();
                    if is_key && readings.iter().any(whole) {
                        self.story(
                            key,
                            readings,
                            None,
                            None,
                            status_word(status),
                            Vec::new(),
                            item.line,
                        );
                    }
                }
            }
        }
    }

    /// A map that describes one epic, story or phase.
    pub(super) fn object(
        &mut self,
        node: &Node,
        key: Option<&str>,
        name: &str,
        line: u32,
        epic: Option<&EpicId>,
    ) {
        let text = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| node.get(key).and_then(Node::text))
        };
        let given = text(&[
            "key",
            "story_key",
            "id",
            "story_id",
            "slug",
            "story",
            "epic_id",
        ]);
        let id = given
            .filter(|_| key.is_none_or(|key| epic_key(key).is_none()))
            .or(key);
        let children = ["stories", "tasks_stories", "items"]
            .iter()
            .any(|key| node.get(key).is_some());
        let under_epics = matches!(name, "epics" | "epic");
        let own = if under_epics || children {
            key.and_then(epic_key)
                .or_else(|| given.and_then(epic_key))
                .or_else(|| given.or(key).filter(|_| under_epics).and_then(number_id))
                .or_else(|| text(&["name", "title"]).and_then(epic_key))
        } else {
            None
        };
        if let Some(own) = &own {
            let place = self.place(line);
            let word = text(&["status"]);
            for list in ["story_ids", "stories"] {
                if let Some(Node::List(ids)) = node.get(list) {
                    let ids = ids.iter().filter_map(|id| id.value.text());
                    ids.for_each(|id| _ = self.members.insert(id.to_owned(), own.clone()));
                }
            }
            self.out.epics.push(StatusEpic {
                id: own.clone(),
                status: word.map(words::epic_status).unwrap_or_default(),
                word: word.unwrap_or("").to_owned(),
                title: text(&["title", "name"]).map(str::to_owned),
                place,
                value_line: node.line_of("status").unwrap_or(line),
            });
        }
        if children || under_epics || key.is_some_and(|key| epic_key(key).is_some()) {
            self.node(node, name, own.as_ref().or(epic), false);
            return;
        }
        let container = matches!(
            name,
            "phases" | "sprints" | "waves" | "milestones" | "releases" | "modules" | "groups"
        ) || matches!(key, Some("sprint" | "current_sprint" | "phase" | "project"));
        // `superseded_stories:` says the status of all it lists.
        let of_list = name.strip_suffix("_stories").filter(|_| given.is_some());
        let listed = of_list
            .filter(|word| words::status(word).is_some())
            .or((name == "stories").then_some("backlog"));
        let status = text(&["status", "state"]).or(listed);
        match (id, status) {
            (Some(id), Some(status)) if !container && !is_process_key(id) => {
                let readings = story_readings(id);
                if readings.is_empty() && !name.ends_with("stories") && !STATUS_MAPS.contains(&name)
                {
                    return;
                }
                let epic_text = text(&["epic", "epic_id"]);
                let named = epic_text
                    .and_then(epic_key)
                    .or_else(|| epic_text.and_then(number_id));
                let dependencies = self.dependencies(node, line, named.as_ref().or(epic));
                let title = text(&["title", "name", "summary", "description"]).map(str::to_owned);
                self.value_line = node.line_of("status").or_else(|| node.line_of("state"));
                self.story(
                    id,
                    readings,
                    title,
                    named.as_ref().or(epic),
                    status_word(status),
                    dependencies,
                    line,
                );
            }
            _ => self.node(node, name, epic, false),
        }
    }

    fn dependencies(&self, node: &Node, line: u32, epic: Option<&EpicId>) -> Vec<DependencyRef> {
        let place = self.place(line);
        let mut found = Vec::new();
        let labels = [
            ("depends_on", Direction::Requires),
            ("dependencies", Direction::Requires),
            ("blocked_by", Direction::Requires),
            ("prerequisites", Direction::Requires),
            ("after", Direction::Requires),
            ("blocks", Direction::Blocks),
            ("blocker_for", Direction::Blocks),
        ];
        for (label, direction) in labels {
            let mut texts = Vec::new();
            match node.get(label) {
                Some(Node::Scalar(text)) => texts.push(text.as_str()),
                Some(Node::List(items)) => {
                    texts.extend(items.iter().filter_map(|item| item.value.text()))
                }
                _ => {}
            }
            for text in texts {
                found.extend(dependencies::parse(
                    text,
                    direction,
                    Strength::Hard,
                    epic,
                    &place,
                ));
            }
        }
        found
    }
}
