//! Which files are read, and what is said of the others.

/// The largest file that is read, in bytes.
pub const MOST_BYTES: f64 = 16.0 * 1024.0 * 1024.0;

const ENDINGS: [&str; 6] = [".md", ".markdown", ".yaml", ".yml", ".toml", ".txt"];
const SKIPPED_FOLDERS: [&str; 4] = ["node_modules", ".git", "target", "dist"];

/// Whether a file found in a folder is read. Files given by themselves always are.
pub fn is_planning_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a folder is walked.
pub fn is_walked(name: &str) -> bool {
    !SKIPPED_FOLDERS.contains(&name)
}

/// Whether a file at this path inside a folder is read.
pub fn is_read(path: &str) -> bool {
    let mut names = path.split('/').rev();
    names.next().is_some_and(is_planning_text) && names.all(is_walked)
}

/// The text of a file, or why it has none.
pub fn text(path: &str, bytes: Vec<u8>) -> Result<String, String> {
    if let Some(text) = utf16(&bytes) {
        return Ok(text);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(format!(
            "{path} is not text: byte {at} is a zero. Give the Markdown or YAML it was made from."
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(at)
            .filter(|&&byte| byte == b'\n')
            .count()
            + 1;
        format!("{path} is not UTF-8 text (line {line}). Save it as UTF-8 and give it again.")
    })
}

/// Some editors write UTF-16 with a mark at the start; that is text.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes[2..]
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

/// What is said of a file that is too large.
pub fn too_large(path: &str, bytes: f64) -> String {
    format!(
        "{path} is too large ({} MB; at most 16 MB are read). Give the part of it that holds epics and stories.",
        (bytes / 1024.0 / 1024.0).round() as u32
    )
}

/// `name`, or `name-2` and so on, whichever is free.
pub fn free_path(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    let (stem, ending) = match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    };
    let mut number = 2;
    loop {
        let path = format!("{stem}-{number}{ending}");
        if !is_taken(&path) {
            return path;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_planning_texts_only() {
        assert!(is_read("docs/epics.md") && is_read("a/B.YAML") && is_read("README.markdown"));
        assert!(
            !is_read("docs/logo.png")
                && !is_read("x/node_modules/y/readme.md")
                && !is_read(".git/notes.txt")
        );
    }

    #[test]
    fn what_is_not_text_is_told_with_its_place() {
        assert_eq!(text("a.md", b"# A\n".to_vec()).as_deref(), Ok("# A\n"));
        assert!(text("a.bin", vec![b'a', 0]).is_err_and(|why| why.contains("byte 1")));
        assert!(text("a.md", b"a\nb\xff".to_vec()).is_err_and(|why| why.contains("line 2")));
        assert_eq!(
            text("u.md", vec![0xff, 0xfe, b'h', 0, b'i', 0]).as_deref(),
            Ok("hi")
        );
    }

    #[test]
    fn a_new_document_never_takes_a_name() {
        let taken = ["notes.md", "notes-2.md"];
        assert_eq!(
            free_path("notes.md", |path| taken.contains(&path)),
            "notes-3.md"
        );
        assert_eq!(
            free_path("epics.md", |path| taken.contains(&path)),
            "epics.md"
        );
    }
}
