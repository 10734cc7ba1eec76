//! The words of scenarios that say what has to be there.

use crate::source::words::WordList;

/// Words that open what is given in a Gherkin scenario, and what happens next.
pub const GIVEN_WORDS: WordList = WordList::new(&[
    "given",
    "étant donné",
    "etant donné",
    "dado",
    "dada",
    "gegeben",
    "dato",
    "假设",
    "给定",
    "假如",
]);

/// Words that end it.
pub const WHEN_WORDS: WordList = WordList::new(&[
    "when", "then", "quand", "lorsque", "alors", "cuando", "entonces", "quando", "então", "wenn",
    "dann", "当", "那么",
]);

/// Words that say of a story in a given that it has to be there.
pub const STATE_WORDS: &[&str] = &[
    "complete",
    "completed",
    "done",
    "implemented",
    "merged",
    "exists",
    "exist",
    "place",
    "available",
    "deployed",
    "ready",
    "delivered",
    "finished",
    "shipped",
    "landed",
    "installed",
    "configured",
    "terminée",
    "terminé",
    "terminées",
    "livrée",
    "existe",
    "existent",
    "complétée",
    "complétées",
    "completees",
    "terminees",
    "completada",
    "completado",
    "implementada",
    "lista",
    "concluída",
    "implementado",
    "abgeschlossen",
    "fertig",
];

/// The same in scripts without spaces.
pub const STATE_SIGNS: &[&str] = &["就绪", "完成", "实现", "完了", "완료", "存在"];
