//! One request and its answer, kept for reports.

use std::fmt::Write as _;

use bytes::Bytes;
use hyper::HeaderMap;

/// A request as it goes out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    /// `GET`, `POST`, …
    pub(crate) method: String,
    /// The whole address, already encoded.
    pub(crate) url: String,
    /// Headers in the order sent.
    pub(crate) headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub(crate) body: Bytes,
}

/// An answer as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body, whole.
    pub(crate) body: Bytes,
}

/// A request with what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// Who asked: `caller`, `user`, `phone`, `control`, `desk`.
    pub(crate) who: &'static str,
    /// What was asked.
    pub(crate) ask: Ask,
    /// What was answered, or why nothing was.
    pub(crate) reply: Result<Reply, String>,
}

impl Ask {
    /// A plain GET.
    pub(crate) fn get(url: impl Into<String>) -> Self {
        Self { method: "GET".to_owned(), url: url.into(), ..Self::default() }
    }

    /// A request with a JSON body.
    pub(crate) fn json(method: &str, url: impl Into<String>, body: &serde_json::Value) -> Self {
        Self { method: method.to_owned(), url: url.into(), ..Self::default() }
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(body.to_string())
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a body.
    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Path and query, as the request line carries them.
    pub(crate) fn path_and_query(&self) -> &str {
        let after_scheme = self.url.find("://").map_or(0, |at| at + 3);
        self.url[after_scheme..].find('/').map_or("/", |at| &self.url[after_scheme + at..])
    }

    /// A line for a shell that sends the same bytes again.
    pub(crate) fn curl(&self) -> String {
        let mut line = format!("curl -i -X {}", self.method);
        for (name, value) in &self.headers {
            // Header values are written in single quotes; curl drops a header whose value is empty unless `;` stands.
            let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            let _ = write!(line, " -H {}", quoted(&header));
        }
        if !self.body.is_empty() {
            let _ = write!(line, " --data-binary {}", quoted(&String::from_utf8_lossy(&self.body)));
        }
        line + " " + &quoted(&self.url)
    }
}

impl Reply {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, if it is.
    pub(crate) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Exchange {
    /// One line: who asked what, and the status.
    pub(crate) fn line(&self) -> String {
        let ended = match &self.reply {
            Ok(reply) => reply.status.to_string(),
            Err(error) => error.clone(),
        };
        format!("{:<8} {} {} → {ended}", self.who, self.ask.method, self.ask.path_and_query())
    }

    /// Everything that was said, both ways.
    pub(crate) fn whole(&self) -> String {
        let mut text = format!("[{}]\n> {} {}\n", self.who, self.ask.method, self.ask.url);
        for (name, value) in &self.ask.headers {
            let _ = writeln!(text, "> {name}: {value}");
        }
        if !self.ask.body.is_empty() {
            let _ = writeln!(text, ">\n> {}", String::from_utf8_lossy(&self.ask.body));
        }
        match &self.reply {
            Err(error) => {
                let _ = writeln!(text, "< {error}");
            }
            Ok(reply) => {
                let _ = writeln!(text, "< {}", reply.status);
                for (name, value) in &reply.headers {
                    let _ = writeln!(text, "< {name}: {}", String::from_utf8_lossy(value.as_bytes()));
                }
                let _ = writeln!(text, "<\n{}", readable(reply));
            }
        }
        text
    }
}

/// A page is shown from its root on: head and style tell nothing about a failure.
fn readable(reply: &Reply) -> String {
    let kind = reply.header("content-type").unwrap_or_default();
    if kind.starts_with("image/") {
        return format!("({} bytes of {kind})", reply.body.len());
    }
    let text = reply.text();
    let start = text.find("<main").unwrap_or(0);
    let end = text.find("</main>").map_or(text.len(), |at| at + "</main>".len());
    if start < end { text[start..end].to_owned() } else { text }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curl_line_says_what_was_sent() {
        let ask = Ask::json("POST", "http://h/v3/psn-auth-url", &serde_json::json!({"a": "it's"}))
            .header("Content-MD5", "");
        assert_eq!(
            ask.curl(),
            "curl -i -X POST -H 'Content-Type: application/json; charset=UTF-8' -H 'Content-MD5;' \
             --data-binary '{\"a\":\"it'\\''s\"}' 'http://h/v3/psn-auth-url'"
        );
    }

    #[test]
    fn path_and_query_leave_the_host_out() {
        assert_eq!(Ask::get("http://h:1/a/b?c=d").path_and_query(), "/a/b?c=d");
        assert_eq!(Ask::get("http://h:1").path_and_query(), "/");
    }
}
