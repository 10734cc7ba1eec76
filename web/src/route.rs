//! Where the user is, as the part of the address after `#`.
//!
//! `#/documents/docs/epics.md?line=12`, `#/plan?story=3-1`, `#/graph`, `#/export`.

/// The views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// The texts.
    #[default]
    Documents,
    /// The batches.
    Plan,
    /// The graph.
    Graph,
    /// What a correction of the sprint would lead to.
    Correct,
    /// Stories through their six phases.
    Workflow,
    /// Drafts and checks of stories.
    Stories,
    /// Where the sprint stands.
    Progress,
    /// The session with the planner.
    Messages,
    /// Everything that can be taken away.
    Export,
}

impl View {
    /// All views, in the order of the tabs.
    pub const ALL: [View; 9] = [
        View::Documents,
        View::Plan,
        View::Graph,
        View::Correct,
        View::Workflow,
        View::Stories,
        View::Progress,
        View::Messages,
        View::Export,
    ];

    /// Whether the selected story can be shown beside it: some views use that room themselves.
    pub fn has_inspector(self) -> bool {
        !matches!(self, View::Documents | View::Stories | View::Progress)
    }

    /// The name on the tab.
    pub fn name(self) -> &'static str {
        match self {
            View::Documents => "Documents",
            View::Plan => "Plan",
            View::Graph => "Graph",
            View::Correct => "Correct",
            View::Workflow => "Workflow",
            View::Stories => "Stories",
            View::Progress => "Progress",
            View::Messages => "Messages",
            View::Export => "Export",
        }
    }

    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            View::Documents => "documents",
            View::Plan => "plan",
            View::Graph => "graph",
            View::Correct => "correct",
            View::Workflow => "workflow",
            View::Stories => "stories",
            View::Progress => "progress",
            View::Messages => "messages",
            View::Export => "export",
        }
    }

    /// The key after `g`.
    pub fn key(self) -> char {
        match self {
            View::Documents => 'd',
            View::Plan => 'p',
            View::Graph => 'g',
            View::Correct => 'c',
            View::Workflow => 'w',
            View::Stories => 's',
            View::Progress => 'r',
            View::Messages => 'm',
            View::Export => 'e',
        }
    }
}

/// A place in the app.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// The view.
    pub view: View,
    /// The open document, in [`View::Documents`].
    pub document: Option<String>,
    /// The line to show of it.
    pub line: Option<u32>,
    /// The selected story.
    pub story: Option<String>,
}

impl Route {
    /// Reads a hash; what it does not know it ignores.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let path = path.strip_prefix('/').unwrap_or(path);
        let (word, rest) = path.split_once('/').unwrap_or((path, ""));
        let view = View::ALL
            .into_iter()
            .find(|view| view.word() == word)
            .unwrap_or_default();
        let mut route = Route {
            view,
            document: (view == View::Documents && !rest.is_empty()).then(|| decode(rest)),
            ..Route::default()
        };
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("line", number)) => route.line = number.parse().ok().filter(|&line| line > 0),
                Some(("story", key)) if !key.is_empty() => route.story = Some(decode(key)),
                _ => {}
            }
        }
        route
    }

    /// The hash of this place.
    pub fn hash(&self) -> String {
        let mut hash = String::from("#/");
        hash.push_str(self.view.word());
        if let (View::Documents, Some(path)) = (self.view, &self.document) {
            hash.push('/');
            encode(path, &mut hash);
        }
        let mut separator = '?';
        if let (View::Documents, Some(line)) = (self.view, self.line) {
            hash.push_str("?line=");
            hash.push_str(&line.to_string());
            separator = '&';
        }
        if let Some(story) = &self.story {
            hash.push(separator);
            hash.push_str("story=");
            encode(story, &mut hash);
        }
        hash
    }

    /// The same selection in another view.
    pub fn to_view(&self, view: View) -> Self {
        Self {
            view,
            story: self.story.clone(),
            ..Self::default()
        }
    }

    /// The same selection at a line of a document.
    pub fn to_line(&self, path: &str, line: Option<u32>) -> Self {
        Self {
            view: View::Documents,
            document: Some(path.to_owned()),
            line,
            story: self.story.clone(),
        }
    }
}

fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for digit in [byte >> 4, byte & 15] {
                into.push(
                    char::from_digit(u32::from(digit), 16)
                        .unwrap_or('0')
                        .to_ascii_uppercase(),
                );
            }
        }
    }
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_survive_the_address_bar() {
        for hash in [
            "#/documents",
            "#/documents/docs/epics.md?line=12",
            "#/documents/a%20b%2Bc/%C3%A4.md?line=3&story=3-1a",
            "#/plan?story=STORY-007",
            "#/graph",
            "#/correct",
            "#/workflow?story=1-1",
            "#/messages",
            "#/export",
        ] {
            assert_eq!(Route::parse(hash).hash(), hash);
        }
    }

    #[test]
    fn what_is_unknown_leads_to_documents() {
        for hash in [
            "",
            "#",
            "#/nowhere",
            "#/documents/?line=0",
            "#/documents?line=x&story=",
        ] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
        assert_eq!(
            Route::parse("#/documents/100%.md").document.as_deref(),
            Some("100%.md")
        );
    }
}
