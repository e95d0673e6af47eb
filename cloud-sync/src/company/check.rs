//! What a company may be called and how its owner can be reached.

use shared_model::time::DayRule;
use shared_model::wire::problem::FieldError;

/// Collects what is wrong, so that people are told all of it at once.
#[derive(Debug, Default)]
pub struct Check {
    wrong: Vec<FieldError>,
}

impl Check {
    /// A text that must be there and must not be longer than `most` characters.
    pub fn text(&mut self, pointer: &str, value: &str, most: usize) -> String {
        let value = value.trim();
        if value.is_empty() || value.chars().count() > most {
            self.say(pointer, &format!("Escribe entre 1 y {most} caracteres."));
        }
        value.to_owned()
    }

    /// A text that may be missing.
    pub fn optional(&mut self, pointer: &str, value: Option<&str>, most: usize) -> Option<String> {
        let value = value.map(str::trim).filter(|value| !value.is_empty())?;
        Some(self.text(pointer, value, most))
    }

    /// An e-mail address, in lower case.
    pub fn email(&mut self, pointer: &str, value: &str) -> String {
        let value = value.trim().to_lowercase();
        let has_domain = value.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'));
        if value.len() > 200 || !has_domain || value.parse::<lettre::Address>().is_err() {
            self.say(pointer, "Escribe un correo como nombre@ejemplo.co.");
        }
        value
    }

    /// What people type at login.
    pub fn slug(&mut self, pointer: &str, value: &str) -> String {
        let value = value.trim().to_lowercase();
        if !(2..=80).contains(&value.len()) || slug_from(&value) != value {
            self.say(pointer, "Usa de 2 a 80 letras minúsculas sin tildes, números y guiones.");
        }
        value
    }

    /// What a person types at login, in lower case.
    pub fn username(&mut self, pointer: &str, value: &str) -> String {
        let value = value.trim().to_lowercase();
        let plain = value.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c));
        if !plain || value.is_empty() || value.chars().count() > 80 {
            self.say(pointer, "Usa de 1 a 80 letras, números, puntos y guiones, sin espacios.");
        }
        value
    }

    /// A time zone by its IANA name.
    pub fn zone(&mut self, pointer: &str, value: &str) -> String {
        if DayRule::try_new(value, 0).is_err() {
            self.say(pointer, "No hay una zona horaria con ese nombre; por ejemplo: America/Bogota.");
        }
        value.to_owned()
    }

    /// Something else is wrong.
    pub fn say(&mut self, pointer: &str, detail: &str) {
        self.wrong.push(FieldError::new(pointer, detail));
    }

    /// All that is wrong, if anything.
    pub fn end(self) -> Result<(), Vec<FieldError>> {
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong) }
    }
}

/// A name as people can type it at login: `Papa Criolla Ñam` becomes `papa-criolla-nam`.
pub fn slug_from(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars().map(plain) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_what_people_can_type() {
        assert_eq!(slug_from("Papa Criolla Ñam!"), "papa-criolla-nam");
        assert_eq!(slug_from("  --La 14--  "), "la-14");
        assert_eq!(slug_from("¡¡¡"), "");
        assert_eq!(slug_from(&"x".repeat(200)).len(), 60);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut check = Check::default();
        check.text("/name", " ", 200);
        check.email("/owner_email", "ana@nowhere");
        check.slug("/slug", "Con Espacios");
        check.username("/username", "ana maría");
        check.zone("/zone", "Bogotá");
        let wrong = check.end().unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/owner_email", "/slug", "/username", "/zone"]);
    }
}
