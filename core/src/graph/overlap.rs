//! When two file scopes can mean the same file.

use crate::backlog::{FileScope, ScopeKind};

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
fn patterns_meet(a: &[&str], b: &[&str]) -> bool {
    meet(
        a.len(),
        b.len(),
        &|i| a.get(i) == Some(&"**"),
        &|j| b.get(j) == Some(&"**"),
        &|i, j| {
            a.get(i)
                .zip(b.get(j))
                .is_some_and(|(a, b)| segments_meet(a, b))
        },
    )
}

/// Whether some text matches both segment patterns, where `*` stands for any characters and `?` for one.
fn segments_meet(a: &str, b: &str) -> bool {
    if !a.contains(['*', '?']) && !b.contains(['*', '?']) {
        return a == b;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    meet(
        a.len(),
        b.len(),
        &|i| a.get(i) == Some(&'*'),
        &|j| b.get(j) == Some(&'*'),
        &|i, j| match (a.get(i), b.get(j)) {
            (Some(l), Some(r)) => l == r || *l == '?' || *r == '?',
            _ => false,
        },
    )
}

/// Whether two patterns of these lengths can mean the same: `many_a` and `many_b` say at which places
/// any number of things may stand, `same` whether two other places can be one thing.
///
/// Row by row over the second pattern, so that time is the product of the lengths.
fn meet(
    a: usize,
    b: usize,
    many_a: &dyn Fn(usize) -> bool,
    many_b: &dyn Fn(usize) -> bool,
    same: &dyn Fn(usize, usize) -> bool,
) -> bool {
    // row[j]: the first i places of `a` and the first j of `b` can mean the same.
    let mut row: Vec<bool> = Vec::with_capacity(b + 1);
    for i in 0..=a {
        let mut next = Vec::with_capacity(b + 1);
        for j in 0..=b {
            let up = i > 0 && row.get(j) == Some(&true);
            let back = j > 0 && next.last() == Some(&true);
            let diagonal = i > 0 && j > 0 && row.get(j - 1) == Some(&true);
            let left = i > 0 && many_a(i - 1);
            let right = j > 0 && many_b(j - 1);
            // What stands for many may stand for nothing, or for one more of the other.
            let met = (i == 0 && j == 0)
                || ((left || right) && (up || back))
                || (diagonal && !left && !right && same(i - 1, j - 1));
            next.push(met);
        }
        row = next;
    }
    row.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(a: &str, b: &str) -> bool {
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
            assert!(both(a, b), "{a} and {b} should meet");
        }
        for (a, b) in [
            ("src/*.rs", "src/a/b.rs"),
            ("src/*.rs", "src/a.ts"),
            ("src/**/x.rs", "lib/x.rs"),
            ("a*c", "bc"),
            ("a?c", "ac"),
            ("*.rs", "*.ts"),
        ] {
            assert!(!both(a, b), "{a} and {b} should not meet");
        }
    }

    #[test]
    fn a_directory_covers_what_is_under_it_and_no_namesake() {
        assert!(under("src/auth/", "src/auth/session.rs"));
        assert!(under("src/auth/", "src/auth"));
        assert!(!under("src/auth/", "src/authority.rs"));
    }
}
