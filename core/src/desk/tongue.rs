//! The words around a statement and a scenario, in the languages that requirements are written in.

/// How one language puts a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue {
    /// Words between who and what.
    pub(super) modals: &'static [&'static str],
    /// Words before who that do not belong to it.
    pub(super) articles: &'static [&'static str],
    /// Before who, before what, before what for.
    pub(super) statement: [&'static str; 3],
    /// Given, when, then.
    pub(super) scenario: [&'static str; 3],
    /// Before and after what somebody does, in a scenario.
    pub(super) doing: [&'static str; 2],
    /// It is tried although it cannot be done, and what then holds.
    pub(super) refused: [&'static str; 2],
}

impl Default for Tongue {
    fn default() -> Self {
        ENGLISH
    }
}

impl Tongue {
    /// The statement on three lines.
    pub fn statement(&self, role: &str, want: &str, benefit: &str) -> String {
        let [who, what, why] = self.statement;
        // Scripts without spaces have their own commas.
        let (comma, stop) = if who.ends_with(' ') {
            (",", ".")
        } else {
            ("，", "。")
        };
        // French leaves out the vowel before another one.
        let who = match role.chars().next() {
            Some(first) if who == "En tant que " && "aeiouéèêâîôAEIOUÉ".contains(first) => {
                "En tant qu'"
            }
            _ => who,
        };
        format!("{who}{role}{comma}\n{what}{want}{comma}\n{why}{benefit}{stop}\n")
    }

    pub(super) fn is_english(&self) -> bool {
        *self == ENGLISH
    }
}

/// English; its words of ability are found apart, as they decide more.
pub(super) const ENGLISH: Tongue = Tongue {
    modals: &[],
    articles: &[],
    statement: ["As ", "I want ", "so that "],
    scenario: ["**Given** ", ", **when** ", ", **then** "],
    doing: ["they ", ""],
    refused: [
        "it is tried all the same",
        "the reason is told and nothing has changed",
    ],
};

/// The other languages.
pub(super) const OTHERS: [Tongue; 6] = [
    Tongue {
        modals: &[
            " peut ",
            " peuvent ",
            " doit pouvoir ",
            " doit ",
            " doivent ",
        ],
        articles: &["l'", "l’", "le ", "la ", "les ", "un ", "une ", "chaque "],
        statement: ["En tant que ", "je veux ", "afin que "],
        scenario: ["**Étant donné** ", ", **quand** ", ", **alors** "],
        doing: ["on veut ", ""],
        refused: [
            "on essaie quand même",
            "la raison est indiquée et rien n'a changé",
        ],
    },
    Tongue {
        modals: &[" puede ", " pueden ", " debe poder ", " debe ", " deben "],
        articles: &["el ", "la ", "los ", "las ", "un ", "una ", "cada "],
        statement: ["Como ", "quiero ", "para que "],
        scenario: ["**Dado** ", ", **cuando** ", ", **entonces** "],
        doing: ["se quiere ", ""],
        refused: [
            "se intenta de todos modos",
            "se indica el motivo y nada ha cambiado",
        ],
    },
    Tongue {
        modals: &[" pode ", " podem ", " deve poder ", " deve ", " devem "],
        articles: &["o ", "a ", "os ", "as ", "um ", "uma ", "cada "],
        statement: ["Como ", "eu quero ", "para que "],
        scenario: ["**Dado** ", ", **quando** ", ", **então** "],
        doing: ["se quer ", ""],
        refused: ["se tenta mesmo assim", "o motivo é indicado e nada mudou"],
    },
    Tongue {
        modals: &[
            " kann ",
            " können ",
            " muss ",
            " müssen ",
            " soll ",
            " sollen ",
        ],
        articles: &["der ", "die ", "das ", "ein ", "eine ", "jeder ", "jede "],
        statement: ["Als ", "möchte ich ", "damit "],
        scenario: ["**Given** ", ", **when** ", ", **then** "],
        doing: ["man ", " will"],
        refused: [
            "es trotzdem versucht wird",
            "wird der Grund genannt und nichts hat sich geändert",
        ],
    },
    Tongue {
        modals: &[" può ", " possono ", " deve ", " devono "],
        articles: &["l'", "l’", "il ", "la ", "gli ", "i ", "le ", "un ", "una "],
        statement: ["Come ", "voglio ", "in modo che "],
        scenario: ["**Given** ", ", **when** ", ", **then** "],
        doing: ["si vuole ", ""],
        refused: [
            "si prova lo stesso",
            "il motivo è indicato e nulla è cambiato",
        ],
    },
    Tongue {
        modals: &["可以", "能够", "能夠", "能", "应该", "必须"],
        articles: &[],
        statement: ["作为", "我想要", "以便"],
        scenario: ["**Given** ", "，**when** ", "，**then** "],
        doing: ["", ""],
        refused: ["仍然尝试", "说明原因，且没有任何改变"],
    },
];
