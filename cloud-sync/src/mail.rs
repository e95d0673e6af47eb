//! Letters to people: through SMTP, or into a folder where a demo or a test reads them.

use std::path::PathBuf;

use anyhow::Context as _;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

/// A letter in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// Where letters go; cheap to clone.
#[derive(Debug, Clone)]
pub enum Mailer {
    Smtp {
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        from: Mailbox,
    },
    /// One file per letter, `TIME-NUMBER.eml`: a catcher, for demos and tests.
    Folder(PathBuf),
}

impl Mailer {
    /// Letters through a server: `smtp://user:password@host:587?tls=required`, `smtps://…`.
    pub fn smtp(url: &str, from: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("--smtp")?.build();
        Ok(Self::Smtp { transport: Box::new(transport), from: from.parse().context("--mail-from")? })
    }

    /// Sends a letter.
    pub async fn send(&self, letter: Letter) -> anyhow::Result<()> {
        match self {
            Self::Smtp { transport, from } => {
                let to: Mailbox = letter.to.parse().context("the address of a letter")?;
                let message = Message::builder().from(from.clone()).to(to).subject(letter.subject);
                transport.send(message.body(letter.body)?).await.context("sending a letter")?;
            }
            Self::Folder(folder) => {
                let folder = folder.clone();
                tokio::task::spawn_blocking(move || keep(&folder, &letter)).await??;
            }
        }
        Ok(())
    }
}

fn keep(folder: &std::path::Path, letter: &Letter) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let name = uuid::Uuid::now_v7().simple().to_string();
    let draft = folder.join(format!("{name}.draft"));
    let Letter { to, subject, body } = letter;
    std::fs::write(&draft, format!("To: {to}\nSubject: {subject}\n\n{body}\n"))?;
    std::fs::rename(&draft, folder.join(format!("{name}.eml"))).context("keeping a letter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_catcher_keeps_letters_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = Mailer::Folder(folder.path().join("mail"));
        let letter =
            Letter { to: "ana@example.co".into(), subject: "Hola".into(), body: "¿Qué más?".into() };
        mailer.send(letter).await.unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path().join("mail")).unwrap().flatten().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(files[0].path()).unwrap();
        assert_eq!(text, "To: ana@example.co\nSubject: Hola\n\n¿Qué más?\n");
    }

    #[tokio::test]
    async fn servers_are_given_by_url() {
        assert!(Mailer::smtp("smtp://localhost:2525", "FastOps <hola@example.co>").is_ok());
        assert!(Mailer::smtp("http://localhost", "hola@example.co").is_err());
        assert!(Mailer::smtp("smtp://localhost", "not an address").is_err());
    }
}
