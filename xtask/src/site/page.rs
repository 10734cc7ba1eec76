//! Changes to the finished page's HTML: one style sheet for all, and a content
//! security policy under which nothing but the app's own files can run or load.

use crate::failure::Failure;
use crate::sha256;

/// How Trunk writes a style sheet's link around its address.
const STYLE: [&str; 2] = ["<link rel=\"stylesheet\" href=\"./", "\"/>"];

/// The addresses of the page's style sheets, and the page with `joined` in place of them all.
pub fn with_style(html: &str, joined: &str) -> (Vec<String>, String) {
    let [open, close] = STYLE;
    let mut addresses = Vec::new();
    let mut page = String::new();
    let mut rest = html;
    while let Some((before, from)) = rest.split_once(open) {
        let Some((address, after)) = from.split_once(close) else {
            break;
        };
        page.push_str(before);
        if addresses.is_empty() {
            page.extend([open, joined, close]);
        }
        addresses.push(address.to_owned());
        rest = after;
    }
    page.push_str(rest);
    (addresses, page)
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
        </head>\
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
}
