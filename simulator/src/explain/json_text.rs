//! Other ways to write the same JSON: what a client may have digested before its library wrote the body anew.

use std::fmt::Write;

/// Larger bodies are not written anew: a digest of each way would cost more than it tells.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// How blanks stand between the tokens.
#[derive(Clone, Copy)]
enum Blanks {
    /// None at all.
    None,
    /// One after each colon and comma, as Python writes.
    AfterPunctuation,
    /// A line a member, indented by so many blanks.
    Indented(usize),
}

/// How characters stand inside strings.
#[derive(Clone, Copy)]
enum Escapes {
    AsSent,
    /// `\uXXXX` for all beyond ASCII, as Python and PHP write.
    Ascii,
    /// Likewise, and `\/` for a slash, as PHP writes.
    AsciiAndSlashes,
    /// Plain characters.
    Plain,
}

/// The body written in the ways that JSON libraries write, without the way it was sent.
///
/// Works on the text, so that the order of members stays; one way more has them sorted. Nothing for what is no JSON.
pub(super) fn other_ways(body: &[u8]) -> Vec<String> {
    let Ok(sent) = std::str::from_utf8(body) else { return Vec::new() };
    if body.len() > BODY_BYTES_MAX {
        return Vec::new();
    }
    let Ok(value) = serde_json::from_str::<serde_json::Value>(sent) else { return Vec::new() };
    let mut ways = vec![sent.trim().to_owned(), format!("{}\n", sent.trim_end()), value.to_string()];
    ways.push(sent.replace("\r\n", "\n"));
    for escapes in [Escapes::AsSent, Escapes::Ascii, Escapes::AsciiAndSlashes, Escapes::Plain] {
        for blanks in [Blanks::None, Blanks::AfterPunctuation, Blanks::Indented(2), Blanks::Indented(4)] {
            ways.push(written(sent, blanks, escapes));
        }
    }
    ways.sort_unstable();
    ways.dedup();
    ways.retain(|way| way != sent);
    ways
}

/// Writes JSON that is known to be well formed anew.
fn written(json: &str, blanks: Blanks, escapes: Escapes) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut characters = json.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                let mut inside = String::new();
                while let Some(next) = characters.next() {
                    match next {
                        '"' => break,
                        '\\' => {
                            inside.push(next);
                            inside.extend(characters.next());
                        }
                        plain => inside.push(plain),
                    }
                }
                out.push('"');
                out.push_str(&string(&inside, escapes));
                out.push('"');
            }
            '{' | '[' => {
                out.push(character);
                while characters.peek().is_some_and(|next| next.is_ascii_whitespace()) {
                    characters.next();
                }
                if let Some(close) = characters.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, blanks, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, blanks, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                if matches!(blanks, Blanks::AfterPunctuation) {
                    out.push(' ');
                }
                line(&mut out, blanks, depth);
            }
            ':' => out.push_str(if matches!(blanks, Blanks::None) { ":" } else { ": " }),
            blank if blank.is_ascii_whitespace() => {}
            other => out.push(other),
        }
    }
    out
}

fn line(out: &mut String, blanks: Blanks, depth: usize) {
    if let Blanks::Indented(width) = blanks {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', width * depth));
    }
}

/// The inside of a string, written with other escapes; as sent where it cannot be read.
fn string(inside: &str, escapes: Escapes) -> String {
    let plain = || serde_json::from_str::<String>(&format!("\"{inside}\"")).ok();
    // `Value` writes control characters, quotes and backslashes as every library does.
    let quoted = |text: String| {
        let json = serde_json::Value::from(text).to_string();
        json[1..json.len() - 1].to_owned()
    };
    let (slashes, ascii) = match escapes {
        Escapes::AsSent => return inside.to_owned(),
        Escapes::Plain => (false, false),
        Escapes::Ascii => (false, true),
        Escapes::AsciiAndSlashes => (true, true),
    };
    let Some(mut text) = plain().map(quoted) else { return inside.to_owned() };
    if slashes {
        text = text.replace('/', "\\/");
    }
    if !ascii {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("writing to a string cannot fail");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_of_writing_are_found_from_one_another() {
        let ways = [
            r#"{"b":"张/\"","a":[],"c":[1,{}]}"#,
            r#"{"b": "张/\"", "a": [], "c": [1, {}]}"#,
            r#"{"b":"\u5f20/\"","a":[],"c":[1,{}]}"#,
            r#"{"b":"\u5f20\/\"","a":[],"c":[1,{}]}"#,
            "{\n  \"b\": \"张/\\\"\",\n  \"a\": [],\n  \"c\": [\n    1,\n    {}\n  ]\n}",
        ];
        for sent in ways {
            let others = other_ways(sent.as_bytes());
            for digested in ways.iter().filter(|way| **way != sent) {
                assert!(others.iter().any(|other| other == digested), "{sent} as {digested}: {others:#?}");
            }
            assert!(others.iter().all(|other| other != sent));
        }
    }

    #[test]
    fn members_may_be_sorted_and_the_end_of_line_cut() {
        assert!(other_ways(b"{\"b\":1,\"a\":2}\n").contains(&"{\"a\":2,\"b\":1}".to_owned()));
        assert!(other_ways(b"{}\r\n").contains(&"{}".to_owned()));
    }

    #[test]
    fn what_is_no_json_has_no_other_way() {
        for body in [b"".as_slice(), b"{", b"\xff", b"a=1&b=2"] {
            assert!(other_ways(body).is_empty());
        }
    }
}
