//! When two file scopes can mean the same file.

use crate::backlog::{FileScope, ScopeKind, Story};

/// Whether some file can belong to both scopes: equal paths, a directory and what is under it,
/// a glob and what it matches, two globs that some path matches both.
pub fn scopes_overlap(a: &FileScope, b: &FileScope) -> bool {
    use ScopeKind::{Directory, File, Glob};
    match (a.kind, b.kind) {
        (File, File) => a.path == b.path,
        (Directory, File | Directory) | (File, Directory) => {
            under(&a.path, &b.path) || under(&b.path, &a.path)
        }
        (Glob, _) | (_, Glob) => patterns_meet(&segments(a), &segments(b)),
    }
}

/// The paths on which two stories collide, as (path of `a`, path of `b`).
pub fn shared_paths<'a>(a: &'a Story, b: &'a Story) -> Vec<(&'a str, &'a str)> {
    let mut shared = Vec::new();
    for left in a.constraining_scopes() {
        for right in b.constraining_scopes() {
            if scopes_overlap(left, right) {
                shared.push((left.path.as_str(), right.path.as_str()));
            }
        }
    }
    shared
}

/// Whether `path` is the directory `directory` or lies in it; the end slash of either does not matter.
fn under(directory: &str, path: &str) -> bool {
    let directory = directory.trim_end_matches('/');
    path.strip_prefix(directory)
        .is_some_and(|rest| directory.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// The path's segments as patterns; a directory covers everything below it.
fn segments(scope: &FileScope) -> Vec<&str> {
    let mut segments: Vec<&str> = scope
        .path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    if scope.kind == ScopeKind::Directory {
        segments.push("**");
    }
    segments
}

/// Whether some list of segments matches both patterns. `**` stands for any number of segments.
///
/// Row by row over the second pattern, so that time is the product of the lengths.
fn patterns_meet(a: &[&str], b: &[&str]) -> bool {
    // reach[j]: the first i segments of `a` and the first j of `b` can match the same path.
    let mut reach = vec![false; b.len() + 1];
    for i in 0..=a.len() {
        let mut next = vec![false; b.len() + 1];
        for j in 0..=b.len() {
            let left = i.checked_sub(1).and_then(|i| a.get(i)).copied();
            let right = j.checked_sub(1).and_then(|j| b.get(j)).copied();
            let up = reach.get(j).copied().unwrap_or(false);
            let back = j
                .checked_sub(1)
                .and_then(|j| next.get(j))
                .copied()
                .unwrap_or(false);
            let diagonal = j
                .checked_sub(1)
                .and_then(|j| reach.get(j))
                .copied()
                .unwrap_or(false);
            let met = match (left, right) {
                (None, None) => true,
                (Some("**"), None) => i > 0 && up,
                (None, Some("**")) => back,
                (Some(l), Some(r)) => {
                    let many = l == "**" || r == "**";
                    // A `**` may stand for nothing, for one more segment of the other, or end here.
                    (many && (up || back)) || (!many && diagonal && segments_meet(l, r))
                }
                _ => false,
            };
            if let Some(slot) = next.get_mut(j) {
                *slot = met;
            }
        }
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

/// Whether some text matches both segment patterns, where `*` stands for any characters and `?` for one.
fn segments_meet(a: &str, b: &str) -> bool {
    if !a.contains(['*', '?']) && !b.contains(['*', '?']) {
        return a == b;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut reach = vec![false; b.len() + 1];
    for i in 0..=a.len() {
        let mut next = vec![false; b.len() + 1];
        for j in 0..=b.len() {
            let left = i.checked_sub(1).and_then(|i| a.get(i)).copied();
            let right = j.checked_sub(1).and_then(|j| b.get(j)).copied();
            let up = i > 0 && reach.get(j).copied().unwrap_or(false);
            let back = j
                .checked_sub(1)
                .and_then(|j| next.get(j))
                .copied()
                .unwrap_or(false);
            let diagonal = i > 0
                && j.checked_sub(1)
                    .and_then(|j| reach.get(j))
                    .copied()
                    .unwrap_or(false);
            let met = (i == 0 && j == 0)
                || (left == Some('*') && (up || (j > 0 && back)))
                || (right == Some('*') && (back || up))
                || match (left, right) {
                    (Some(l), Some(r)) => diagonal && (l == r || l == '?' || r == '?'),
                    _ => false,
                };
            if let Some(slot) = next.get_mut(j) {
                *slot = met;
            }
        }
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str) -> bool {
        let split = |p: &'static str| p.split('/').collect::<Vec<_>>();
        let (a, b): (&'static str, &'static str) = (a.to_owned().leak(), b.to_owned().leak());
        patterns_meet(&split(a), &split(b)) && patterns_meet(&split(b), &split(a))
    }

    #[test]
    fn globs_meet_exactly_where_a_path_matches_both() {
        for (a, b) in [
            ("src/*.rs", "src/a.rs"),
            ("src/**", "src/a/b.rs"),
            ("src/**/x.rs", "src/x.rs"),
            ("src/**/*.rs", "src/a*/b?.rs"),
            ("**/test_*.py", "tests/**"),
            ("a*c", "ab*"),
            ("*", "x"),
            ("a?c", "abc"),
        ] {
            assert!(meet(a, b), "{a} and {b} should meet");
        }
        for (a, b) in [
            ("src/*.rs", "src/a/b.rs"),
            ("src/*.rs", "src/a.ts"),
            ("src/**/x.rs", "lib/x.rs"),
            ("a*c", "bc"),
            ("a?c", "ac"),
            ("*.rs", "*.ts"),
        ] {
            assert!(!meet(a, b), "{a} and {b} should not meet");
        }
    }

    #[test]
    fn a_directory_covers_what_is_under_it_and_no_namesake() {
        assert!(under("src/auth/", "src/auth/session.rs"));
        assert!(under("src/auth/", "src/auth"));
        assert!(!under("src/auth/", "src/authority.rs"));
    }
}
