//! The ways in which callers write a query into the signed text, each with its mistakes.

use percent_encoding::percent_decode_str;

use super::mistake::Mistake;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Sorted,
    AsSent,
    IgnoringCase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Decoded,
    PlusKept,
    AsSent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    Bare,
    WithEquals,
    Dropped,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeated {
    First,
    Last,
    All,
}

/// `?` and the parameters in every way of writing, with the mistakes that each takes; the documented one takes none.
///
/// Ways that give the same text are one, with the fewest mistakes; ordered by their number.
pub(super) fn tails(query: &str) -> Vec<(Vec<Mistake>, Vec<u8>)> {
    let mut tails: Vec<(Vec<Mistake>, Vec<u8>)> = Vec::new();
    for order in [Order::Sorted, Order::AsSent, Order::IgnoringCase] {
        for coding in [Coding::Decoded, Coding::PlusKept, Coding::AsSent] {
            for empty in [Empty::Bare, Empty::WithEquals, Empty::Dropped] {
                for repeated in [Repeated::First, Repeated::Last, Repeated::All] {
                    tails.push((
                        mistakes(order, coding, empty, repeated),
                        tail(query, order, coding, empty, repeated),
                    ));
                }
            }
        }
    }
    tails.sort_by_key(|(mistakes, _)| mistakes.len());
    let mut kept: Vec<(Vec<Mistake>, Vec<u8>)> = Vec::new();
    for candidate in tails {
        if kept.iter().all(|(_, text)| *text != candidate.1) {
            kept.push(candidate);
        }
    }
    kept
}

fn mistakes(order: Order, coding: Coding, empty: Empty, repeated: Repeated) -> Vec<Mistake> {
    let order = match order {
        Order::Sorted => None,
        Order::AsSent | Order::IgnoringCase => Some(Mistake::QueryOrder),
    };
    let coding = match coding {
        Coding::Decoded => None,
        Coding::PlusKept => Some(Mistake::QueryPlus),
        Coding::AsSent => Some(Mistake::QueryEncoded),
    };
    let empty = match empty {
        Empty::Bare => None,
        Empty::WithEquals => Some(Mistake::QueryEmptyWithEquals),
        Empty::Dropped => Some(Mistake::QueryEmptyDropped),
    };
    let repeated = match repeated {
        Repeated::First => None,
        Repeated::Last | Repeated::All => Some(Mistake::QueryRepeated),
    };
    [order, coding, empty, repeated].into_iter().flatten().collect()
}

fn tail(query: &str, order: Order, coding: Coding, empty: Empty, repeated: Repeated) -> Vec<u8> {
    let text = |raw: &str| -> Vec<u8> {
        match coding {
            Coding::Decoded => percent_decode_str(&raw.replace('+', " ")).collect(),
            Coding::PlusKept => percent_decode_str(raw).collect(),
            Coding::AsSent => raw.as_bytes().to_vec(),
        }
    };
    let mut parameters: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (text(key), text(value));
        if empty == Empty::Dropped && value.is_empty() {
            continue;
        }
        match (repeated, parameters.iter_mut().find(|(known, _)| *known == key)) {
            (Repeated::First, Some(_)) => {}
            (Repeated::Last, Some(known)) => known.1 = value,
            (Repeated::All, Some(_)) | (Repeated::First | Repeated::Last | Repeated::All, None) => {
                parameters.push((key, value))
            }
        }
    }
    match order {
        Order::AsSent => {}
        Order::Sorted => parameters.sort_by(|one, other| one.0.cmp(&other.0)),
        Order::IgnoringCase => {
            parameters.sort_by(|one, other| one.0.cmp(&other.0));
            parameters.sort_by_key(|(key, _)| key.to_ascii_lowercase());
        }
    }
    let mut tail = Vec::new();
    for (key, value) in parameters {
        tail.push(if tail.is_empty() { b'?' } else { b'&' });
        tail.extend(key);
        if !value.is_empty() || empty == Empty::WithEquals {
            tail.push(b'=');
            tail.extend(value);
        }
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, written: &str, mistakes: &[Mistake]) {
        let tails = tails(query);
        assert_eq!(tails[0].0, [], "the documented way comes first");
        let found = tails.iter().find(|(_, text)| text == written.as_bytes());
        assert_eq!(found.map(|(mistakes, _)| mistakes.as_slice()), Some(mistakes), "{query} as {written}");
    }

    #[test]
    fn a_way_of_writing_tells_its_mistakes() {
        let query = "b=%E7%94%B2&a=&B=x+y&b=2";
        check(query, "?B=x y&a&b=甲", &[]);
        check(query, "?b=甲&a&B=x y", &[Mistake::QueryOrder]);
        check(query, "?a&B=x y&b=甲", &[Mistake::QueryOrder]);
        check(query, "?B=x+y&a&b=%E7%94%B2", &[Mistake::QueryEncoded]);
        check(query, "?B=x+y&a&b=甲", &[Mistake::QueryPlus]);
        check(query, "?B=x y&a=&b=甲", &[Mistake::QueryEmptyWithEquals]);
        check(query, "?B=x y&b=甲", &[Mistake::QueryEmptyDropped]);
        check(query, "?B=x y&a&b=2", &[Mistake::QueryRepeated]);
        check(query, "?B=x y&a&b=甲&b=2", &[Mistake::QueryRepeated]);
        check(query, "?b=甲&a=&B=x y", &[Mistake::QueryOrder, Mistake::QueryEmptyWithEquals]);
    }

    #[test]
    fn a_plain_query_has_one_way() {
        assert_eq!(tails("a=1"), [(Vec::new(), b"?a=1".to_vec())]);
    }
}
