//! Tables of wire fields: dotted names as the documents write them, values as JSON or as plain text.
//!
//! `缺` leaves a field out (or expects it to be absent), `非空` expects anything but null and nothing.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::case::Case;
use crate::wrong::{Outcome, Wrong, holds};

/// The rows of a step's table, placeholders filled.
pub(crate) fn rows(case: &Case, step: &Step) -> Outcome<Vec<(String, String)>> {
    let Some(table) = &step.table else { return Ok(Vec::new()) };
    let row = |cells: &Vec<String>| match cells.as_slice() {
        [name, value] => Ok((name.clone(), case.expand(value)?)),
        _ => Err(Wrong::misused("the table needs two columns")),
    };
    table.rows.iter().map(row).collect()
}

/// A cell as a value: JSON where it is JSON, text otherwise. Numbers in texts are written in quotes.
pub(crate) fn value(cell: &str) -> Value {
    let looks_like_json = cell.starts_with(['"', '[', '{']) || matches!(cell, "true" | "false" | "null");
    let is_number = cell.len() < 10 && !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    if looks_like_json || is_number {
        serde_json::from_str(cell).unwrap_or_else(|_| json!(cell))
    } else {
        json!(cell)
    }
}

/// Sets a dotted field, making what is missing on the way; `缺` removes it.
pub(crate) fn set(body: &mut Value, dotted: &str, cell: &str) -> Outcome {
    let (parent, last) = dotted.rsplit_once('.').unwrap_or(("", dotted));
    let mut at = body;
    for name in parent.split('.').filter(|name| !name.is_empty()) {
        if at[name].is_null() {
            at[name] = json!({});
        }
        at = &mut at[name];
    }
    let fields =
        at.as_object_mut().ok_or_else(|| Wrong::misused(format!("{dotted} is no field of an object")))?;
    if cell == "缺" {
        fields.remove(last);
    } else {
        fields.insert(last.to_owned(), value(cell));
    }
    Ok(())
}

/// A dotted field; `[0]` reaches into lists.
pub(crate) fn get<'a>(body: &'a Value, dotted: &str) -> Option<&'a Value> {
    dotted.split('.').try_fold(body, |at, name| match name.split_once('[') {
        None => at.get(name),
        Some((list, index)) => at.get(list)?.get(index.trim_end_matches(']').parse::<usize>().ok()?),
    })
}

/// Checks each row against a body.
pub(crate) fn expect(what: &str, body: &Value, rows: &[(String, String)]) -> Outcome {
    for (name, cell) in rows {
        let found = get(body, name);
        let shown = found.map_or_else(|| "(absent)".to_owned(), Value::to_string);
        let fits = match (cell.as_str(), found) {
            ("缺", found) => found.is_none(),
            ("非空", found) => found.is_some_and(|value| !value.is_null() && *value != json!("")),
            ("空或缺", found) => found.is_none_or(Value::is_null),
            (cell, Some(found)) => {
                *found == value(cell) || found.as_str() == Some(cell) || found.is_number() && shown == cell
            }
            (_, None) => false,
        };
        holds(fits, &format!("{what}, {name}"), cell, shown)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dotted_field_is_set_and_removed() {
        let mut body = json!({"a": {"b": 1}});
        set(&mut body, "a.c.d", r#"["x"]"#).unwrap();
        set(&mut body, "a.b", "缺").unwrap();
        assert_eq!(body, json!({"a": {"c": {"d": ["x"]}}}));
    }

    #[test]
    fn digits_are_a_number_unless_they_are_many_or_quoted() {
        assert_eq!(value("3"), json!(3));
        assert_eq!(value(r#""3""#), json!("3"));
        assert_eq!(value("13957400101"), json!("13957400101"));
        assert_eq!(value("PSN_FACE"), json!("PSN_FACE"));
    }

    #[test]
    fn expectations_tell_absent_from_null() {
        let body = json!({"a": null, "l": [{"b": "x"}]});
        let row = |name: &str, cell: &str| vec![(name.to_owned(), cell.to_owned())];
        assert!(expect("it", &body, &row("a", "null")).is_ok());
        assert!(expect("it", &body, &row("a", "缺")).is_err());
        assert!(expect("it", &body, &row("z", "缺")).is_ok());
        assert!(expect("it", &body, &row("l[0].b", "x")).is_ok());
        assert!(expect("it", &body, &row("a", "非空")).is_err());
    }
}
