use super::unit::Unit;
use super::*;
use crate::backlog::EpicId;
use crate::source::Document;
use crate::{read, write};

const SHOP: &str = "\
# Shop - Epic Breakdown

## Requirements Inventory

FR1: Buyers can search for local services by place
FR2: Buyers can filter results by price so that they find what they can afford
FR3: The system sends a receipt when an order is paid
FR4: Vendors can upload photos within 5 seconds
NFR1: Search results appear within 500 ms

### FR Coverage Map

FR1: Epic 1 - searching

## Epic 1: Find and order

Buyers find a service near them and order it.

**FRs covered:** FR1-FR3, FR4
**NFRs:** NFR1

**Technical Notes:**
- Search uses the index in `src/search/index.ts`
- Payments go through one provider

### Story 1.1: Search for local services by place

As a buyer,
I want to search for local services by place,
so that I find somebody near me.

## Epic 2: Accounts

Everything about who somebody is.

### Scope

- **Sign-up**: visitors can create an account
  - a mail with a link is sent
  - an address that is known already is refused
- Password reset
- Change the account in `src/account/profile.ts`
- see the architecture

### Out of scope

- Sign in with other providers

## Epic 3: Later
";

fn from(epic: &str) -> Result<FromEpic, NoDrafts> {
    let documents = [Document::new("epics.md", SHOP)];
    let (backlog, _) = read::documents(&documents);
    let mut keys = Keys::beside(&backlog, []);
    from_epic(&documents, &backlog, &EpicId::new(epic), &mut keys)
}

#[test]
fn requirements_without_a_story_become_drafts_with_the_next_keys() {
    let found = from("1").expect("has text");
    let told: Vec<(String, &str)> = found
        .drafts
        .iter()
        .map(|draft| (draft.number(), draft.title.as_str()))
        .collect();
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(key, title)| (key.as_str(), *title))
        .collect();
    assert_eq!(
        told,
        [
            ("1.2", "Filter results by price"),
            ("1.3", "Send a receipt"),
            ("1.4", "Upload photos within 5 seconds"),
        ]
    );
    assert_eq!(found.skipped.len(), 1);
    assert_eq!(found.skipped[0].reason, "Story 1-1 is about the same.");
    let [filter, receipt, photos] = found.drafts.as_slice() else {
        panic!("three drafts");
    };
    assert_eq!(
        (
            filter.role.as_str(),
            filter.want.as_str(),
            filter.benefit.as_str()
        ),
        (
            "a buyer",
            "to filter results by price",
            "they find what they can afford"
        )
    );
    assert_eq!(
        receipt.criteria[0],
        "**Given** the system is running, **when** an order is paid, **then** the system sends a receipt"
    );
    assert!(photos.criteria[1].ends_with("it takes place within 5 seconds"));
    // What is not known is left to people, and said.
    assert!(photos.benefit.starts_with("{{benefit: "));
    assert!(
        filter
            .guidance
            .iter()
            .any(|note| note.starts_with("NFR1: Search results"))
    );
    assert!(receipt.source[0].starts_with("FR3: "));
}

#[test]
fn bullets_become_drafts_with_their_points_as_criteria_and_files_from_their_words() {
    let found = from("2").expect("has text");
    let titles: Vec<&str> = found
        .drafts
        .iter()
        .map(|draft| draft.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Sign-up",
            "Password reset",
            "Change the account in src/account/profile.ts"
        ]
    );
    let [sign_up, _, change] = found.drafts.as_slice() else {
        panic!("three drafts");
    };
    assert_eq!(sign_up.role, "a visitor");
    assert_eq!(
        sign_up.criteria[0],
        "**Given** a visitor, **when** they create an account, **then** a mail with a link is sent"
    );
    assert_eq!(change.files, ["src/account/profile.ts"]);
    let text = write::story_file(change, "stories").text;
    assert!(text.contains("### Files to modify\n\n- `src/account/profile.ts`\n"));
}

#[test]
fn an_epic_without_text_and_one_that_is_not_there_say_so() {
    assert_eq!(
        from("3").expect_err("nothing is written of it").to_string(),
        "epic 3 has no text to draft from: write its goal, its requirements (“FRs covered: FR1”) or a list of what it brings"
    );
    assert_eq!(
        from("7").expect_err("is not there").to_string(),
        "there is no epic 7; there are 1, 2 and 3"
    );
}

#[test]
fn sentences_are_taken_apart() {
    let check = |text: &str, role: Option<&str>, want: &str, title: &str| {
        let unit = Unit::of(text, None, None);
        assert_eq!(unit.role.as_deref(), role, "{text}");
        assert_eq!(unit.want, want, "{text}");
        assert_eq!(unit.title, title, "{text}");
    };
    check(
        "As a host, I want to block days, so that nobody books them.",
        Some("a host"),
        "to block days",
        "Block days",
    );
    check(
        "Authorised users shall be able to export their data as CSV.",
        Some("an authorised user"),
        "to export their data as CSV",
        "Export data as CSV",
    );
    check(
        "Allow vendors to withdraw listings",
        Some("a vendor"),
        "to withdraw listings",
        "Withdraw listings",
    );
    check(
        "System does not store card numbers",
        None,
        "the system not to store card numbers",
        "Do not store card numbers",
    );
    check(
        "Orders must be archived after 90 days",
        None,
        "orders to be archived after 90 days",
        "Orders archived after 90 days",
    );
    check(
        "Implement a dark theme",
        None,
        "a dark theme",
        "A dark theme",
    );
    check("PDF export", None, "PDF export", "PDF export");
    check(
        "L'utilisateur peut mettre en pause un minuteur",
        Some("utilisateur"),
        "mettre en pause un minuteur",
        "Mettre en pause un minuteur",
    );
    check("用户可以导出报告", Some("用户"), "导出报告", "导出报告");
}

#[test]
fn statements_of_other_languages_read_back() {
    for (text, role) in [
        ("L'utilisateur peut exporter ses notes", "utilisateur"),
        ("El cliente puede cancelar una reserva", "cliente"),
        ("O cliente pode cancelar uma reserva", "cliente"),
        ("Der Kunde kann eine Buchung stornieren", "Kunde"),
        ("用户可以导出报告", "用户"),
    ] {
        let unit = Unit::of(text, None, None);
        let draft = Draft {
            key: Some(crate::backlog::StoryKey::new("1-1")),
            epic: Some(EpicId::new("1")),
            title: unit.title.clone(),
            role: unit.role.clone().unwrap_or_default(),
            want: unit.want.clone(),
            benefit: "etwas besser wird".to_owned(),
            tongue: unit.tongue,
            criteria: unit.criteria(&[]),
            ..Draft::default()
        };
        let (backlog, _) = read::documents(&[write::story_file(&draft, "")]);
        let story = &backlog.stories[0];
        assert_eq!(story.statement.role.as_deref(), Some(role), "{text}");
        assert_eq!(
            story.statement.want.as_deref(),
            Some(unit.want.as_str()),
            "{text}"
        );
        assert_eq!(
            story.statement.benefit.as_deref(),
            Some("etwas besser wird"),
            "{text}"
        );
    }
}

#[test]
fn a_guess_is_soft_and_says_why() {
    let text = "## Epic 4: Notes\n\n### Scope\n\n- Users can create notes with a title\n- Users can search notes by word\n";
    let documents = [Document::new("epics.md", text)];
    let (backlog, _) = read::documents(&documents);
    let mut keys = Keys::beside(&backlog, []);
    let found = from_epic(&documents, &backlog, &EpicId::new("4"), &mut keys).expect("has text");
    let needs = &found.drafts[1].needs;
    assert_eq!(needs.len(), 1);
    assert_eq!(needs[0].key.as_str(), "4-1");
    assert_eq!(needs[0].guess.as_deref(), Some("there you create the note"));
}

#[test]
fn an_epic_that_is_one_sentence_is_told_apart_or_asks_how() {
    let documents = [Document::new(
        "epics.md",
        "## Epic 1: Market\n\nBuyers can find a vendor, compare prices and book a visit so that they choose well.\n\n## Epic 2: Night\n\nA harbour that runs itself day and night.\n",
    )];
    let (backlog, _) = read::documents(&documents);
    let drafts = |epic: &str| {
        let mut keys = Keys::beside(&backlog, []);
        let found = from_epic(&documents, &backlog, &EpicId::new(epic), &mut keys);
        found.expect("has a goal").drafts
    };
    let wants: Vec<String> = drafts("1").into_iter().map(|draft| draft.want).collect();
    assert_eq!(
        wants,
        ["to find a vendor", "to compare prices", "to book a visit"]
    );
    assert!(
        drafts("1")
            .iter()
            .all(|draft| draft.benefit == "they choose well")
    );
    let [night] = &drafts("2")[..] else {
        panic!("one draft");
    };
    let text = write::story_file(night, "").text;
    let open: Vec<String> = placeholders(&text)
        .into_iter()
        .map(|one| one.name)
        .collect();
    for name in ["role", "benefit", "first step"] {
        assert!(
            open.iter().any(|one| one == name),
            "{name} in {open:?}\n{text}"
        );
    }
}

#[test]
fn a_sentence_is_worded_as_a_scrum_master_would_word_it() {
    let check = |text: &str, want: &str, then: &str| {
        let unit = Unit::of(text, None, None);
        assert_eq!(unit.want, want, "{text}");
        let criteria = unit.criteria(&[]);
        assert!(criteria[0].contains(then), "{}", criteria[0]);
    };
    // What it can do, it does; where it comes from is no part of it.
    check(
        "The system can notify the harbour when a boat is late (UC-12.1-12.3)",
        "the system to notify the harbour",
        "**then** the system notifies the harbour",
    );
    check(
        "The system must not also push a boat",
        "the system to not also push a boat",
        "**then** the system does not also push a boat",
    );
    // A thing with a title and an explanation.
    check(
        "Berth Management (prices, owners)",
        "berth management (prices, owners)",
        "**when** they use berth management, **then**",
    );
    check(
        "GitHub Actions runs",
        "GitHub Actions runs",
        "they use GitHub Actions runs",
    );
    // 能 in 能力 is no ability.
    check(
        "提供泊位管理能力",
        "提供泊位管理能力",
        "they use 提供泊位管理能力",
    );
    // More than a line stands under its title.
    let long = "Users can filter berths by depth and length and price and owner and harbour and coast and state and weather and season at once";
    let unit = Unit::of(long, None, None);
    let criteria = unit.criteria(&[]);
    assert!(criteria[0].contains("they filter berths by depth"));
    assert!(!criteria[0].contains("at once"), "{}", criteria[0]);
}

#[test]
fn a_title_is_one_that_its_own_heading_gives_back() {
    let text = "## Epic 4: Notes\n\n### Scope\n\n- Create notes <!-- later -->\n- Search notes ✅ DONE\n- #<!-- nothing\n";
    let documents = [Document::new("epics.md", text)];
    let (backlog, _) = read::documents(&documents);
    let mut keys = Keys::beside(&backlog, []);
    let found = from_epic(&documents, &backlog, &EpicId::new("4"), &mut keys).unwrap();
    assert!(!found.drafts.is_empty());
    for draft in &found.drafts {
        let file = write::story_file(draft, "stories");
        let (own, _) = read::documents(&[file]);
        assert_eq!(own.stories[0].title, draft.title);
        assert!(!draft.title.is_empty());
    }
}
