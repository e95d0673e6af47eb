//! A till under fire: takes orders, sends, adds rounds, takes back, charges; whatever gets no answer is sent again with the
//! same key, first thing, until it is answered.

use anyhow::{Context as _, Result};
use fastops_tests::process::cart::{Menu, order_mark};
use fastops_tests::process::client::{Answer, Client, Request};
use fastops_tests::process::mint;
use fastops_tests::process::shop::Whereabouts;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::books::{Account, Books};
use crate::dice::Dice;

/// What a till is told about the box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// Where the box is; none while it is down.
    pub at: Whereabouts,
    /// No new orders: finish and go home.
    pub closing: bool,
}

/// One till.
#[derive(Debug)]
pub struct Till {
    client: Client,
    menu: Menu,
    news: watch::Receiver<News>,
    dice: Dice,
    books: Books,
}

impl Till {
    /// A till that is signed in.
    pub fn new(client: Client, menu: Menu, news: watch::Receiver<News>, dice: Dice) -> Self {
        Self { client, menu, news, dice, books: Books::default() }
    }

    /// Sells until closing time; returns the books.
    pub async fn work(mut self) -> Result<Books> {
        while !self.news.borrow().closing {
            let mut account = Account { order_id: mint("ord"), ..Account::default() };
            let sold = self.sell(&mut account).await;
            if !account.keys.is_empty() {
                self.books.accounts.push(account);
            }
            if let Err(refused) = sold {
                self.books.complaints.push(format!("{refused:#}"));
            }
        }
        Ok(self.books)
    }

    async fn sell(&mut self, account: &mut Account) -> Result<()> {
        self.open(account).await?;
        if account.payments.is_empty() {
            if self.dice.percent(40) {
                self.add_round(account).await?;
            }
            if self.dice.percent(25) && account.live().len() > 1 {
                self.void(account).await?;
            }
            if !account.unsent().is_empty() && self.dice.percent(80) {
                self.send(account).await?;
            }
        }
        if account.has_kitchen_work() {
            for verb in ["start", "ready"] {
                if self.dice.percent(60) {
                    let path = format!("/kitchen/orders/{}/{verb}", account.order_id);
                    self.command(account, path, json!({"step_id": mint("stp")})).await?;
                }
            }
            if self.dice.percent(4) {
                let path = format!("/orders/{}/reprint", account.order_id);
                let body = json!({"kind": "kitchen", "reason": "se mojó"});
                let copies = self.ask(&Request::new(path, body)).await?;
                account.reprints += copies.body["items"].as_array().map_or(0, |items| items.len() as u64);
            }
        }
        if account.payments.is_empty() && self.dice.percent(60) {
            self.pay(account).await?;
        }
        Ok(())
    }

    async fn open(&mut self, account: &mut Account) -> Result<()> {
        let order_type = ["dine_in", "takeaway", "delivery"][usize::try_from(self.dice.between(0, 3))?];
        let lines = self.lines(3);
        let mut body = json!({
            "order_id": account.order_id, "order_type": order_type, "lines": lines,
            "customer": {"name": order_mark(&account.order_id), "phone": "3104567890", "address": "Calle 59 # 9-34"},
        });
        let send_id = self.dice.percent(85).then(|| mint("snd"));
        if let Some(send_id) = &send_id {
            body["send_id"] = json!(send_id);
        }
        if self.dice.percent(25) {
            let quote = Request::new("/orders/quote", json!({"order_type": order_type, "lines": lines}));
            let quote = self.ask(&quote).await?;
            body["payments"] = self.payments(&quote.body["totals"])?;
        }
        self.command(account, "/orders".to_owned(), body.clone()).await?;
        account.lines.extend(ids(&lines, "line_id"));
        account.took(&body);
        if let Some(send_id) = send_id {
            account.sends.insert(send_id, ids(&lines, "line_id").collect());
        }
        Ok(())
    }

    async fn add_round(&mut self, account: &mut Account) -> Result<()> {
        let lines = self.lines(2);
        let mut body = json!({"lines": lines});
        let send_id = self.dice.percent(70).then(|| mint("snd"));
        if let Some(send_id) = &send_id {
            body["send_id"] = json!(send_id);
        }
        self.command(account, format!("/orders/{}/lines", account.order_id), body).await?;
        account.lines.extend(ids(&lines, "line_id"));
        if let Some(send_id) = send_id {
            let sent = account.unsent();
            account.sends.insert(send_id, sent);
        }
        Ok(())
    }

    async fn send(&mut self, account: &mut Account) -> Result<()> {
        let send_id = mint("snd");
        let path = format!("/orders/{}/send", account.order_id);
        self.command(account, path, json!({"send_id": send_id})).await?;
        let sent = account.unsent();
        account.sends.insert(send_id, sent);
        Ok(())
    }

    async fn void(&mut self, account: &mut Account) -> Result<()> {
        let (void_id, choice) = (mint("vod"), account.live());
        let line = choice[usize::try_from(self.dice.between(0, choice.len() as u64))?].clone();
        let path = format!("/orders/{}/lines/{line}/void", account.order_id);
        self.command(account, path, json!({"void_id": void_id, "reason": "el cliente cambió"})).await?;
        if account.sends.values().flatten().any(|sent| *sent == line) {
            account.voids.insert(void_id, line.clone());
        }
        account.voided.insert(line);
        Ok(())
    }

    async fn pay(&mut self, account: &mut Account) -> Result<()> {
        let body = json!({"payments": self.payments(&account.last["totals"])?});
        self.command(account, format!("/orders/{}/pay", account.order_id), body.clone()).await?;
        account.took(&body);
        Ok(())
    }

    /// In cash, or in two parts by telephone and card.
    fn payments(&mut self, totals: &Value) -> Result<Value> {
        if self.dice.percent(60) {
            let due = totals["due_in_cash"].as_i64().context("what is due in cash")?;
            let cash = json!({"payment_id": mint("pay"), "method": "cash", "amount": due, "tendered": due + 500_000});
            return Ok(json!([cash]));
        }
        let due = totals["due"].as_i64().context("what is due")?;
        let half = due / 20_000 * 10_000;
        let part = |method: &str, amount: i64| json!({"payment_id": mint("pay"), "method": method, "amount": amount, "reference": mint("ref")});
        Ok(json!([part("nequi", half), part("card", due - half)]))
    }

    fn lines(&mut self, most: u64) -> Vec<Value> {
        let count = self.dice.between(1, most + 1);
        (0..count)
            .filter_map(|_| Some(self.menu.line(usize::try_from(self.dice.between(0, 1000)).ok()?)))
            .collect()
    }

    /// A command on the order; the answer is the order as it is then.
    async fn command(&mut self, account: &mut Account, path: String, body: Value) -> Result<()> {
        let request = Request::new(path, body);
        let answer = self.ask(&request).await?;
        account.keys.insert(request.key.clone());
        account.last.clone_from(&answer.body);
        if self.dice.percent(5) {
            let again = self.ask(&request).await?;
            if !again.replayed || again.body != answer.body {
                self.books.complaints.push(format!("{} tapped twice: another answer", request.path));
            }
        }
        Ok(())
    }

    /// Sends until it is answered; anything but "done" is an error, since tills only ask for what is allowed.
    async fn ask(&mut self, request: &Request) -> Result<Answer> {
        let mut tries = 0;
        loop {
            let at = self.news.wait_for(|news| news.at.is_some()).await.context("the shop is gone")?.at;
            if let Some(addr) = at {
                self.client.moved_to(addr);
            }
            match self.client.send(request).await {
                Ok(answer) if answer.is_done() => {
                    self.books.replayed += u64::from(tries > 0 && answer.replayed);
                    return Ok(answer);
                }
                // Told to come again, as the shop is opening or closing.
                Ok(answer) if answer.status == 503 => {}
                Ok(answer) => anyhow::bail!("{} {}: {answer:?}", request.path, request.body),
                Err(_) => {}
            }
            if tries == 0 {
                self.books.retried += 1;
            }
            tries += 1;
            self.news.wait_for(|news| news.at != at).await.context("the shop is gone")?;
        }
    }
}

fn ids<'a>(list: &'a [Value], key: &'a str) -> impl Iterator<Item = String> + 'a {
    list.iter().filter_map(move |entry| Some(entry[key].as_str()?.to_owned()))
}
