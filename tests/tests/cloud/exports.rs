//! Reports as files: programs nobody of us wrote open them and read the same.

#![expect(clippy::unwrap_used, reason = "what panics in a helper of a test fails the test")]

use std::process::{Command, Stdio};

use fastops_tests::tablet::Tablet;

use crate::chain::{Chain, FRIDAY, THURSDAY, plus};

/// What Python's own readers make of a file: nothing here was written by us.
fn python(program: &str, file: &[u8]) -> String {
    let mut child = Command::new("python3");
    let child = child.args(["-I", "-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), file).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

async fn file(owner: &Tablet, format: &str, report: &str) -> (String, Vec<u8>) {
    let path = format!("/reports/export/{format}?report={report}&from=2026-11-19&to=2026-11-20");
    let response = owner.request(reqwest::Method::GET, &path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let name = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    (name, response.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn files_open_elsewhere_and_say_the_same() {
    let chain = Chain::open().await;
    let owner = &chain.shop.owner;
    let total = plus(chain.sum(0, &[THURSDAY, FRIDAY]), chain.sum(1, &[THURSDAY, FRIDAY])).1 / 100;
    for (report, stem) in [
        ("sales", "ventas"),
        ("products", "productos"),
        ("hours", "horas"),
        ("payments", "pagos"),
        ("staff", "personal"),
        ("consolidated", "consolidado"),
    ] {
        for format in ["csv", "xlsx", "pdf"] {
            let (name, bytes) = file(owner, format, report).await;
            assert_eq!(name, format!("attachment; filename=\"{stem}-2026-11-19-a-2026-11-20.{format}\""));
            let text = match format {
                "csv" => python(CSV, &bytes),
                "xlsx" => python(XLSX, &bytes),
                _ => {
                    assert!(bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
                    continue;
                }
            };
            assert!(
                text.lines().any(|cell| cell == total.to_string()),
                "{report}.{format}: {total} in {text}"
            );
            if format == "xlsx" {
                assert!(text.contains("Todas las sucursales"), "{text}");
            }
        }
    }
    let (_, csv) = file(owner, "csv", "consolidated").await;
    let cells = python(CSV, &csv);
    let north = chain.sum(1, &[THURSDAY, FRIDAY]).1 / 100;
    assert!(cells.contains("Norte") && cells.lines().any(|cell| cell == north.to_string()), "{cells}");
}

/// Each cell on a line.
const CSV: &str = "
import csv, io, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
rows = list(csv.reader(io.StringIO(text), delimiter=';'))
print('\\n'.join(cell for row in rows for cell in row))
";

/// Each number of the first sheet on a line, then all of its texts.
const XLSX: &str = "
import io, re, sys, zipfile
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert book.testzip() is None
import xml.etree.ElementTree as tree
sheet = tree.fromstring(book.read('xl/worksheets/sheet1.xml'))
for value in sheet.iter('{http://schemas.openxmlformats.org/spreadsheetml/2006/main}v'):
    print(value.text)
print(book.read('xl/sharedStrings.xml').decode())
";
