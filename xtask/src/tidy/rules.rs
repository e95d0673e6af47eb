//! Rules that look at one file at a time.

use super::lexer::Source;

/// How statements begin that belong in a `store` folder.
const SQL: [&[&str]; 10] = [
    &["SELECT"],
    &["INSERT"],
    &["UPDATE"],
    &["PRAGMA"],
    &["DELETE", "FROM"],
    &["CREATE", "TABLE"],
    &["CREATE", "INDEX"],
    &["CREATE", "UNIQUE"],
    &["ALTER", "TABLE"],
    &["DROP", "TABLE"],
];

/// What a Rust file does that it must not; `path` is from the top folder, with slashes.
pub fn rust(path: &str, text: &str, source: &Source) -> Vec<String> {
    let mut said = Vec::new();
    if !text.starts_with("//!") {
        said.push(format!("{path}: begin with a `//!` sentence on what the module is for"));
    }
    if !may_hold_sql(path) {
        for (line, literal) in &source.literals {
            let words: Vec<&str> = literal.split_whitespace().take(3).collect();
            if SQL.iter().any(|statement| words.len() > statement.len() && words.starts_with(statement)) {
                said.push(format!("{path}:{line}: SQL belongs in a `store` folder"));
            }
        }
    }
    if path.starts_with("shared-model/") {
        for (number, line) in source.code.lines().enumerate() {
            if ["Uuid::now_v7", "SystemTime::now", "Instant::now"].iter().any(|call| line.contains(call)) {
                said.push(format!("{path}:{}: time and ids come in as arguments", number + 1));
            }
        }
    }
    said
}

/// Names of this or that machine, in any text file.
pub fn any_text(path: &str, text: &str) -> Vec<String> {
    // Put together here so that this file does not complain about itself.
    let folders = ["work", "home", "root", "Users", "tmp"].map(|folder| format!("/{folder}/"));
    let mut said = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for folder in &folders {
            if starts_a_path(line, folder) {
                said.push(format!("{path}:{}: a path of somebody's machine ({folder}…)", number + 1));
            }
        }
    }
    said
}

/// Whether the folder begins a path here, instead of continuing one such as `var/tmp/`.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '*' | '}' | ')'))
    })
}

fn may_hold_sql(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "store" | "tests" | "migrations"))
}

#[cfg(test)]
mod tests {
    use super::super::lexer::split;
    use super::*;

    fn check(path: &str, text: &str) -> Vec<String> {
        rust(path, text, &split(text))
    }

    #[test]
    fn sql_stays_in_the_store() {
        let text = "//! A.\nfn f() { run(\"\n  UPDATE x SET y = 1\"); } // SELECT a\n";
        assert_eq!(
            check("edge-node/src/http/a.rs", text),
            ["edge-node/src/http/a.rs:2: SQL belongs in a `store` folder"]
        );
        assert!(check("edge-node/src/store/a.rs", text).is_empty());
        assert!(check("tests/it/a.rs", text).is_empty());
        assert!(check("edge-node/src/http/a.rs", "//! A.\nconst S: &str = \"SELECTED\";\n").is_empty());
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(check("edge-node/src/a.rs", "fn f() {}\n").len(), 1);
    }

    #[test]
    fn the_core_has_no_clock() {
        let text = "//! A.\nlet a = Uuid::now_v7(); // SystemTime::now\n";
        assert_eq!(check("shared-model/src/a.rs", text).len(), 1);
        assert!(check("edge-node/src/a.rs", text).is_empty());
    }

    #[test]
    fn machine_paths_are_found_where_they_begin() {
        let root = ["/", "root", "/.ssh"].concat();
        assert_eq!(any_text("a.md", &format!("see {root}")).len(), 1);
        assert!(any_text("a.md", "see /var/tmp/x and https://example.org/work/x").is_empty());
    }
}
