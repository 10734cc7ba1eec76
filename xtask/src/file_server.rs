//! A plain file server for this machine only: what the site needs to run, and
//! no more than any web host gives.

use crate::failure::{Doing, Failure};
use crate::mime;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The most bytes of a request that are read; browsers send far fewer.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many ports after the wanted one are tried.
const PORTS_TO_TRY: u16 = 50;

/// A folder, ready to be served.
pub struct FileServer {
    listener: TcpListener,
    files: Arc<Files>,
}

struct Files {
    root: PathBuf,
    /// The path under which the folder appears; begins and ends with a slash.
    base: String,
}

impl FileServer {
    /// Takes the port, or the next free one. Port 0 is any free one.
    pub fn open(root: &Path, base: &str, port: u16) -> Result<Self, Failure> {
        let root = root
            .canonicalize()
            .doing(|| format!("serve the folder {}", root.display()))?;
        let last = port.saturating_add(PORTS_TO_TRY);
        let listener = (port..=last)
            .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
            .ok_or_else(|| {
                Failure::new(format!(
                    "No port from {port} to {last} is free. Choose another with --port."
                ))
            })?;
        let base = match base.trim_matches('/') {
            "" => "/".to_owned(),
            inner => format!("/{inner}/"),
        };
        let files = Arc::new(Files { root, base });
        Ok(Self { listener, files })
    }

    /// Where a browser finds the folder.
    pub fn address(&self) -> Result<String, Failure> {
        let place = self
            .listener
            .local_addr()
            .doing(|| "find the server's own port".into())?;
        Ok(format!("http://{place}{}", self.files.base))
    }

    /// Serves until the program ends.
    pub fn serve(self) {
        for stream in self.listener.incoming().flatten() {
            let files = Arc::clone(&self.files);
            // A browser that goes away in the middle is no error of ours.
            thread::spawn(move || answer_all(&stream, &files).ok());
        }
    }
}

/// Answers one request after the other until the connection is to be closed.
fn answer_all(stream: &TcpStream, files: &Files) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        let mut limited = (&mut reader).take(LONGEST_REQUEST);
        while limited.read_line(&mut head)? > 2 {}
        if head.trim().is_empty() {
            return Ok(());
        }
        let is_last = wants_close(&head);
        respond(stream, files, &head, is_last)?;
        if is_last {
            return Ok(());
        }
    }
}

/// A request with a body is not read to its end, so nothing may follow it.
fn wants_close(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    head.contains("connection: close")
        || head.contains("content-length:")
        || head.contains("transfer-encoding:")
        || head
            .lines()
            .next()
            .is_some_and(|line| line.ends_with("http/1.0"))
}

enum Answer {
    File(PathBuf),
    Redirect(String),
    Refusal(&'static str),
}

fn respond(mut stream: &TcpStream, files: &Files, head: &str, is_last: bool) -> io::Result<()> {
    let mut words = head.split_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let answer = match method {
        "GET" | "HEAD" => files.find(target),
        _ => Answer::Refusal("405 Method Not Allowed"),
    };
    let (status, extra, body) = match answer {
        Answer::File(path) => match fs::read(&path) {
            Ok(body) => {
                let name = path.to_string_lossy().into_owned();
                (
                    "200 OK",
                    format!("Content-Type: {}\r\n", mime::content_type(&name)),
                    body,
                )
            }
            Err(_) => refusal("404 Not Found"),
        },
        Answer::Redirect(to) => (
            "301 Moved Permanently",
            format!("Location: {to}\r\n"),
            Vec::new(),
        ),
        Answer::Refusal(status) => refusal(status),
    };
    let connection = if is_last { "close" } else { "keep-alive" };
    let length = body.len();
    let header = format!(
        "HTTP/1.1 {status}\r\n{extra}Content-Length: {length}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: {connection}\r\n\r\n"
    );
    stream.write_all(header.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn refusal(status: &'static str) -> (&'static str, String, Vec<u8>) {
    let body = format!("{status}\n").into_bytes();
    (
        status,
        "Content-Type: text/plain; charset=utf-8\r\n".to_owned(),
        body,
    )
}

impl Files {
    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or("");
        if !path.is_empty() && format!("{path}/") == self.base {
            return Answer::Redirect(self.base.clone());
        }
        let inside = path
            .strip_prefix(self.base.as_str())
            .and_then(relative_path);
        let Some(inside) = inside else {
            return Answer::Refusal("404 Not Found");
        };
        // A link may lead out of the folder; what it leads to is not served.
        let Ok(found) = self.root.join(inside).canonicalize() else {
            return Answer::Refusal("404 Not Found");
        };
        if !found.starts_with(&self.root) {
            return Answer::Refusal("404 Not Found");
        }
        match found.is_dir() {
            true if path.ends_with('/') => Answer::File(found.join("index.html")),
            // One slash only: `//name` would be an address on another host.
            true => Answer::Redirect(format!("/{}/", path.trim_matches('/'))),
            false => Answer::File(found),
        }
    }
}

/// The path inside the folder that an address means, if it stays inside.
fn relative_path(address: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(address)?;
    let is_plain = |part: &&str| !part.is_empty() && *part != ".";
    let parts: Vec<&str> = decoded.split('/').filter(is_plain).collect();
    let escapes = |part: &&str| *part == ".." || part.contains(['\\', '\0', ':']);
    (!parts.iter().any(escapes)).then(|| parts.into_iter().collect())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside_the_folder() {
        let rows = [
            ("", Some("")),
            ("a/b.js", Some("a/b.js")),
            ("a%20b.md", Some("a b.md")),
            ("./a//b", Some("a/b")),
            ("../secret", None),
            ("a/%2e%2e/%2e%2e/secret", None),
            ("a\\..\\secret", None),
            ("a%00b", None),
            ("c:/secret", None),
            ("%zz", None),
            ("%f", None),
        ];
        for (address, expected) in rows {
            assert_eq!(
                relative_path(address),
                expected.map(PathBuf::from),
                "{address}"
            );
        }
    }

    fn exchange(request: &str) -> String {
        let root = std::env::temp_dir().join(format!("sprintloom-served-{}", std::process::id()));
        fs::create_dir_all(root.join("inner")).expect("a folder for this test");
        fs::write(root.join("index.html"), "<p>hello").expect("a file");
        let server = FileServer::open(&root, "/some/where", 0).expect("a free port");
        let address = server.address().expect("an address");
        thread::spawn(|| server.serve());
        let host = address
            .trim_start_matches("http://")
            .split('/')
            .next()
            .expect("a host");
        let mut stream = TcpStream::connect(host).expect("a connection");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("received");
        answer
    }

    #[test]
    fn requests_get_what_a_web_host_gives() {
        let end = "HTTP/1.1\r\nConnection: close\r\n\r\n";
        let page = exchange(&format!("GET /some/where/?q=1 {end}"));
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.contains("Cache-Control: no-cache\r\n"), "{page}");
        assert!(page.ends_with("\r\n\r\n<p>hello"), "{page}");
        let head = exchange(&format!("HEAD /some/where/index.html {end}"));
        assert!(
            head.contains("Content-Length: 8\r\n") && head.ends_with("\r\n\r\n"),
            "{head}"
        );
        let rows = [
            ("GET /some/where", "301", "Location: /some/where/\r\n"),
            (
                "GET /some/where/inner",
                "301",
                "Location: /some/where/inner/\r\n",
            ),
            ("GET /index.html", "404", ""),
            ("GET /some/where/../where/index.html", "404", ""),
            ("GET /some/where/inner/", "404", ""),
            ("POST /some/where/", "405", ""),
        ];
        for (request, status, header) in rows {
            let answer = exchange(&format!("{request} {end}"));
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{request}: {answer}"
            );
            assert!(answer.contains(header), "{request}: {answer}");
        }
    }

    #[test]
    fn a_taken_port_gives_way_to_the_next() {
        let first = FileServer::open(&std::env::temp_dir(), "", 0).expect("a free port");
        let port = first.listener.local_addr().expect("an address").port();
        let second = FileServer::open(&std::env::temp_dir(), "", port).expect("a free port");
        assert_ne!(
            second.listener.local_addr().expect("an address").port(),
            port
        );
    }
}
