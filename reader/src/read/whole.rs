//! A criterion or task as it stands in its document, beyond the first line that the backlog keeps.

use super::criteria::{GHERKIN_REST, gherkin, item_text};
use super::labels::label;
use crate::backlog::Item;
use crate::source;
use crate::source::marks::{Marked, marks};

/// Lines of one item at most.
const MOST: usize = 40;

/// All lines of an item, without emphasis, joined by line feeds; `text` is its whole document and
/// `next` the line of the item after it, where there is one.
pub fn whole_item(text: &str, item: &Item, next: Option<u32>) -> String {
    let mut whole = item.text.clone();
    let (before, from) = text
        .split_at_checked(item.place.span.start)
        .unwrap_or((text, ""));
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = before.get(line_start..).unwrap_or("");
    let indent = before.len() - before.trim_start().len();
    let is_listed = !before.trim().is_empty() || bullet(from).is_some();
    if from.starts_with('|') || before.trim_start().starts_with('|') {
        return whole;
    }
    let mut after_blank = false;
    for line in source::lines(from).skip(1).take(MOST) {
        let number = item.place.line + line.number - 1;
        if next.is_some_and(|next| number >= next) {
            break;
        }
        let body = line.text.trim_start();
        let deeper = line.text.len() - body.len() > indent;
        if body.is_empty() {
            after_blank = true;
            continue;
        }
        let content = bullet(body).unwrap_or(body);
        if !gherkin(content, &GHERKIN_REST) {
            let ends = body.starts_with_one(marks!['#', '|', '`'])
                || body.starts_with("---")
                || (after_blank && !deeper)
                || (!deeper && is_listed && bullet(body).is_some())
                || (!deeper && label(content).is_some());
            if ends {
                break;
            }
        }
        after_blank = false;
        whole.push('\n');
        whole.push_str(&item_text(content));
    }
    whole
}

/// What follows the bullet, number or check box at the start of a line.
fn bullet(body: &str) -> Option<&str> {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = body.get(digits..)?;
    let rest = if digits > 0 {
        rest.strip_start_of(marks!['.', ')'])?
    } else {
        rest.strip_start_of(marks!['-', '*', '+'])?
    };
    let rest = rest.strip_start_of(marks![' ', '\t'])?.trim_start();
    let unchecked = ["[ ] ", "[x] ", "[X] "];
    Some(
        unchecked
            .iter()
            .find_map(|check| rest.strip_prefix(check))
            .unwrap_or(rest),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Document;

    /// The whole criteria of the one story of a document.
    fn criteria(section: &str) -> Vec<String> {
        let text = format!("## Epic 1: One\n\n### Story 1.1: First\n\n{section}");
        let documents = [Document::new("epics.md", text.clone())];
        let (backlog, _) = crate::read::documents(&documents);
        let Some(story) = backlog.stories.first() else {
            return Vec::new();
        };
        let items = &story.acceptance_criteria;
        let next = items.iter().skip(1).map(|item| Some(item.place.line));
        let pairs = items.iter().zip(next.chain([None]));
        pairs
            .map(|(item, next)| whole_item(&text, item, next))
            .collect()
    }

    #[test]
    fn a_scenario_is_told_to_its_end() {
        assert_eq!(
            criteria(
                "**Acceptance Criteria:**\n\n**Given** a cart\n**When** it is paid\n**Then** the order exists\n**And** a mail is sent\n\n**Given** no cart\n**Then** nothing\n\n**Tasks:**\n\n- [ ] Build\n"
            ),
            [
                "Given a cart\nWhen it is paid\nThen the order exists\nAnd a mail is sent",
                "Given no cart\nThen nothing",
            ]
        );
    }

    #[test]
    fn blank_lines_between_the_steps_do_not_end_it() {
        assert_eq!(
            criteria(
                "**Acceptance Criteria:**\n\n**Given** a cart\n\n**When** it is paid\n\n**Then** the order exists\n\nSome prose after it.\n"
            ),
            ["Given a cart\nWhen it is paid\nThen the order exists"]
        );
    }

    #[test]
    fn what_is_nested_or_continued_belongs_to_its_item() {
        assert_eq!(
            criteria(
                "**Acceptance Criteria:**\n\n1. Paid by card\n   - with a receipt\n   and a mail\n2. Refunded\n\n### Notes\n\n- none\n"
            ),
            ["Paid by card\nwith a receipt\nand a mail", "Refunded"]
        );
    }

    #[test]
    fn a_single_line_stays_one() {
        assert_eq!(
            criteria("**Acceptance Criteria:**\n\n- One\n- Two\n\n**Files to modify:** `a.rs`\n"),
            ["One", "Two"]
        );
    }
}
