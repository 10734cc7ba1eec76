//! The words after the command.

use crate::failure::Failure;

/// What is left of the command line. Every word must be asked for by somebody.
pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// Takes a switch such as `--long`; true if it was there.
    pub fn switch(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes `--name value` or `--name=value`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let joined = format!("{name}=");
        if let Some(place) = self.0.iter().position(|word| word.starts_with(&joined)) {
            let word = self.0.remove(place);
            return Ok(Some(word[joined.len()..].to_owned()));
        }
        let Some(place) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.0.remove(place);
        if place == self.0.len() {
            return Err(Failure::new(format!("{name} needs a value after it.")));
        }
        Ok(Some(self.0.remove(place)))
    }

    /// Takes `--name N`.
    pub fn number(&mut self, name: &str) -> Result<Option<u16>, Failure> {
        let Some(text) = self.value(name)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            Failure::new(format!(
                "{name} needs a number from 0 to 65535, not `{text}`."
            ))
        })
    }

    /// Takes all words that are not switches.
    pub fn words(&mut self) -> Vec<String> {
        let (words, switches) = self.0.drain(..).partition(|word| !word.starts_with('-'));
        self.0 = switches;
        words
    }

    /// Takes whatever is left, for a program that reads it itself.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Complains about words that nobody asked for.
    pub fn nothing_more(self) -> Result<(), Failure> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(Failure::new(format!(
                "`{word}` is not known here. `cargo xtask` alone lists what is."
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn words_switches_and_values_are_told_apart() {
        let mut given = arguments("--long --port 81 --dir=x fmt");
        assert!(given.switch("--long"));
        assert_eq!(given.number("--port").expect("a number"), Some(81));
        assert_eq!(given.value("--dir").expect("a value").as_deref(), Some("x"));
        assert_eq!(given.words(), ["fmt"]);
        assert!(given.nothing_more().is_ok());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(arguments("--port").number("--port").is_err());
        assert!(arguments("--port x").number("--port").is_err());
        assert!(arguments("--prot 1").nothing_more().is_err());
    }
}
