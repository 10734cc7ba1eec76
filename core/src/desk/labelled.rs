//! INVEST and the checklist against stories that a person has judged.

use super::Verdict;
use super::tests::checked;
use crate::source::Document;

const STORIES: &str = include_str!("../../../tests/cases/desk/labelled.md");

/// The share of answers that have to agree, in percent.
const AGREEMENT: usize = 95;

#[test]
fn people_and_the_desk_agree() {
    let mut documents = Vec::new();
    let mut labels = Vec::new();
    for part in STORIES.split("\n# Story ").skip(1) {
        let (id, _) = part.split_once(':').expect("an id");
        let key = id.replace('.', "-");
        documents.push(Document::new(
            format!("stories/{key}.md"),
            format!("# Story {part}"),
        ));
        let (_, label) = part.split_once("<!-- ").expect("a label");
        let (label, _) = label.split_once(" -->").expect("its end");
        let (letters, readiness) = label.split_once(' ').expect("two labels");
        labels.push((key, letters.to_owned(), readiness.to_owned()));
    }
    assert!(labels.len() >= 60, "{} stories", labels.len());
    let (mut agreed, mut all) = (0, 0);
    let mut differing = Vec::new();
    for (key, letters, readiness) in &labels {
        let (_, check) = checked(&documents, key);
        for (letter, label) in check.letters.iter().zip(letters.chars()) {
            all += 1;
            let yes = letter.verdict == Verdict::Yes;
            if yes == label.is_uppercase() {
                agreed += 1;
            } else {
                differing.push(format!("{key} {label}: {}", letter.evidence));
            }
        }
        all += 1;
        if check.readiness.as_str() == readiness {
            agreed += 1;
        } else {
            let items = check
                .items
                .iter()
                .filter(|item| item.state == check.readiness);
            let why: Vec<&str> = items.map(|item| item.evidence.as_str()).collect();
            differing.push(format!("{key} {readiness}: {}", why.join(" ")));
        }
    }
    assert!(
        agreed * 100 >= AGREEMENT * all,
        "{agreed} of {all} agree\n{}",
        differing.join("\n")
    );
    println!("{agreed} of {all} agree\n{}", differing.join("\n"));
}
