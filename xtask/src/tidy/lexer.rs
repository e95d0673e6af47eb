//! Splits Rust source into code and literals, so that a rule about code is not fooled by a comment or a string.

/// A source file taken apart.
#[derive(Debug, Default)]
pub struct Source {
    /// The file with comments and the insides of literals blanked; lines stay where they were.
    pub code: String,
    /// Line (from 1) and content of each string literal.
    pub literals: Vec<(usize, String)>,
}

/// Takes a file apart. Source that does not compile gives some answer, never a panic.
pub fn split(text: &str) -> Source {
    let chars: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0, line: 1, source: Source::default() };
    while lexer.at < chars.len() {
        lexer.step();
    }
    lexer.source
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
    line: usize,
    source: Source,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Takes some characters over as they are.
    fn keep(&mut self, count: usize) {
        (0..count).for_each(|_| {
            self.take(true);
        });
    }

    /// Takes one character over, as itself or as a blank.
    fn take(&mut self, keep: bool) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        self.source.code.push(if keep || c == '\n' { c } else { ' ' });
        c
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while self.at < self.chars.len() && self.peek(0) != '\n' {
                    self.take(false);
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(),
            ('r', '"' | '#') if !self.inside_word() => self.raw_string(),
            ('\'', _) => self.quote(),
            _ => self.keep(1),
        }
    }

    /// Whether the character before belongs to a longer name, as the `r` of `for`; `br"…"` is a raw string too.
    fn inside_word(&self) -> bool {
        let before = |back: usize| self.at.checked_sub(back).and_then(|at| self.chars.get(at)).copied();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        word(if before(1) == Some('b') { before(2) } else { before(1) })
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take(false);
                    continue;
                }
            }
            self.take(false);
            self.take(false);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        let mut content = String::new();
        self.take(true);
        while self.at < self.chars.len() && self.peek(0) != '"' {
            let c = self.take(false);
            content.push(c);
            if c == '\\' {
                content.push(self.take(false));
            }
        }
        self.take(true);
        self.source.literals.push((line, content));
    }

    fn raw_string(&mut self) {
        let hashes = self.chars[self.at + 1..].iter().take_while(|c| **c == '#').count();
        if self.peek(hashes + 1) != '"' {
            self.take(true);
            return;
        }
        let line = self.line;
        self.keep(hashes + 2);
        let mut content = String::new();
        while self.at < self.chars.len() {
            let closes = self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#');
            if closes {
                self.keep(hashes + 1);
                break;
            }
            content.push(self.take(false));
        }
        self.source.literals.push((line, content));
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        if self.peek(1) == '\\' {
            self.take(true);
            self.take(false);
            self.take(false);
            while self.at < self.chars.len() && self.peek(0) != '\'' {
                self.take(false);
            }
            self.take(true);
        } else if self.peek(2) == '\'' {
            self.take(true);
            self.take(false);
            self.take(true);
        } else {
            self.take(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<(usize, String)> {
        split(text).literals
    }

    #[test]
    fn comments_are_blank_and_lines_stay() {
        let source = split("a // { x\n/* { /* } */ \n */ b");
        assert_eq!(source.code.lines().count(), 3);
        assert!(!source.code.contains(['{', '}', 'x']), "{}", source.code);
        assert!(source.code.contains('a') && source.code.contains('b'));
    }

    #[test]
    fn strings_of_every_kind_are_found() {
        let text = "f(\"one \\\" {\");\nlet s = r#\"two \"{\" \"#; let b = br\"three\"; for r in \"four\".chars() {}";
        let found: Vec<String> = literals(text).into_iter().map(|(_, content)| content).collect();
        assert_eq!(found, ["one \\\" {", "two \"{\" ", "three", "four"]);
        assert_eq!(literals(text)[1].0, 2);
        assert_eq!(split(text).code.matches('{').count(), 1);
    }

    #[test]
    fn character_literals_and_lifetimes_do_not_open_strings() {
        let source =
            split("fn f<'a>(x: &'a str) -> char { let q = '\"'; let n = '\\n'; let u = '\\u{7b}'; '{' }");
        assert_eq!((source.literals.len(), source.code.matches('{').count()), (0, 1));
    }

    #[test]
    fn unfinished_source_ends() {
        for text in ["\"never closed", "r#\"never", "/* never", "'", "r#", "'\\"] {
            split(text);
        }
    }
}
