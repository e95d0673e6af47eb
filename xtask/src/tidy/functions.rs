//! How long each function is, in lines from `fn` to its closing brace.

use super::lexer::Source;

/// One function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// Where `fn` stands, from 1.
    pub line: usize,
    pub lines: usize,
}

/// Every function of a file, nested ones included.
pub fn functions(source: &Source) -> Vec<Function> {
    let code: Vec<char> = source.code.chars().collect();
    let mut line = 1;
    let mut found = Vec::new();
    for (at, c) in code.iter().enumerate() {
        if *c == '\n' {
            line += 1;
        }
        let word_before = at.checked_sub(1).is_some_and(|before| is_word(code[before]));
        if code[at..].starts_with(&['f', 'n', ' ']) && !word_before {
            let name: String = code[at + 3..].iter().take_while(|c| is_word(**c)).collect();
            // `fn(` is a type and has no name.
            if let Some(lines) = body_lines(&code[at..]).filter(|_| !name.is_empty()) {
                found.push(Function { name, line, lines });
            }
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Lines from here to the brace that closes the first one opened; `None` when a `;` comes first.
fn body_lines(code: &[char]) -> Option<usize> {
    let (mut lines, mut braces, mut parens) = (1, 0_usize, 0_usize);
    for c in code {
        match c {
            '\n' => lines += 1,
            '(' | '[' => parens += 1,
            ')' | ']' => parens = parens.saturating_sub(1),
            ';' if braces == 0 && parens == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(lines);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::lexer::split;
    use super::*;

    fn measure(text: &str) -> Vec<(String, usize, usize)> {
        functions(&split(text)).into_iter().map(|f| (f.name, f.line, f.lines)).collect()
    }

    #[test]
    fn bodies_are_measured_and_declarations_skipped() {
        let text = "trait T {\n    fn asked(&self, at: [u8; 4]);\n    fn given(&self) {\n        loop {}\n    }\n}\nfn one() {}\n";
        assert_eq!(measure(text), [("given".to_owned(), 3, 3), ("one".to_owned(), 7, 1)]);
    }

    #[test]
    fn nested_functions_and_function_types() {
        let text = "fn outer(f: fn(u8) -> u8) {\n    // fn not() {\n    fn inner() {\n    }\n    let s = \"}\";\n}\n";
        assert_eq!(measure(text), [("outer".to_owned(), 1, 6), ("inner".to_owned(), 3, 2)]);
    }
}
