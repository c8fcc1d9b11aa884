//! The console: a workbench in the browser that shows a world live and acts on it through the control API.
//!
//! - `visit`: its files over HTTP; `token`: the control token into a cookie; `phone/`: the virtual
//!   phone and mail box;
//! - `console.html`, `console.css`: the page and its look;
//! - `script/words.js` … `script/start.js`: one script in files by subject, put together here.
//!   `words` names things on screen, `time` tells world time, `page` makes elements, `control` calls the
//!   control API and tells the curl command, `state` and `reading` follow the world by two long polls,
//!   `bar`, `flows`, `timeline`, `journal` and `worlds` are parts of the screen, `side` holds the panels
//!   `phones`, `notices`, `people` with `organizations`, and `rules`, and `start` puts all together.
//!
//! The console can do nothing that control cannot: besides these files it has one route of its
//! own, which takes the control token into a cookie.

pub mod phone;
pub mod token;
pub mod visit;

/// The page at `/_console`.
pub const PAGE: &str = include_str!("console.html");

/// The style sheet at `/_console/console.css`.
pub const STYLE: &str = include_str!("console.css");

/// The script at `/_console/console.js`.
pub const SCRIPT: &str = concat!(
    include_str!("script/words.js"),
    include_str!("script/time.js"),
    include_str!("script/page.js"),
    include_str!("script/control.js"),
    include_str!("script/state.js"),
    include_str!("script/reading.js"),
    include_str!("script/bar.js"),
    include_str!("script/flows.js"),
    include_str!("script/timeline.js"),
    include_str!("script/phones.js"),
    include_str!("script/notices.js"),
    include_str!("script/people.js"),
    include_str!("script/organizations.js"),
    include_str!("script/rules.js"),
    include_str!("script/side.js"),
    include_str!("script/journal.js"),
    include_str!("script/worlds.js"),
    include_str!("script/start.js"),
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use realname_provider::flow::method::Method;

    use super::*;
    use crate::pages::step::choose_method;

    const CONTRACT: &str = include_str!("../control/openapi.json");

    /// The texts between `before` and the next `"` or `` ` ``.
    fn quoted_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
        text.split(before).skip(1).filter_map(|rest| rest.split(['"', '`']).next()).collect()
    }

    #[test]
    fn every_page_of_a_flow_has_a_name_on_screen() {
        let (_, names) = SCRIPT.split_once("const PAGES = {").expect("the pages' names");
        let (names, _) = names.split_once("};").expect("their end");
        let view = include_str!("../pages/view.rs");
        let (_, stands) = view.split_once("pub fn name(").expect("the pages' words");
        let (stands, _) = stands.split_once("\n}").expect("their end");
        let pages = quoted_after(stands, "=> \"");
        assert!(pages.len() > 5, "{pages:?}");
        for page in pages.into_iter().chain(Method::ALL.map(choose_method::word)) {
            let bare = format!("\n  {page}: \"");
            assert!(names.contains(&bare) || names.contains(&format!("\n  \"{page}\": \"")), "{page}");
        }
    }

    #[test]
    fn data_never_becomes_markup_or_code() {
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
        {
            assert!(!SCRIPT.contains(way), "{way}");
        }
    }

    #[test]
    fn the_script_declares_each_name_once() {
        // It is one module: a second declaration would keep the whole console from starting.
        let mut names = BTreeSet::new();
        for line in SCRIPT.lines() {
            let line = line.strip_prefix("async ").unwrap_or(line);
            let declared = ["function ", "const ", "let ", "class "].iter();
            if let Some(rest) = declared.filter_map(|word| line.strip_prefix(word)).next() {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                assert!(name.is_empty() || names.insert(name.clone()), "{name} is declared twice");
            }
        }
        assert!(names.len() > 100, "found {}", names.len());
    }

    #[test]
    fn a_strict_content_policy_may_be_set() {
        for inline in ["<style", " style=\"", " onclick=", "javascript:"] {
            assert!(!PAGE.contains(inline), "{inline}");
        }
        assert_eq!(PAGE.matches("<script").count(), 1);
        assert!(!PAGE.contains("//cdn") && !STYLE.contains("url("), "nothing comes from elsewhere");
    }

    #[test]
    fn each_element_that_the_script_asks_for_is_on_the_page() {
        let asked = quoted_after(SCRIPT, "byId(\"");
        assert!(asked.len() > 50, "the script asks for {}", asked.len());
        for id in asked {
            assert!(PAGE.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }

    #[test]
    fn each_control_call_is_in_the_contract() {
        let called = quoted_after(SCRIPT, "inWorld(\"").into_iter().chain(quoted_after(SCRIPT, "inWorld(`"));
        let mut count = 0;
        for path in called {
            let fixed = path.split(['?', '$']).next().unwrap_or_default().trim_end_matches('/');
            assert!(CONTRACT.contains(&format!("\"/worlds/{{w}}{fixed}")), "{path}");
            count += 1;
        }
        assert!(count > 20, "found {count}");
    }

    #[test]
    fn rules_events_and_defects_have_names_on_screen() {
        let (_, defects) =
            include_str!("../control/defects.rs").split_once("\ndefects! {\n").expect("the table");
        let (defects, _) = defects.split_once("\n}").expect("its end");
        let (_, words) = SCRIPT.split_once("const DEFECTS = {").expect("the defects' words");
        let (words, _) = words.split_once("\n};").expect("their end");
        // What a row goes on with is further indented.
        for row in defects.lines().filter(|row| !row.starts_with("        ")) {
            let (name, _) = row.trim().split_once(':').expect("a defect and its rule");
            assert!(words.contains(&format!("\n  {name}: ")), "{name}");
        }
        let contract: serde_json::Value = serde_json::from_str(CONTRACT).expect("the contract is JSON");
        let schemas = &contract["components"]["schemas"];
        let rules = schemas["Rules"]["properties"].as_object().expect("rules by name");
        for name in rules.keys() {
            assert!(SCRIPT.contains(&format!("\n  {name}: ")), "{name}");
        }
        let (_, words) = SCRIPT.split_once("const DETAILS = {").expect("the particulars' words");
        let (words, _) = words.split_once("\n};").expect("their end");
        let details = schemas["EventDetail"]["properties"].as_object().expect("particulars of events");
        for name in details.keys() {
            assert!(words.contains(&format!("\n  {name}: ")), "{name}");
        }
        let kinds = schemas["EventKind"]["enum"].as_array().expect("kinds of events");
        for kind in kinds.iter().filter_map(serde_json::Value::as_str) {
            let belongs_to_no_flow = [
                "grant_cancelled",
                "paid_in",
                "organization_changed",
                "person_changed",
                "rules_changed",
                "clock_changed",
                "app_account_opened",
                "app_account_changed",
                "app_account_unverified",
                "app_account_deleted",
                "file_announced",
                "file_uploaded",
                "compared",
                "compare_throttled",
            ]
            .contains(&kind);
            assert!(belongs_to_no_flow || SCRIPT.contains(&format!("case \"{kind}\":")), "{kind}");
        }
    }
}
