//! Labels about files that are put together from words: "Backend files to modify", "Archivos
//! creados/modificados", "需要创建的文件".

use super::fields::Field;
use super::markers::marker;
use crate::backlog::Marker;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked};

/// Words for files; one has to be there.
const NOUNS: &[&str] = &[
    "file", "files", "fichier", "fichiers", "archivo", "archivos", "arquivo", "arquivos",
];

/// Words that say that something happens to the files, though not what.
const TOUCHED: &[&str] = &[
    "touch", "touched", "change", "changed", "affected", "impacted", "involved",
];

/// Words that may stand beside them.
const BESIDE: &[&str] = &[
    "to",
    "be",
    "being",
    "and",
    "or",
    "the",
    "of",
    "that",
    "will",
    "all",
    "a",
    "à",
    "y",
    "e",
    "et",
    "key",
    "main",
    "primary",
    "core",
    "backend",
    "frontend",
    "test",
    "tests",
    "source",
    "code",
    "implementation",
    "project",
    "expected",
    "planned",
    "proposed",
    "likely",
    "actual",
    "actually",
    "additional",
    "other",
    "list",
    "existing",
    "existants",
    "existentes",
    "story",
    "clave",
    "clés",
];

/// Words after which it only says when or by whom.
const AFTERWARDS: &[&str] = &["by", "this", "in", "during", "for", "durante", "en"];

/// The pieces of such a label in Chinese, and what they say.
const PIECES: &[(&str, Option<Marker>)] = &[
    ("新增", Some(Marker::Create)),
    ("新建", Some(Marker::Create)),
    ("创建", Some(Marker::Create)),
    ("修改", Some(Marker::Modify)),
    ("变更", Some(Marker::Modify)),
    ("更新", Some(Marker::Modify)),
    ("删除", Some(Marker::Delete)),
    ("新", Some(Marker::Create)),
    ("需要", None),
    ("待", None),
    ("已", None),
    ("实际", None),
    ("现有", None),
    ("的", None),
    ("文件", None),
    ("列表", None),
    ("清单", None),
    ("路径", None),
    ("位置", None),
    ("目录", None),
    ("前端", None),
    ("后端", None),
    ("测试", None),
    ("和", None),
    ("或", None),
    ("/", None),
    (" ", None),
];

/// What a label of such words announces.
pub fn field(label: &str) -> Option<Field> {
    let marker = match label.contains("文件") {
        true => of_pieces(label)?,
        false => of_words(&label.lowercase())?,
    };
    Some(Field::Files(marker))
}

/// Whether one of the nouns may stand in a label: nearly all labels end here.
pub fn names_files(label: &str) -> bool {
    // "ile" of files, "ivo" of archivos and arquivos, "ich" of fichiers, and how 文 begins.
    let mut before = [0_u8; 2];
    let letters = label.as_bytes();
    letters.len() <= 90
        && letters.iter().any(|&byte| {
            let found = matches!(
                (before, byte),
                ([b'i', b'l'], b'e') | ([b'i', b'v'], b'o') | ([b'i', b'c'], b'h') | (_, 0xE6)
            );
            before = [before[1], byte];
            found
        })
}

/// What several markers say together: nothing, where they differ.
#[derive(Default)]
struct Said {
    marker: Option<Marker>,
    any: bool,
}

impl Said {
    fn add(&mut self, marker: Option<Marker>) {
        self.marker = marker.filter(|_| !self.any || self.marker == marker);
        self.any = true;
    }
}

fn of_words(label: &str) -> Option<Marker> {
    let (mut named, mut said) = (false, Said::default());
    let mut words = label.split([' ', '/', '&', ',']);
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        if NOUNS.contains(&word) {
            named = true;
        } else if TOUCHED.contains(&word) {
            said.add(None);
        } else if said.any && named && AFTERWARDS.contains(&word) {
            break;
        } else if BESIDE.contains(&word) {
        } else {
            match marker(word) {
                Some(found) if found != Marker::Untouched => said.add(Some(found)),
                _ => return None,
            }
        }
    }
    // "Files created in Story 1.2" are those of another story.
    let elsewhere = words.any(|word| word.contains_one(DIGITS));
    (named && said.any && !elsewhere).then(|| said.marker.unwrap_or_default())
}

fn of_pieces(label: &str) -> Option<Marker> {
    let mut said = Said::default();
    let mut rest = label;
    while !rest.is_empty() {
        let mut pieces = PIECES.iter();
        let (after, marker) =
            pieces.find_map(|&(piece, marker)| Some((rest.strip_prefix(piece)?, marker)))?;
        if marker.is_some() {
            said.add(marker);
        }
        rest = after;
    }
    said.any.then(|| said.marker.unwrap_or_default())
}
