//! The program of the demo: announces its printers, prints, and stops when asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

#[test]
fn it_announces_prints_and_stops() {
    let tape = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_virtual-printer"))
        .args([
            "--web",
            "127.0.0.1:0",
            "--printer",
            "Parrilla=127.0.0.1:0",
            "--speed-mm-s",
            "0",
            "--tape-dir",
        ])
        .arg(tape.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["printer"], "Parrilla");
    let mut host = TcpStream::connect(ready["address"].as_str().unwrap()).unwrap();
    host.write_all(b"\x1b@hola\n\x1dV\x00\x1d(H\x06\x0000A047").unwrap();
    let mut echo = [0; 7];
    host.read_exact(&mut echo).unwrap();
    assert_eq!(&echo, b"7\"A047\0");
    assert!(tape.path().join("Parrilla").is_dir());
    let told = Command::new("kill").arg("-TERM").arg(program.id().to_string()).status().unwrap();
    assert!(told.success() && program.wait().unwrap().success());
}

#[test]
fn it_says_what_is_wrong_with_its_arguments() {
    let run = |argument: &str| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_virtual-printer")).args(["--printer", argument]).output();
        let output = output.unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    for (argument, said) in [("Parrilla", "NAME=ADDRESS:PORT"), ("=127.0.0.1:0", "name"), ("P=here", "here")]
    {
        let (success, error) = run(argument);
        assert!(!success && error.contains(said), "{argument}: {error}");
    }
}
