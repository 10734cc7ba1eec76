//! Changes to the finished page's HTML: the worker's name, and a content
//! security policy under which nothing but the app's own files can run or load.

use crate::failure::Failure;
use crate::sha256;

/// Where the page reads the worker's name; the build replaces the content.
const WORKER_META: &str = "<meta name=\"sprintloom-worker\" content=\"";

/// The page with the worker's real name in its `<meta name="sprintloom-worker">`.
pub fn with_worker(html: &str, loader: &str) -> Result<String, Failure> {
    let missing = || {
        Failure::new(format!(
            "index.html has no `{WORKER_META}…\">`; the app reads the worker's name there. \
             Put the line back into <head>."
        ))
    };
    let (before, rest) = html.split_once(WORKER_META).ok_or_else(missing)?;
    let (_, after) = rest.split_once('"').ok_or_else(missing)?;
    Ok(format!("{before}{WORKER_META}{loader}\"{after}"))
}

/// The page with a policy as the first thing in its head, so that it governs all that follows.
pub fn with_policy(html: &str) -> Result<String, Failure> {
    let end_of_head_tag = html
        .find("<head")
        .and_then(|start| html[start..].find('>').map(|length| start + length + 1))
        .ok_or_else(|| Failure::new("index.html has no <head> to put the policy into."))?;
    let (before, after) = html.split_at(end_of_head_tag);
    let policy = policy(html);
    Ok(format!(
        "{before}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"
    ))
}

/// Scripts and styles inside the page are admitted by their hashes only.
fn policy(html: &str) -> String {
    let scripts = hashes(html, "script");
    let styles = hashes(html, "style");
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{scripts}"),
        format!("style-src 'self'{styles}"),
        "connect-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "img-src 'self' data: blob:".to_owned(),
        "font-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
    ]
    .join("; ")
}

fn hashes(html: &str, tag: &str) -> String {
    let inline = inline_elements(html, tag);
    let hash = |text| sha256::base64(&sha256::digest(str::as_bytes(text)));
    inline
        .into_iter()
        .map(|text| format!(" 'sha256-{}'", hash(text)))
        .collect()
}

/// The texts of all elements of this tag that have any: `<script src=…></script>` has none.
fn inline_elements<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let mut texts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        rest = &rest[start + open.len()..];
        // Not a longer name that begins alike.
        if !rest.starts_with(|next: char| next == '>' || next.is_whitespace()) {
            continue;
        }
        let Some(end_of_tag) = rest.find('>') else {
            break;
        };
        let content = &rest[end_of_tag + 1..];
        let Some(end) = content.find(&close) else {
            break;
        };
        if !content[..end].is_empty() {
            texts.push(&content[..end]);
        }
        rest = &content[end..];
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><meta charset=\"utf-8\">\
        <meta name=\"sprintloom-worker\" content=\"old.js\"></head>\
        <body><script src=\"a.js\"></script><script type=\"module\">alert(1)</script></body></html>";

    #[test]
    fn the_policy_comes_first_and_admits_the_inline_script_by_its_hash() {
        let page = with_policy(PAGE).expect("it has a head");
        let policy = page.find("Content-Security-Policy").expect("a policy");
        assert!(policy < page.find("charset").expect("a charset"));
        // As `printf 'alert(1)' | openssl dgst -sha256 -binary | base64` prints it.
        let hash = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";
        assert!(
            page.contains(&format!("script-src 'self' 'wasm-unsafe-eval' '{hash}';")),
            "{page}"
        );
        assert!(page.contains("style-src 'self';"), "{page}");
        assert!(!page.contains("unsafe-inline"), "{page}");
    }

    #[test]
    fn only_elements_with_text_are_inline() {
        assert_eq!(inline_elements(PAGE, "script"), ["alert(1)"]);
        assert_eq!(
            inline_elements("<styles>a</styles><style>b{}</style>", "style"),
            ["b{}"]
        );
        assert!(inline_elements("<script", "script").is_empty());
    }

    #[test]
    fn the_worker_meta_is_filled_or_missed() {
        let page = with_worker(PAGE, "new.js").expect("it has the meta");
        assert!(
            page.contains("<meta name=\"sprintloom-worker\" content=\"new.js\">"),
            "{page}"
        );
        assert!(with_worker("<head></head>", "new.js").is_err());
    }
}
