//! How well a name fits what was typed.

use sprintloom_core::source::letters::Lowercase;

/// The worst rank there is.
pub const WORST: u32 = 6;

/// The rank of `name` for `typed`, less is better; `None` where it does not fit.
///
/// All typed words must be in the name. A name that starts with them is best, then words that
/// start with them, then the rest.
pub fn rank(typed: &str, name: &str) -> Option<u32> {
    let typed = typed.trim().lowercase();
    let name = name.lowercase();
    if typed.is_empty() || name.starts_with(&typed) {
        return Some(0);
    }
    let mut rank = 1;
    for word in typed.split_whitespace() {
        let starts = name
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .any(|part| part.starts_with(word));
        if !starts {
            if !name.contains(word) {
                return None;
            }
            rank += 1;
        }
    }
    Some(rank.min(WORST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_first_and_all_words_must_be_there() {
        assert_eq!(rank("", "Plan"), Some(0));
        assert_eq!(rank("3-1", "3-1 Cart kept across sessions"), Some(0));
        assert_eq!(rank("cart sess", "3-1 Cart kept across sessions"), Some(1));
        assert_eq!(rank("art", "3-1 Cart kept across sessions"), Some(2));
        assert_eq!(rank("cart pay", "3-1 Cart kept across sessions"), None);
    }
}
