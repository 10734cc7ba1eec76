//! The words that planning documents use, in the languages they are written in. A new notation
//! that is only another word is one more row here.

use crate::backlog::{Direction, EpicStatus, Marker, Status, Strength};

/// What a label or heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The user story.
    Statement,
    /// Acceptance criteria.
    Criteria,
    /// Tasks.
    Tasks,
    /// What the story waits for, or what waits for it.
    Dependencies(Direction, Strength),
    /// Files the story touches.
    Files(Marker),
    /// Paths here are hints, not declarations.
    Notes,
    /// The status.
    Status,
    /// The priority.
    Priority,
    /// The effort.
    Effort,
    /// The goal of an epic.
    Goal,
    /// Nothing for us, paths included.
    Ignored,
}

const REQUIRES: Field = Field::Dependencies(Direction::Requires, Strength::Hard);
const SOFT: Field = Field::Dependencies(Direction::Requires, Strength::Soft);
const BLOCKS: Field = Field::Dependencies(Direction::Blocks, Strength::Hard);

/// Labels and headings, in lower case, without numbering, decoration and colon.
const FIELDS: &[(Field, &[&str])] = &[
    (
        Field::Statement,
        &[
            "story", "user story", "story statement", "description", "user story statement", "用户故事", "故事",
            "récit utilisateur", "récit", "historia de usuario", "historia", "história de usuário", "história",
            "사용자 스토리", "스토리", "ユーザーストーリー", "ストーリー", "storia utente", "câu chuyện người dùng",
        ],
    ),
    (
        Field::Criteria,
        &[
            "acceptance criteria", "acceptance criterion", "acceptance", "acceptance tests", "ac", "acs",
            "acceptance criteria (bdd)", "success criteria", "criteria", "key acceptance criteria",
            "acceptance criteria/definition of done", "acceptance criteria (acs)", "验收标准", "验收条件", "驗收標準",
            "接受标准", "critères d'acceptation", "critères d’acceptation", "criteres d'acceptation",
            "criterios de aceptación", "criterios de aceptacion", "critérios de aceitação", "critérios de aceite",
            "criterios de aceitacao", "인수 조건", "인수 기준", "수용 기준", "수락 기준", "승인 기준", "受け入れ基準",
            "受入基準", "受け入れ条件", "criteri di accettazione", "akzeptanzkriterien", "tiêu chí chấp nhận",
            "tiêu chí nghiệm thu", "given/when/then",
        ],
    ),
    (
        Field::Tasks,
        &[
            "tasks/subtasks", "tasks", "task list", "subtasks", "implementation tasks", "development tasks",
            "technical tasks", "tasks and subtasks", "task breakdown", "任务/子任务", "任务", "任务列表", "任务分解",
            "開發任務", "tâches/sous-tâches", "tâches", "taches", "tareas/subtareas", "tareas", "tarefas/subtarefas",
            "tarefas", "작업/하위 작업", "작업", "태스크", "タスク/サブタスク", "タスク", "attività", "aufgaben",
            "công việc", "nhiệm vụ", "execution", "tasks and acceptance",
        ],
    ),
    (
        REQUIRES,
        &[
            "prerequisites", "prerequisite", "prereqs", "prereq", "pre-requisites", "dependencies", "dependency",
            "depends on", "depends_on", "dependson", "depends", "story dependencies", "blocked by", "blocked_by",
            "blocked on", "requires", "required stories", "after", "must follow", "needs", "upstream dependencies",
            "upstream", "hard dependencies", "hard dependency", "hard prerequisites", "internal dependencies",
            "prerequisite stories", "dependent on", "dependencies and prerequisites",
            "prerequisites and dependencies", "dependencies/prerequisites", "prerequisites/dependencies",
            "dependencies on other stories", "dependencies (stories)", "builds on", "dependency stories",
            "epic dependencies", "story prerequisites", "story prerequisite",
            "依赖", "依赖关系", "依赖项", "前置依赖", "前置条件", "前置故事", "依赖故事", "前提条件", "依賴",
            "前置要求", "先决条件", "dépendances", "dépendance", "dépend de", "prérequis", "pré-requis", "bloqué par",
            "dependencias", "dependencia", "depende de", "requisitos previos", "prerrequisitos", "prerequisitos",
            "bloqueado por", "dependências", "dependência", "pré-requisitos", "pré-requisito",
            "선행 조건", "선행조건", "의존성", "선행 스토리", "전제 조건", "전제조건", "依存関係", "依存", "前提",
            "dipendenze", "prerequisiti", "abhängigkeiten", "voraussetzungen", "phụ thuộc", "điều kiện tiên quyết",
        ],
    ),
    (
        SOFT,
        &[
            "soft dependencies", "soft dependency", "soft depends on", "optional dependencies", "related stories",
            "nice to have before", "soft prerequisites", "软依赖",
        ],
    ),
    (
        BLOCKS,
        &[
            "blocks", "enables", "unblocks", "blocking", "required by", "required for", "must complete before",
            "must be completed before", "needed by", "prerequisite for", "downstream dependencies", "downstream",
            "dependents", "dependent stories", "blocking for", "blocks stories", "feeds into", "阻塞", "被依赖",
            "后续依赖", "后续故事", "bloque", "débloque", "bloquea", "habilita", "bloqueia", "desbloqueia", "후속 스토리",
            "blocca", "blockiert", "chặn",
        ],
    ),
    (
        Field::Files(Marker::Unmarked),
        &[
            "file list", "files list", "list of files", "files", "file", "key files", "affected files",
            "files affected", "files touched", "files to touch", "touched files", "impacted files", "files impacted",
            "files changed", "changed files", "file changes", "files to create/modify", "files to modify/create",
            "files to create or modify", "files to create and modify", "files to create/update",
            "files to change", "files created/modified", "files modified/created", "files created and modified",
            "source tree components to touch", "source tree components", "components to touch", "file scope",
            "file structure requirements", "file structure", "file structure to create", "code map", "file locations",
            "file location", "implementation files", "relevant files", "files involved", "expected files",
            "expected file list", "expected file changes", "source files", "source files to touch", "code locations",
            "target files", "files in scope", "file plan", "planned files", "planned file list", "file paths",
            "files to create / modify", "files to touch/create", "files to be created/modified", "files to edit/create",
            "files/components", "files and components", "deliverables (files)", "output files", "location",
            "相关文件", "文件列表", "文件清单", "文件", "涉及文件", "关键文件", "文件结构", "文件变更",
            "文件结构要求", "檔案清單", "影响文件", "变更文件", "源码文件", "fichiers", "liste des fichiers",
            "fichiers à créer/modifier", "fichiers concernés", "fichiers impactés", "fichiers clés",
            "fichiers touchés", "archivos", "lista de archivos", "archivos a crear/modificar", "archivos afectados",
            "archivos clave", "arquivos", "lista de arquivos", "arquivos a criar/modificar", "arquivos afetados",
            "arquivos-chave", "파일 목록", "파일 구조", "파일", "관련 파일", "변경 파일", "주요 파일", "ファイルリスト",
            "ファイル一覧", "ファイル", "関連ファイル", "ファイル構成", "elenco file", "file da creare/modificare",
            "dateiliste", "dateien", "betroffene dateien", "danh sách tệp", "danh sách file",
        ],
    ),
    (
        Field::Files(Marker::Create),
        &[
            "files to create", "new files", "new file", "files created", "created files", "added files",
            "files added", "files to add", "new files to create", "files to be created",
            "expected new files", "new components", "新增文件", "新建文件", "新文件", "创建文件", "需要创建的文件",
            "fichiers à créer", "nouveaux fichiers", "fichiers créés", "archivos a crear",
            "archivos nuevos", "nuevos archivos", "archivos creados", "arquivos a criar", "novos arquivos",
            "arquivos criados", "새 파일", "생성 파일", "생성할 파일", "신규 파일", "新規ファイル",
            "작성할 파일", "file da creare", "nuovi file", "neue dateien", "tệp mới", "file mới",
        ],
    ),
    (
        Field::Files(Marker::Modify),
        &[
            "files to modify", "modified files", "modified file", "files modified", "files to update", "files to edit",
            "updated files", "files updated", "edited files", "existing files to modify", "files to be modified",
            "existing files", "existing files modified",
            "expected modified files", "修改文件", "修改的文件", "需要修改的文件", "更新文件",
            "fichiers à modifier", "fichiers modifiés", "archivos a modificar", "archivos modificados",
            "arquivos a modificar", "arquivos modificados", "수정 파일", "수정할 파일", "수정된 파일", "変更ファイル",
            "修正ファイル", "file da modificare", "file modificati", "geänderte dateien", "tệp sửa đổi", "file sửa đổi",
        ],
    ),
    (
        Field::Files(Marker::Delete),
        &[
            "files to delete", "deleted files", "files deleted", "removed files", "files removed", "files to remove",
            "删除文件", "删除的文件", "fichiers à supprimer",
            "fichiers supprimés", "archivos a eliminar", "archivos eliminados", "arquivos removidos", "삭제 파일",
            "削除ファイル", "file eliminati", "gelöschte dateien",
        ],
    ),
    (
        Field::Files(Marker::Untouched),
        &[
            "files not to touch", "files to not touch", "do not touch", "don't touch", "files not to modify",
            "do not modify", "do not edit", "locked files", "files off limits", "off limits", "off-limits files",
            "untouched", "untouched files", "unchanged", "unchanged files", "files unchanged", "no changes",
            "files that must not change", "must not change", "out of scope files", "read-only files", "protected files",
            "files to leave alone", "expected no change", "不要修改", "不修改", "不可修改", "禁止修改的文件", "未修改",
            "fichiers à ne pas toucher", "fichiers à ne pas modifier", "ne pas toucher", "ne pas modifier",
            "archivos a no tocar", "no tocar", "não tocar", "arquivos a não tocar", "수정 금지", "변경 없음",
            "変更しないファイル", "non toccare", "nicht anfassen", "files to preserve", "reference only",
            "files to reference", "reference files", "files to reference (do not modify)",
        ],
    ),
    (
        Field::Notes,
        &[
            "dev notes", "project structure notes", "technical notes", "technical approach", "notes",
            "developer notes", "implementation notes", "architecture", "开发备注", "技术说明", "notes techniques",
        ],
    ),
    (Field::Status, &["status", "story status", "current status", "状态", "狀態", "statut", "estado", "stato", "상태", "ステータス", "状況", "trạng thái", "état"]),
    (Field::Priority, &["priority", "story priority", "优先级", "優先級", "priorité", "prioridad", "prioridade", "priorità", "우선순위", "優先度", "priorität", "độ ưu tiên"]),
    (
        Field::Effort,
        &[
            "effort", "points", "story points", "estimate", "estimation", "estimated effort", "size", "effort estimate",
            "sp", "story point", "estimated points", "points estimate", "complexity", "estimated hours", "time estimate", "故事点", "工作量", "估算", "预估", "points de récit", "estimación", "puntos",
            "puntos de historia", "pontos", "estimativa", "stima", "punti", "스토리 포인트", "포인트", "추정", "見積もり",
            "ポイント", "aufwand", "điểm",
        ],
    ),
    (Field::Goal, &["goal", "epic goal", "objective", "epic objective", "目标", "目標", "objectif", "objetivo", "obiettivo", "목표", "ゴール", "ziel", "mục tiêu"]),
    (
        Field::Ignored,
        &[
            "references", "change log", "changelog", "debug log references", "debug log", "completion notes",
            "completion notes list", "agent model used", "context reference", "qa results", "dev agent record",
            "senior developer review (ai)", "senior developer review", "review notes", "参考", "参考资料", "references list",
            "frs covered", "fr coverage", "covers", "requirements", "out of scope", "table of contents", "目录",
        ],
    ),
];

/// What the label `normal` (see [`super::labels::normal`]) announces.
pub(super) fn field(normal: &str) -> Option<Field> {
    FIELDS
        .iter()
        .find(|(_, words)| words.contains(&normal))
        .map(|&(field, _)| field)
}

/// Words that say what happens to a file: beside its path, or as a sub-heading of a file list.
const MARKERS: &[(Marker, &[&str])] = &[
    (
        Marker::Untouched,
        &[
            "unchanged", "untouched", "no change", "no changes", "expected no change", "do not touch", "don't touch",
            "not touched", "not modified", "do not modify", "read-only", "read only", "no modification",
            "no modifications", "reference only", "must not change", "不修改", "未修改", "无需修改", "不变",
            "inchangé", "sin cambios", "sem alterações", "변경 없음", "변경없음", "変更なし", "invariato", "unverändert",
            "不要修改", "ne pas modifier", "ne pas toucher", "no tocar", "não tocar", "reference", "no change expected",
        ],
    ),
    (
        Marker::Create,
        &[
            "new", "create", "created", "add", "added", "new file", "new files", "creates", "adds", "新增", "新建", "创建",
            "新文件", "新規", "nouveau", "nouveaux", "nouvelle", "créer", "créé", "créés", "nuevo", "nuevos", "nueva", "crear",
            "creado", "creados", "criar", "criado", "criados", "novo", "novos", "nova", "신규", "생성", "추가", "新規作成",
            "nuovo", "nuovi", "creare", "neu", "mới", "tạo", "a", "n", "to create", "新增文件",
        ],
    ),
    (
        Marker::Modify,
        &[
            "modified", "modify", "update", "updated", "edit", "edited", "change", "changed", "extend", "extended",
            "modifies", "updates", "refactor", "refactored", "existing", "修改", "更新", "变更", "修正", "更改", "modifié", "modifiés",
            "modifier", "modificado", "modificados", "modificar", "alterar", "alterado", "atualizar", "수정", "변경",
            "変更", "modificare", "modificato", "geändert", "ändern", "sửa", "cập nhật", "m", "u", "to modify", "rewrite",
            "rewritten", "renamed", "rename", "moved", "wire", "wired",
        ],
    ),
    (
        Marker::Delete,
        &[
            "deleted", "delete", "remove", "removed", "删除", "移除", "supprimer", "supprimé", "supprimés", "eliminar",
            "eliminado", "remover", "removido", "삭제", "削除", "eliminato", "gelöscht", "xóa", "d", "deletes", "removes",
        ],
    ),
];

/// What happens to a file, by one word or phrase in lower case.
pub(super) fn marker(phrase: &str) -> Option<Marker> {
    MARKERS
        .iter()
        .find(|(_, words)| words.contains(&phrase))
        .map(|&(marker, _)| marker)
}

/// The phrases that say a file stays as it is, for looking within a remark.
pub(super) fn untouched_phrases() -> impl Iterator<Item = &'static str> {
    MARKERS
        .iter()
        .filter(|(marker, _)| *marker == Marker::Untouched)
        .flat_map(|(_, words)| words.iter().copied())
        .filter(|words| words.len() > 9 || !words.is_ascii())
}

/// Words before a story's id.
pub(super) const STORY_WORDS: &[&str] = &[
    "user story", "story", "用户故事", "故事", "스토리", "사용자 스토리", "ユーザーストーリー", "ストーリー", "histoire",
    "récit", "historia de usuario", "historia", "história de usuário", "história", "storia", "câu chuyện", "stories",
    "historias", "histórias", "histoires", "récits",
];

/// Words before an epic's id.
pub(super) const EPIC_WORDS: &[&str] = &[
    "epics", "epic", "épicas", "épica", "épico", "épique", "épopée", "epopeya", "史诗", "史詩", "エピック", "에픽", "epica",
    "épicos", "epica",
];

/// Marks on a title that say what became of the story.
pub(super) const TITLE_TAGS: &[(&str, Status)] = &[
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

/// Status words in the wild, with spaces and underscores as `-`. The first row of each status is
/// the legal word.
const STATUSES: &[(Status, &[&str])] = &[
    (
        Status::Backlog,
        &[
            "backlog", "not-started", "notstarted", "todo", "to-do", "planned", "pending", "open", "new", "proposed",
            "queued", "defined", "spec-draft", "待办", "未开始", "待开始", "计划中", "à-faire", "pendiente", "a-fazer",
            "대기", "未着手", "não-iniciado", "upcoming", "unstarted", "scheduled", "identified",
        ],
    ),
    (
        Status::ReadyForDev,
        &[
            "ready-for-dev", "drafted", "ready", "ready-for-development", "approved", "ready-to-implement", "draft",
            "ready-to-start", "refined", "groomed", "specified", "contexted", "就绪", "待开发", "准备开发", "prêt", "listo",
            "prête", "pronto", "준비됨", "spec-ready", "ready-to-dev", "selected",
        ],
    ),
    (
        Status::InProgress,
        &[
            "in-progress", "inprogress", "wip", "started", "active", "doing", "in-development", "developing",
            "implementing", "ongoing", "进行中", "开发中", "en-cours", "en-curso", "em-andamento", "진행중", "진행-중", "進行中",
            "in-dev", "partial", "partially-complete", "partially-done", "en-progreso", "in-corso",
        ],
    ),
    (
        Status::Review,
        &[
            "review", "ready-for-review", "in-review", "code-review", "qa", "in-qa", "testing", "verification",
            "awaiting-operator", "awaiting-review", "under-review", "in-testing", "ready-for-qa", "verify", "审查中",
            "评审中", "待审查", "待评审", "revue", "en-revue", "revisión", "em-revisão", "검토", "검토중", "レビュー", "code-complete",
            "validation", "awaiting-approval", "pending-review", "validating", "in-validation",
        ],
    ),
    (
        Status::Done,
        &[
            "done", "complete", "completed", "finished", "closed", "implemented", "merged", "shipped", "released",
            "resolved", "delivered", "deployed", "accepted", "verified", "完成", "已完成", "terminé", "terminée", "fait",
            "hecho", "completado", "completada", "concluído", "concluída", "feito", "완료", "완료됨", "完了", "fatto",
            "completato", "erledigt", "hoàn-thành", "dev-complete", "passed", "pass", "ok", "✅", "migrated",
        ],
    ),
    (
        Status::Blocked,
        &["blocked", "on-hold", "hold", "paused", "stuck", "waiting", "阻塞", "bloqué", "bloqueado", "차단", "halted"],
    ),
    (
        Status::Dropped,
        &[
            "dropped", "cancelled", "canceled", "deferred", "skipped", "removed", "wont-do", "won't-do", "wontfix",
            "rejected", "abandoned", "obsolete", "descoped", "out-of-scope", "postponed", "deprecated", "archived",
            "n/a", "not-needed", "not-applicable", "parked", "optional", "取消", "已取消", "推迟", "延期", "annulé",
            "reporté", "cancelado", "aplazado", "adiado", "취소", "보류", "中止",
        ],
    ),
    (
        Status::Superseded,
        &["superseded", "moved", "replaced", "merged-into", "split", "absorbed", "duplicate", "consolidated", "renumbered", "folded"],
    ),
];

/// What a status word means, and whether it is the legal word itself.
///
/// Words that begin with a known one and go on after a hyphen, space or bracket count as that
/// one: `blocked-credentials`, `moved-to-12.8`, `Done (2025-01-01)`.
pub(super) fn status(written: &str) -> Option<(Status, bool)> {
    let lower = written
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '✅')
        .to_lowercase();
    let word: String = lower
        .chars()
        .map(|c| if matches!(c, ' ' | '_') { '-' } else { c })
        .take(80)
        .collect();
    let exact = |wanted: &str| {
        STATUSES
            .iter()
            .find(|(_, words)| words.contains(&wanted))
            .map(|&(status, _)| status)
    };
    if let Some(found) = exact(&word) {
        return Some((found, written == found.as_str()));
    }
    let mut longest: Option<(usize, Status)> = None;
    for &(status, words) in STATUSES {
        for known in words {
            let goes_on = word
                .strip_prefix(known)
                .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()));
            if goes_on && longest.is_none_or(|(length, _)| known.len() > length) {
                longest = Some((known.len(), status));
            }
        }
    }
    longest.map(|(_, status)| (status, false))
}

/// The status of an epic by its word.
pub(super) fn epic_status(written: &str) -> EpicStatus {
    if written == "contexted" {
        return EpicStatus::InProgress;
    }
    match status(written) {
        Some((Status::Done | Status::Dropped | Status::Superseded, _)) => EpicStatus::Done,
        Some((Status::InProgress | Status::Review | Status::Blocked, _)) => EpicStatus::InProgress,
        _ => EpicStatus::Backlog,
    }
}

/// Values of a dependency label that say there is none.
pub(super) const NONE_WORDS: &[&str] = &[
    "none", "n/a", "na", "no", "nil", "nothing", "-", "—", "–", "无", "無", "没有", "无依赖", "aucune", "aucun", "ninguna",
    "ninguno", "nenhuma", "nenhum", "nada", "없음", "なし", "nessuna", "nessuno", "keine", "không", "không có",
    "tbd", "not applicable", "no dependencies", "no prerequisites", "no dependency", "no blockers", "独立",
    "null", "[]", "{}", "independent", "standalone",
];

/// Words that make a dependency a soft one.
pub(super) const SOFT_WORDS: &[&str] = &[
    "soft", "optional", "optionally", "nice to have", "recommended", "preferably", "helpful", "ideally", "可选",
    "建议", "optionnel", "opcional", "권장", "선택", "推奨", "facoltativo",
];

/// Words in a qualifying bracket that say the dependency is met.
pub(super) const MET_WORDS: &[&str] = &[
    "merged", "complete", "completed", "done", "satisfied", "met", "shipped", "closed", "implemented", "delivered",
    "已完成", "完成", "terminé", "terminée", "completado", "completada", "concluído", "concluída", "완료", "完了", "✅", "✓", "☑", "✔",
];

/// Words between the ends of a range.
pub(super) const RANGE_WORDS: &[&str] = &["to", "through", "thru", "until", "à", "a", "bis", "到", "至", "から", "부터"];

/// Words between alternatives.
pub(super) const OR_WORDS: &[&str] = &["or", "either", "ou", "oder", "或", "或者", "또는", "または", "hoặc"];

/// Words for "all" before "previous stories", "stories of epic 2", "epic 2 stories".
pub(super) const ALL_WORDS: &[&str] = &[
    "all", "every", "entire", "whole", "所有", "全部", "toutes", "tous", "todas", "todos", "모든", "すべて", "全て", "tutte",
    "tutti", "alle", "tất cả",
];

/// Words for "previous".
pub(super) const PREVIOUS_WORDS: &[&str] = &[
    "previous", "prior", "preceding", "earlier", "other", "above", "之前", "前面", "前序", "précédentes", "précédents",
    "anteriores", "previas", "이전", "以前", "precedenti", "vorherigen", "trước",
];

/// Words for "epic(s)" and "story/stories" within the value of a dependency label.
pub(super) fn is_epic_word(word: &str) -> bool {
    EPIC_WORDS.contains(&word)
}

/// See [`is_epic_word`].
pub(super) fn is_story_word(word: &str) -> bool {
    STORY_WORDS.contains(&word) || matches!(word, "us" | "tasks" | "st")
}
