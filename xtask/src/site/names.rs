//! Short names between the wasm and its script. wasm-bindgen gives every function that one takes
//! from the other a long name with a hash, and each stands in both files: as letters that no
//! compression can guess.

use crate::failure::Failure;
use std::collections::BTreeMap;

/// What the names begin with that wasm-bindgen makes up; no other name is touched.
const MADE_UP: [&str; 4] = [
    "__wbg_",
    "__wbindgen_",
    "__externref_",
    "wasm_bindgen__convert__",
];

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The wasm and its script, with short names in both.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String), Failure> {
    let broken = || Failure::new("The wasm cannot be read, so its names were not made shorter.");
    let mut names = Names::default();
    let mut short = wasm.get(..8).ok_or_else(broken)?.to_vec();
    let mut rest = Bytes(&wasm[8..]);
    while let Some(kind) = rest.byte() {
        let length = rest.number().ok_or_else(broken)?;
        let section = rest.take(length).ok_or_else(broken)?;
        let section = match kind {
            IMPORTS => names.imports(section).ok_or_else(broken)?,
            EXPORTS => names.exports(section).ok_or_else(broken)?,
            _ => section.to_vec(),
        };
        short.push(kind);
        put_number(section.len(), &mut short);
        short.extend(section);
    }
    Ok((short, names.in_script(script)))
}

/// The short name of each long one.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn short(&mut self, name: &[u8]) -> Option<String> {
        let name = std::str::from_utf8(name).ok()?;
        if !MADE_UP.iter().any(|start| name.starts_with(start)) {
            return Some(name.to_owned());
        }
        let next = format!("${}", letters(self.0.len()));
        Some(self.0.entry(name.to_owned()).or_insert(next).clone())
    }

    fn imports(&mut self, section: &[u8]) -> Option<Vec<u8>> {
        let mut input = Bytes(section);
        let mut out = Vec::new();
        let count = input.number()?;
        put_number(count, &mut out);
        for _ in 0..count {
            put_name(input.name()?, &mut out);
            put_name(self.short(input.name()?)?.as_bytes(), &mut out);
            input.copy_import(&mut out)?;
        }
        input.0.is_empty().then_some(out)
    }

    fn exports(&mut self, section: &[u8]) -> Option<Vec<u8>> {
        let mut input = Bytes(section);
        let mut out = Vec::new();
        let count = input.number()?;
        put_number(count, &mut out);
        for _ in 0..count {
            put_name(self.short(input.name()?)?.as_bytes(), &mut out);
            out.push(input.byte()?);
            put_number(input.number()?, &mut out);
        }
        input.0.is_empty().then_some(out)
    }

    /// Every word of the script that is a long name becomes the short one.
    fn in_script(&self, script: &str) -> String {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let mut out = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            out.push_str(before);
            out.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// A short word for a number: `a`, `b`, … `z`, `aa`, …
fn letters(mut number: usize) -> String {
    let mut word = String::new();
    loop {
        word.insert(0, char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            return word;
        }
        number = number / 26 - 1;
    }
}

/// Bytes still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// LEB128, as all numbers here.
    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// What is imported: a function, or (where wasm-bindgen may change its mind) a table, a
    /// memory or a global.
    fn copy_import(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let kind = self.byte()?;
        out.push(kind);
        match kind {
            0 => put_number(self.number()?, out),
            1 => {
                out.push(self.byte()?);
                self.copy_limits(out)?;
            }
            2 => self.copy_limits(out)?,
            3 => out.extend(self.take(2)?),
            _ => return None,
        }
        Some(())
    }

    fn copy_limits(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let flags = self.byte()?;
        out.push(flags);
        for _ in 0..=(flags & 1) {
            put_number(self.number()?, out);
        }
        Some(())
    }
}

fn put_name(name: &[u8], out: &mut Vec<u8>) {
    put_number(name.len(), out);
    out.extend(name);
}

fn put_number(mut value: usize, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_names_are_short_in_both_files_and_others_stay() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut imports = vec![1];
        put_name(b"./a_bg.js", &mut imports);
        put_name(b"__wbg_log_0123456789abcdef", &mut imports);
        imports.extend([0, 5]);
        let mut exports = vec![2];
        put_name(b"memory", &mut exports);
        exports.extend([2, 0]);
        put_name(b"__wbindgen_start", &mut exports);
        exports.extend([0, 1]);
        for (kind, section) in [(IMPORTS, imports), (EXPORTS, exports), (10, vec![7, 7])] {
            wasm.push(kind);
            put_number(section.len(), &mut wasm);
            wasm.extend(section);
        }
        let script = "({__wbg_log_0123456789abcdef: f}); wasm.__wbindgen_start(wasm.memory, \
            __wbg_log)";

        let (short, script) = shorten(&wasm, script).expect("it is whole");

        assert_eq!(script, "({$a: f}); wasm.$b(wasm.memory, __wbg_log)");
        let expected = b"\0asm\x01\0\0\0\
            \x02\x10\x01\x09./a_bg.js\x02$a\x00\x05\
            \x07\x0f\x02\x06memory\x02\x00\x02$b\x00\x01\
            \x0a\x02\x07\x07";
        assert_eq!(short, expected);
    }

    #[test]
    fn what_is_no_whole_wasm_is_refused() {
        assert!(shorten(b"\0asm\x01\0\0\0\x02\x05\x01", "").is_err());
        assert!(shorten(b"", "").is_err());
    }

    #[test]
    fn short_names_do_not_repeat() {
        let words: std::collections::BTreeSet<String> = (0..2000).map(letters).collect();
        assert_eq!(words.len(), 2000);
    }
}
