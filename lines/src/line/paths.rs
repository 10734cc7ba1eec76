//! What looks like a path, and what only looks a little like one.

use crate::backlog::ScopeKind;
use crate::source::marks::{Marked, Marks, NO_WORD, marks};
use crate::source::words::WordList;

/// Extensions that make a lone name (`App.tsx`) a file.
const EXTENSIONS: WordList = WordList::new(&[
    "rs",
    "ts",
    "tsx",
    "js",
    "jsx",
    "mjs",
    "cjs",
    "mts",
    "cts",
    "py",
    "pyi",
    "go",
    "java",
    "kt",
    "kts",
    "swift",
    "c",
    "h",
    "cc",
    "cpp",
    "hpp",
    "cs",
    "rb",
    "php",
    "ex",
    "exs",
    "erl",
    "hs",
    "scala",
    "clj",
    "dart",
    "lua",
    "gd",
    "tscn",
    "tres",
    "sh",
    "bash",
    "zsh",
    "ps1",
    "bat",
    "sql",
    "prisma",
    "graphql",
    "gql",
    "proto",
    "md",
    "mdx",
    "txt",
    "rst",
    "json",
    "jsonc",
    "json5",
    "yaml",
    "yml",
    "toml",
    "ini",
    "cfg",
    "conf",
    "env",
    "xml",
    "html",
    "htm",
    "css",
    "scss",
    "sass",
    "less",
    "vue",
    "svelte",
    "astro",
    "csv",
    "lock",
    "sum",
    "mod",
    "gradle",
    "properties",
    "plist",
    "xcconfig",
    "storyboard",
    "ipynb",
    "tf",
    "tfvars",
    "hcl",
    "dockerfile",
    "svg",
    "png",
    "jpg",
    "ico",
    "pdf",
    "sln",
    "csproj",
    "props",
    "razor",
    "cshtml",
    "xaml",
    "ui",
    "qml",
    "service",
    "snap",
    "tmpl",
    "hbs",
    "ejs",
    "pug",
    "j2",
    "wasm",
    "sol",
    "zig",
    "nim",
    "cmake",
    "mk",
    "map",
    "entitlements",
    "pbxproj",
    "po",
    "arb",
    "ino",
    "patch",
    "example",
    "local",
    "template",
    "pen",
]);

/// Whole names without extension that are files.
const NAMES: WordList = WordList::new(&[
    "dockerfile",
    "makefile",
    "procfile",
    "gemfile",
    "rakefile",
    "license",
    "jenkinsfile",
    "vagrantfile",
    "justfile",
    "codeowners",
    "podfile",
    "brewfile",
    "pipfile",
    "caddyfile",
]);

/// A path cleaned of decoration, with what it stands for; `None` where `token` is no path.
///
/// `quoted`: it stood between backticks or is a link's text, so that less is enough.
pub fn path(token: &str, quoted: bool) -> Option<(String, ScopeKind)> {
    // Most words are only words, and the last one of a sentence is too.
    let word = token.trim_end_matches('.');
    if !word.bytes().any(|byte| matches!(byte, b'.' | b'/' | b'\\')) && !is_known_name(word) {
        return None;
    }
    let token = clean(token)?;
    // Most have neither; to search for them costs more than all the rest.
    let count = |sign: u8| token.bytes().filter(|&byte| byte == sign).count();
    let address = count(b':') > 0 && token.contains("://");
    if token.len() < 3 || token.len() > 260 || address || token.contains_one(FOREIGN) {
        return None;
    }
    if token.starts_with_one(marks!['#', '-', '?', '%', '+', ',', ':', ')'])
        || (count(b'.') > 2 && token.contains("...") && !token.contains("[..."))
        || token.ends_with("()")
    {
        return None;
    }
    let directory = token.ends_with('/');
    let glob = token.contains('*') || token.contains('?');
    let trimmed = token.trim_end_matches('/');
    let slashes = trimmed.matches('/').count();
    let name = trimmed.rsplit('/').next().unwrap_or(trimmed);
    let known = is_file_name(name);
    if token.contains_one(marks!['(', ')', '[', ']', '{', '}'])
        && slashes == 0
        && !(known && token.contains('{'))
    {
        return None;
    }
    let good = if slashes == 0 {
        (known && !is_domain(name))
            || (directory && !token.starts_with('/') && plain_words(trimmed))
    } else if token.starts_with('@') && slashes == 1 && !known {
        // An npm scope.
        false
    } else if directory || glob {
        plain_start(&token) && (quoted || slashes >= 1)
    } else if known || has_extension(name) {
        plain_start(&token)
    } else {
        // A directory without its slash, or a module path: only where it is quoted, relative and
        // deep enough not to be "and/or".
        quoted
            && slashes >= 1
            && !token.starts_with('/')
            && plain_start(&token)
            && plain_words(&token)
            && rooted(&token)
    };
    if !good || is_route(&token, known) || is_url_like(&token) {
        return None;
    }
    let kind = if glob {
        ScopeKind::Glob
    } else if directory {
        ScopeKind::Directory
    } else if !known && !has_extension(name) && !name.starts_with('.') && !NAMES.holds(name) {
        return Some((format!("{token}/"), ScopeKind::Directory));
    } else {
        ScopeKind::File
    };
    Some((token, kind))
}

/// Characters of code and prose that no path of a project has.
const FOREIGN: &Marks = marks![
    ' ', '<', '>', '|', '"', '=', ';', '\\', '$', '\'', '%', '^', '!', '&', '…', '，', '、', '“',
    '”', '→',
];

/// First segments under which projects keep their code: enough to take a bare `src/auth` for a
/// directory.
fn rooted(token: &str) -> bool {
    const ROOTS: &[&str] = &[
        "src",
        "app",
        "apps",
        "lib",
        "libs",
        "packages",
        "tests",
        "test",
        "docs",
        "components",
        "crates",
        "cmd",
        "internal",
        "pkg",
        "server",
        "client",
        "frontend",
        "backend",
        "scripts",
        "services",
        "api",
        "web",
        "config",
        "public",
        "modules",
        "tools",
        "e2e",
        "supabase",
        "prisma",
        "core",
        "infra",
        "migrations",
        ".github",
        "assets",
        "scenes",
    ];
    let first = token.split('/').next().unwrap_or("");
    ROOTS.contains(&first)
}

fn clean(token: &str) -> Option<String> {
    let mut token = token
        .trim_of(marks![
            '`', '"', '\'', ',', ';', '，', '、', '。', ' ', '“', '”'
        ])
        .trim_end_of(marks!['.', ':', '：']);
    token = token.trim_start_matches("**").trim_end_of(marks![',', ';']);
    if token.ends_with("**") && !token.ends_with("/**") {
        token = token.trim_end_matches('*');
    }
    if let Some(inside) = token.strip_prefix('(')
        && !inside.contains(")/")
    {
        token = inside.trim_end_matches(')');
    } else if token.ends_with(')') && !token.contains('(') {
        token = token.trim_end_matches(')');
    }
    token = token.split_once("#L").map_or(token, |(before, _)| before);
    token = without_line(token);
    let mut owned = if token.contains('\\') && !token.contains("\\n") {
        token.replace('\\', "/")
    } else {
        token.to_owned()
    };
    while let Some(rest) = owned.strip_prefix("./") {
        owned = rest.to_owned();
    }
    // Markdown turned the underscores of `__tests__` into bold.
    if owned.contains("**") {
        let fixed: Vec<String> = owned
            .split('/')
            .map(|segment| {
                match segment
                    .strip_prefix("**")
                    .and_then(|s| s.strip_suffix("**"))
                {
                    Some(word) if !word.is_empty() && word.chars().all(char::is_alphanumeric) => {
                        format!("__{word}__")
                    }
                    _ => segment.to_owned(),
                }
            })
            .collect();
        owned = fixed.join("/");
    }
    for variable in ["{project-root}/", "{project_root}/", "<root>/", "~/"] {
        if let Some(rest) = owned.strip_prefix(variable) {
            owned = rest.to_owned();
        }
    }
    (!owned.is_empty()).then_some(owned)
}

/// Without `:12`, `:12-30`, `:12:4`.
fn without_line(token: &str) -> &str {
    let mut token = token;
    for _ in 0..2 {
        match token.rsplit_once(':') {
            Some((before, line))
                if !before.is_empty()
                    && line.starts_with(|c: char| c.is_ascii_digit() || c == 'L' || c == '~')
                    && line.bytes().all(|b| {
                        b.is_ascii_digit() || matches!(b, b'-' | b'L' | b'+' | b',' | b'~')
                    }) =>
            {
                token = before;
            }
            _ => break,
        }
    }
    token
}

/// Whether one of [`NAMES`] stands in `token`, decoration aside.
fn is_known_name(token: &str) -> bool {
    let bare = token.trim_of(NO_WORD);
    NAMES.holds(bare)
}

fn is_file_name(name: &str) -> bool {
    if NAMES.holds(name) {
        return true;
    }
    if let Some(hidden) = name.strip_prefix('.') {
        return hidden.starts_with(|c: char| c.is_ascii_alphabetic())
            && hidden.len() >= 3
            && (hidden.contains("rc")
                || hidden.contains("ignore")
                || hidden.ends_with("keep")
                || hidden.starts_with("env")
                || is_known_extension(name));
    }
    match name.rsplit_once('.') {
        Some((stem, _)) => {
            !stem.is_empty()
                && is_known_extension(name)
                && stem.contains(|c: char| {
                    c.is_alphanumeric() || matches!(c, '_' | '*' | ']' | ')' | '}')
                })
        }
        None => false,
    }
}

fn is_known_extension(name: &str) -> bool {
    let tail = name.rsplit('.').next().unwrap_or("");
    let extension = tail.trim_end_of(marks!['}', ']']);
    EXTENSIONS.holds(extension)
}

/// `next.js`, `node.js`, `vue.js`: products, not files.
fn is_domain(name: &str) -> bool {
    const PRODUCTS: WordList = WordList::new(&[
        "next.js",
        "node.js",
        "vue.js",
        "nuxt.js",
        "three.js",
        "express.js",
        "d3.js",
        "chart.js",
        "react.js",
        "p5.js",
        "socket.io",
        "asp.net",
        "alpine.js",
        "nest.js",
        "ember.js",
        "backbone.js",
        "discord.js",
        "pdf.js",
        "e.g",
        "i.e",
        "tone.js",
        "deno.json",
    ]);
    PRODUCTS.holds(name)
}

fn has_extension(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((stem, extension)) => {
            !stem.is_empty()
                && (1..=12).contains(&extension.len())
                && extension.bytes().all(|b| b.is_ascii_alphanumeric())
                // The last of "1.1/1.2/1.2b" is a story.
                && extension.starts_with(|c: char| c.is_ascii_alphabetic())
        }
        None => false,
    }
}

fn plain_start(token: &str) -> bool {
    token.starts_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '@' | '/' | '(' | '[' | '*' | '{')
    })
}

fn plain_words(token: &str) -> bool {
    token.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '/' | '_' | '-' | '.' | '[' | ']' | '(' | ')' | '@' | '{' | '}' | ','
            )
    })
}

/// `/api/users`, `/login`: an address in the application.
fn is_route(token: &str, known: bool) -> bool {
    token.starts_with('/')
        && !known
        && !token.starts_with("/src/")
        && !token.starts_with("/app/")
        && !token.starts_with("/docs/")
}

/// `example.com/path`, `github.com/x`.
fn is_url_like(token: &str) -> bool {
    let first = token.split('/').next().unwrap_or("");
    token.contains('/')
        && first.contains('.')
        && !first.starts_with('.')
        && [".com", ".org", ".io", ".dev", ".net", ".ai", ".app"]
            .iter()
            .any(|end| first.ends_with(end))
}

/// `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`; at most 64 paths.
pub fn expand_braces(path: &str) -> Vec<String> {
    let mut ready = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(next) = waiting.pop() {
        if ready.len() + waiting.len() >= 64 {
            ready.push(next);
            continue;
        }
        let choice = next.split_once('{').and_then(|(before, rest)| {
            let (inside, after) = rest.split_once('}')?;
            inside.contains(',').then(|| {
                inside
                    .split(',')
                    .take(32)
                    .map(|one| format!("{before}{}{after}", one.trim()))
                    .collect::<Vec<_>>()
            })
        });
        match choice {
            Some(paths) => waiting.extend(paths.into_iter().rev()),
            None => ready.push(next),
        }
    }
    ready
}
