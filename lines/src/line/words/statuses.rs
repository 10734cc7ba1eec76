//! Status words in the wild.

use crate::backlog::{EpicStatus, Status};
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, NO_WORD};

/// Status words in the wild, with spaces and underscores as `-`. The first row of each status is
/// the legal word.
const STATUSES: &[(Status, &[&str])] = &[
    (
        Status::Backlog,
        &[
            "backlog",
            "not-started",
            "notstarted",
            "todo",
            "to-do",
            "planned",
            "pending",
            "open",
            "new",
            "proposed",
            "queued",
            "defined",
            "spec-draft",
            "待办",
            "未开始",
            "待开始",
            "计划中",
            "à-faire",
            "pendiente",
            "a-fazer",
            "대기",
            "未着手",
            "não-iniciado",
            "upcoming",
            "unstarted",
            "scheduled",
            "identified",
            "sin-empezar",
            "sin-iniciar",
            "por-hacer",
            "no-iniciado",
            "não-iniciada",
            "planejado",
            "planejada",
            "offen",
            "geplant",
            "nicht-begonnen",
            "à-démarrer",
            "non-commencé",
            "non-commencée",
            "planifié",
            "planifiée",
            "da-fare",
            "pianificato",
            "预定",
            "待实现",
            "未対応",
            "예정",
            "не-начато",
            "не-начата",
            "запланировано",
            "не-розпочато",
            "do-zrobienia",
            "yapılacak",
            "chưa-bắt-đầu",
        ],
    ),
    (
        Status::ReadyForDev,
        &[
            "ready-for-dev",
            "drafted",
            "ready",
            "ready-for-development",
            "approved",
            "ready-to-implement",
            "draft",
            "ready-to-start",
            "refined",
            "groomed",
            "specified",
            "contexted",
            "就绪",
            "待开发",
            "准备开发",
            "prêt",
            "listo",
            "prête",
            "pronto",
            "준비됨",
            "spec-ready",
            "ready-to-dev",
            "готово-к-разработке",
            "gotowe-do-realizacji",
            "hazır",
            "selected",
        ],
    ),
    (
        Status::InProgress,
        &[
            "in-progress",
            "inprogress",
            "wip",
            "started",
            "active",
            "doing",
            "in-development",
            "developing",
            "implementing",
            "ongoing",
            "进行中",
            "开发中",
            "en-cours",
            "en-curso",
            "em-andamento",
            "진행중",
            "진행-중",
            "進行中",
            "in-dev",
            "partial",
            "partially-complete",
            "partially-done",
            "en-progreso",
            "in-corso",
            "en-proceso",
            "em-progresso",
            "em-desenvolvimento",
            "in-arbeit",
            "in-bearbeitung",
            "in-lavorazione",
            "作業中",
            "対応中",
            "진행",
            "в-работе",
            "в-процессе",
            "в-роботі",
            "w-trakcie",
            "devam-ediyor",
            "đang-làm",
        ],
    ),
    (
        Status::Review,
        &[
            "review",
            "ready-for-review",
            "in-review",
            "code-review",
            "qa",
            "in-qa",
            "testing",
            "verification",
            "awaiting-operator",
            "awaiting-review",
            "under-review",
            "in-testing",
            "ready-for-qa",
            "verify",
            "审查中",
            "评审中",
            "待审查",
            "待评审",
            "revue",
            "en-revue",
            "revisión",
            "em-revisão",
            "검토",
            "검토중",
            "レビュー",
            "code-complete",
            "validation",
            "awaiting-approval",
            "pending-review",
            "на-ревью",
            "на-проверке",
            "w-recenzji",
            "incelemede",
            "validating",
            "in-validation",
        ],
    ),
    (
        Status::Done,
        &[
            "done",
            "complete",
            "completed",
            "finished",
            "closed",
            "implemented",
            "merged",
            "shipped",
            "released",
            "resolved",
            "delivered",
            "deployed",
            "accepted",
            "verified",
            "完成",
            "已完成",
            "terminé",
            "terminée",
            "fait",
            "hecho",
            "completado",
            "completada",
            "concluído",
            "concluída",
            "feito",
            "완료",
            "완료됨",
            "完了",
            "fatto",
            "completato",
            "erledigt",
            "hoàn-thành",
            "dev-complete",
            "passed",
            "pass",
            "ok",
            "✅",
            "migrated",
            "terminado",
            "terminada",
            "finalizado",
            "finalizada",
            "entregado",
            "finalizado",
            "fertig",
            "abgeschlossen",
            "completata",
            "livré",
            "livrée",
            "已实现",
            "実装済み",
            "готово",
            "выполнено",
            "завершено",
            "сделано",
            "виконано",
            "зроблено",
            "ukończone",
            "ukończona",
            "zrobione",
            "tamamlandı",
            "hotovo",
        ],
    ),
    (
        Status::Blocked,
        &[
            "blocked",
            "on-hold",
            "hold",
            "paused",
            "stuck",
            "waiting",
            "阻塞",
            "bloqué",
            "bloqueado",
            "차단",
            "halted",
            "заблокировано",
            "заблоковано",
            "zablokowane",
            "engellendi",
        ],
    ),
    (
        Status::Dropped,
        &[
            "dropped",
            "cancelled",
            "canceled",
            "deferred",
            "skipped",
            "removed",
            "wont-do",
            "won't-do",
            "wontfix",
            "rejected",
            "abandoned",
            "obsolete",
            "descoped",
            "out-of-scope",
            "postponed",
            "deprecated",
            "archived",
            "n/a",
            "not-needed",
            "not-applicable",
            "parked",
            "waived",
            "optional",
            "取消",
            "已取消",
            "推迟",
            "延期",
            "annulé",
            "reporté",
            "cancelado",
            "aplazado",
            "adiado",
            "취소",
            "보류",
            "中止",
            "отменено",
            "отложено",
            "скасовано",
            "anulowane",
            "iptal",
        ],
    ),
    (
        Status::Superseded,
        &[
            "superseded",
            "covered-by",
            "moved",
            "replaced",
            "merged-into",
            "split",
            "absorbed",
            "included",
            "included-in",
            "duplicate",
            "consolidated",
            "renumbered",
            "folded",
        ],
    ),
];

/// What a status word means, and whether it is the legal word itself.
///
/// Words that begin with a known one and go on after a hyphen, space or bracket count as that
/// one: `blocked-credentials`, `moved-to-12.8`, `Done (2025-01-01)`.
pub fn status(written: &str) -> Option<(Status, bool)> {
    known(written).map(|(status, _)| (status, written == status.as_str()))
}

/// How many bytes at the start of a status say it, and not more: the first four of `done, at last`,
/// all of `blocked-credentials`. `None` where it is not known what they say.
pub fn status_length(written: &str) -> Option<usize> {
    let (_, characters) = known(written)?;
    let begins = written.len() - written.trim_start_matches(is_decoration).len();
    let rest = written.get(begins..)?;
    let end = rest.char_indices().nth(characters).map(|(at, _)| at);
    let tail = end.and_then(|end| rest.get(end..)).unwrap_or("");
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let token = tail.find(|c| !in_word(c)).unwrap_or(tail.len());
    Some(begins + rest.len() - tail.len() + token)
}

fn is_decoration(c: char) -> bool {
    !c.is_alphanumeric() && c != '✅'
}

/// The status that a text begins with, and how many characters of it say so, decoration aside.
fn known(written: &str) -> Option<(Status, usize)> {
    let lower = written.trim_matches(is_decoration).lowercase();
    let word: String = lower
        .chars()
        .map(|c| if matches!(c, ' ' | '_') { '-' } else { c })
        .take(80)
        .collect();
    let mut longest: Option<(usize, Status)> = None;
    for &(status, words) in STATUSES {
        for known in words {
            if word == *known {
                return Some((status, word.chars().count()));
            }
            let goes_on = word
                .strip_prefix(known)
                .is_some_and(|rest| rest.starts_with_one(NO_WORD));
            if goes_on && longest.is_none_or(|(length, _)| known.len() > length) {
                longest = Some((known.len(), status));
            }
        }
    }
    let (length, status) = longest?;
    let said = word.get(..length).unwrap_or(&word);
    Some((status, said.chars().count()))
}

/// The status of an epic by its word.
pub fn epic_status(written: &str) -> EpicStatus {
    if written == "contexted" {
        return EpicStatus::InProgress;
    }
    match status(written) {
        Some((Status::Done | Status::Dropped | Status::Superseded, _)) => EpicStatus::Done,
        Some((Status::InProgress | Status::Review | Status::Blocked, _)) => EpicStatus::InProgress,
        _ => EpicStatus::Backlog,
    }
}
