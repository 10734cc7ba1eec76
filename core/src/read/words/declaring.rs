//! Words before ids, and marks on titles.

use crate::backlog::Status;

/// Words before a story's id.
pub(in crate::read) const STORY_WORDS: &[&str] = &[
    "user story",
    "story",
    "用户故事",
    "故事",
    "스토리",
    "사용자 스토리",
    "ユーザーストーリー",
    "ストーリー",
    "histoire",
    "récit",
    "historia de usuario",
    "historia",
    "história de usuário",
    "história",
    "storia",
    "câu chuyện",
    "stories",
    "historias",
    "histórias",
    "histoires",
    "récits",
];

/// Headings of a list of stories that may have no ids.
pub(in crate::read) const STORY_LISTS: &[&str] = &[
    "stories",
    "user stories",
    "story list",
    "用户故事",
    "故事列表",
    "故事",
    "historias",
    "historias de usuario",
    "histórias",
    "histórias de usuário",
    "récits",
    "récits utilisateur",
    "스토리",
    "사용자 스토리",
    "ストーリー",
];

/// Words before an epic's id.
pub(in crate::read) const EPIC_WORDS: &[&str] = &[
    "epics",
    "epic",
    "épicas",
    "épica",
    "épico",
    "épique",
    "épopée",
    "epopeya",
    "史诗",
    "史詩",
    "エピック",
    "에픽",
    "epica",
    "épicos",
    "epica",
];

/// Marks on a title that say what became of the story.
pub(in crate::read) const TITLE_TAGS: &[(&str, Status)] = &[
    ("deferred", Status::Dropped),
    ("dropped", Status::Dropped),
    ("cancelled", Status::Dropped),
    ("canceled", Status::Dropped),
    ("removed", Status::Dropped),
    ("skipped", Status::Dropped),
    ("obsolete", Status::Dropped),
    ("descoped", Status::Dropped),
    ("out of scope", Status::Dropped),
    ("wont do", Status::Dropped),
    ("won't do", Status::Dropped),
    ("postponed", Status::Dropped),
    ("已取消", Status::Dropped),
    ("已推迟", Status::Dropped),
    ("reporté", Status::Dropped),
    ("reportée", Status::Dropped),
    ("superseded", Status::Superseded),
    ("replaced", Status::Superseded),
    ("merged", Status::Superseded),
    ("moved", Status::Superseded),
    ("done", Status::Done),
    ("complete", Status::Done),
    ("completed", Status::Done),
    ("implemented", Status::Done),
    ("完成", Status::Done),
    ("已完成", Status::Done),
    ("terminé", Status::Done),
    ("in progress", Status::InProgress),
    ("blocked", Status::Blocked),
];
