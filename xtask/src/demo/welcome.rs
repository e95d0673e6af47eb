//! What a person needs to know once the demonstration is open, in a frame.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::company::{BranchBox, Company, Seeds, folder_of};

/// Addresses, logins, and where to look.
pub fn welcome(company: &Company, data: &Path, logs: &Path) -> Result<String> {
    let clouds = company.clouds.iter().map(|cloud| (cloud.listen, cloud.child.pid())).collect::<Vec<_>>();
    let boxes = company.boxes.iter().map(branch).collect::<Result<Vec<_>>>()?;
    Ok(framed(&lines(&clouds, &boxes, &company.seeds, data, logs)?))
}

/// A branch as the frame tells it.
struct Branch {
    name: String,
    folder: String,
    listen: SocketAddr,
    printers_web: SocketAddr,
}

fn branch(boxed: &BranchBox) -> Result<Branch> {
    Ok(Branch {
        name: text(&boxed.branch["name"]),
        folder: folder_of(&boxed.branch)?,
        listen: boxed.listen,
        printers_web: boxed.printers_web,
    })
}

fn lines(
    clouds: &[(SocketAddr, u32)],
    boxes: &[Branch],
    seeds: &Seeds,
    data: &Path,
    logs: &Path,
) -> Result<Vec<String>> {
    let company = &seeds.company["company"];
    let pids = clouds.iter().map(|(_, pid)| pid.to_string()).collect::<Vec<_>>().join(" ");
    let mut lines = vec![format!("{}: {} sucursales y su nube", text(&company["name"]), boxes.len())];
    lines.push(String::new());
    for (number, (cloud, _)) in clouds.iter().enumerate() {
        let name = if number == 0 { "Nube".to_owned() } else { format!("Nube ({})", number + 1) };
        lines.push(format!("{name:<18} {}", address("nube", *cloud)));
    }
    for branch in boxes {
        let Branch { name, folder, listen, printers_web } = branch;
        lines.push(format!("{:<18} {}", format!("Caja {name}"), address(folder, *listen)));
        lines.push(format!("{:<18} {}", "  papel impreso", address(folder, *printers_web)));
    }
    lines.push(format!("{:<18} {}docs de cada una", "API", "/"));
    lines.push(String::new());
    lines.extend(people(seeds)?);
    lines.extend([
        String::new(),
        "La sincronización se ve en la nube: entre como la dueña, venda en una caja y mire «Hoy».".to_owned(),
        "Sin nube se sigue vendiendo, y al volver todo se pone al día solo:".to_owned(),
        format!("  la nube se congela con  kill -STOP {pids}  y vuelve con  kill -CONT {pids}"),
        String::new(),
        format!("Datos en {}; registros en {}", data.display(), logs.display()),
        "Ctrl-C cierra todo; al volver a abrir, todo sigue ahí.".to_owned(),
    ]);
    Ok(lines)
}

/// A name of its own for each server: browsers keep one cookie for all ports of a name, and signing in at one would sign out
/// at the others. Every name under `localhost` is this machine.
fn address(name: &str, at: SocketAddr) -> String {
    format!("http://{name}.localhost:{}/", at.port())
}

/// Everybody's way in, by company.
fn people(seeds: &Seeds) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut list = |company: &Value, staff: Vec<&Value>, note: &str| {
        lines.push(format!("Empresa: {}{note}", text(&company["slug"])));
        lines.push(format!("{:<10} {:<22} {:<6} {}", "Usuario", "Contraseña", "PIN", "Rol"));
        for person in staff {
            let roles: Vec<String> = person["roles"].as_array().into_iter().flatten().map(text).collect();
            let (user, password, pin) =
                (text(&person["username"]), text(&person["password"]), text(&person["pin"]));
            lines.push(format!("{user:<10} {password:<22} {pin:<6} {}", roles.join(", ")));
        }
    };
    let more = seeds.company["staff"].as_array().into_iter().flatten();
    let staff = seeds.base["staff"].as_array().into_iter().flatten().chain(more).collect();
    list(&seeds.company["company"], staff, "");
    for other in seeds.others()? {
        let owner = other["staff"].as_array().into_iter().flatten().take(1).collect();
        list(&other["company"], owner, " (otra empresa de la misma nube)");
    }
    Ok(lines)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Lines in a frame as wide as the longest.
fn framed(lines: &[String]) -> String {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let bar = "─".repeat(width + 2);
    let body: Vec<String> =
        lines.iter().map(|line| format!("│ {line}{} │", " ".repeat(width - line.chars().count()))).collect();
    format!("╭{bar}╮\n{}\n╰{bar}╯", body.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_counts_letters_not_bytes() {
        assert_eq!(framed(&["ñ".to_owned(), "abc".to_owned()]), "╭─────╮\n│ ñ   │\n│ abc │\n╰─────╯");
    }

    #[test]
    fn everybody_s_way_in_is_shown() {
        let seeds = Seeds::demo().unwrap();
        let at = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let branch = Branch {
            name: "Kennedy".to_owned(),
            folder: "kennedy".to_owned(),
            listen: at(8081),
            printers_web: at(9181),
        };
        let lines =
            lines(&[(at(8090), 4711)], &[branch], &seeds, Path::new("data"), Path::new("logs")).unwrap();
        let shown = lines.join("\n");
        let all = [&seeds.base["staff"], &seeds.company["staff"]];
        for person in all.into_iter().flat_map(|staff| staff.as_array().unwrap()) {
            for key in ["username", "password", "pin"] {
                assert!(shown.contains(person[key].as_str().unwrap()), "{key} of {}", person["name"]);
            }
        }
        for expected in
            ["http://nube.localhost:8090/", "http://kennedy.localhost:8081/", "elmono", "kill -STOP 4711"]
        {
            assert!(shown.contains(expected), "{expected}");
        }
    }
}
