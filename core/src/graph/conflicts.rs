//! Which stories cannot share a batch because of the files they declare.
//!
//! Kept as groups, not as pairs: a file that 200 stories touch is one group, not 19,900 pairs.

use super::overlap::scopes_overlap;
use super::{Graph, GraphRules};
use crate::backlog::{Backlog, FileScope, ScopeKind};
use crate::ordering::{self, Table};

/// Names of files that most stories of a project touch. A name matches a file of that name in any
/// directory; a text with `/` matches the end of a path; one that ends in `/` matches a directory.
pub const DEFAULT_REGISTRY: &[&str] = &[
    "package.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "Cargo.toml",
    "Cargo.lock",
    "pyproject.toml",
    "poetry.lock",
    "requirements.txt",
    "go.mod",
    "go.sum",
    "index.ts",
    "index.js",
    "mod.rs",
    "lib.rs",
    "__init__.py",
    "schema.prisma",
    "migrations/",
    "locales/",
    "i18n/",
    "translations/",
];

/// Whether an overlap is about an ordinary file or a registry file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverlapClass {
    /// An ordinary file, directory or glob.
    File,
    /// A file that most stories touch (settings list them).
    Registry,
}

/// The stories that collide on one path.
///
/// Two stories collide when both hold the path, or one holds it and the other is covered by it.
/// Two that are only covered do not collide here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictGroup {
    /// The declared path: a file, a directory (ends in `/`) or a glob.
    pub path: String,
    /// Ordinary or registry.
    pub class: OverlapClass,
    /// Stories that declare this very path, in order.
    pub holders: Vec<usize>,
    /// Stories that declare something inside it (with that path: an ordinary one rather than a
    /// registry file), holders left out.
    pub covered: Vec<(usize, String)>,
}

impl ConflictGroup {
    /// Whether these two stories collide on this path.
    pub fn joins(&self, a: usize, b: usize) -> bool {
        let holds = |story| self.holders.binary_search(&story).is_ok();
        let within = |story| holds(story) || self.covered.iter().any(|(s, _)| *s == story);
        a != b && ((holds(a) && within(b)) || (holds(b) && within(a)))
    }
}

/// Fills [`Graph::conflicts`] and [`Graph::owners`].
pub(super) fn find(backlog: &Backlog, rules: &GraphRules, graph: &mut Graph) {
    graph.mentioned = rules.mentioned;
    // One entry for each declared path (globs and directories too), with its first scope and its stories.
    let stories = backlog.stories.iter().enumerate();
    let claims = stories.flat_map(|(at, story)| {
        super::binding_scopes(story, rules.mentioned).map(move |scope| (scope, at))
    });
    let grouped = Table::grouped(claims.map(|(scope, at)| (canonical(scope), (scope, at))));
    let holders: Table<&str, (&FileScope, Vec<usize>)> =
        Table::new(grouped.iter().filter_map(|(path, claims)| {
            let mut stories: Vec<usize> = claims.iter().map(|(_, story)| *story).collect();
            stories.dedup();
            Some((*path, (claims.first()?.0, stories)))
        }));
    let files: Vec<(&str, &FileScope)> = holders
        .iter()
        .map(|(path, (scope, _))| (*path, *scope))
        .collect();
    for (path, (scope, stories)) in holders.iter() {
        let covered = covered_by(path, scope, &files).flat_map(|(inner, _)| {
            let (inside, theirs) = holders
                .get(inner)
                .map_or(("", &[][..]), |(s, of)| (s.path.as_str(), of.as_slice()));
            let class = class(inner, rules);
            theirs
                .iter()
                .map(move |&story| (story, class, inside.to_owned()))
        });
        let mut covered: Vec<(usize, OverlapClass, String)> = covered
            .filter(|(story, _, _)| stories.binary_search(story).is_err())
            .collect();
        // Of what a story has inside, an ordinary file says more than a registry file: it binds always.
        ordering::sort_by_key(&mut covered, |(story, class, _)| (*story, *class));
        covered.dedup_by_key(|(story, _, _)| *story);
        let covered: Vec<(usize, String)> = (covered.into_iter())
            .map(|(story, _, inside)| (story, inside))
            .collect();
        if stories.len() + covered.len() > 1 {
            graph.conflicts.push(ConflictGroup {
                path: scope.path.clone(),
                class: class(path, rules),
                holders: stories.clone(),
                covered,
            });
        }
    }
    let registry = holders
        .iter()
        .filter(|(path, _)| class(path, rules) == OverlapClass::Registry);
    graph.registry = Table::new(registry.map(|(_, (scope, _))| (scope.path.clone(), ())));
    graph.owners = Table::new(
        holders
            .iter()
            .map(|(_, (scope, stories))| (scope.path.clone(), stories.clone())),
    );
}

/// The path by which scopes are the same: a directory with and without its end slash is one.
fn canonical(scope: &FileScope) -> &str {
    scope.path.trim_end_matches('/')
}

/// The other declared paths that a directory or glob covers. For a file there are none: what
/// covers it is asked the other way round.
fn covered_by<'a>(
    path: &'a str,
    scope: &'a FileScope,
    all: &'a [(&'a str, &'a FileScope)],
) -> Box<dyn Iterator<Item = &'a (&'a str, &'a FileScope)> + 'a> {
    match scope.kind {
        ScopeKind::File => Box::new(std::iter::empty()),
        ScopeKind::Directory => {
            // What lies under it follows it in path order, but for names such as `a-b` between
            // `a` and `a/…`: so from the first path that starts with `path/`.
            let inside = format!("{path}/");
            let start = all.partition_point(|(other, _)| *other < inside.as_str());
            let plain = all
                .get(start..)
                .unwrap_or_default()
                .iter()
                .take_while(move |(other, _)| other.starts_with(inside.as_str()));
            let globs = all.iter().filter(move |(other, s)| {
                s.kind == ScopeKind::Glob && !under(path, other) && scopes_overlap(scope, s)
            });
            Box::new(plain.chain(globs))
        }
        ScopeKind::Glob => Box::new(
            all.iter()
                .filter(move |(other, s)| *other != path && scopes_overlap(scope, s)),
        ),
    }
}

fn under(directory: &str, path: &str) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// Registry files by the list of the rules, anything else is a file.
fn class(path: &str, rules: &GraphRules) -> OverlapClass {
    let name = path.rsplit('/').next().unwrap_or(path);
    let matches = |rule: &str| match rule.strip_suffix('/') {
        Some(directory) => path.split('/').any(|segment| segment == directory),
        None if rule.contains('/') => path.ends_with(rule),
        None => name == rule,
    };
    let is_registry = match &rules.registry {
        Some(listed) => listed.iter().any(|rule| matches(rule)),
        None => DEFAULT_REGISTRY.iter().any(|rule| matches(rule)),
    };
    if is_registry {
        OverlapClass::Registry
    } else {
        OverlapClass::File
    }
}
