"""Lets schemathesis, with all its checks, at a running box: once for each role, from the committed OpenAPI document.

Environment: FASTOPS_URL (the box), FASTOPS_SEED (who works there), FASTOPS_FUZZ_SECONDS (for each role; default 60).
"""

import json
import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
DOCUMENT = HERE.parents[2] / "edge-node" / "openapi.json"
ROLES = ("admin", "cashier", "kitchen")


def tool() -> Path:
    """The pinned schemathesis, installed into a folder of its own when it is not there yet."""
    wanted = (HERE / "requirements.txt").read_text()
    stamp = VENV / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(VENV, with_pip=True, clear=True)
        pip = [VENV / "bin" / "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted)
    return VENV / "bin" / "schemathesis"


def token(url: str, seed: dict, role: str) -> str:
    """An access token of the first person with a role."""
    person = next(one for one in seed["staff"] if role in one["roles"])
    login = {
        "company": seed["company"]["slug"],
        "username": person["username"],
        "password": person["password"],
    }
    request = urllib.request.Request(
        f"{url}/api/v1/auth/login",
        data=json.dumps(login).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


def main() -> int:
    url = os.environ["FASTOPS_URL"]
    seconds = os.environ.get("FASTOPS_FUZZ_SECONDS", "60")
    seed = json.loads(Path(os.environ["FASTOPS_SEED"]).read_text())
    schemathesis = tool()
    failed = []
    for role in ROLES:
        print(f"schemathesis as {role}", flush=True)
        command = [
            schemathesis,
            "--config-file",
            HERE / "schemathesis.toml",
            "run",
            DOCUMENT,
            "--url",
            url,
            "--header",
            f"Authorization: Bearer {token(url, seed, role)}",
            "--checks",
            "all",
            "--max-time",
            seconds,
            # Seeded, so that a failure can be repeated; the seed of a run is printed by schemathesis.
            "--seed",
            os.environ.get("FASTOPS_FUZZ_SEED", "1"),
            "--generation-database",
            "none",
            "--no-color",
        ]
        # It keeps a folder of its own where it runs.
        if subprocess.run(command, check=False, cwd=VENV).returncode != 0:
            failed.append(role)
    if failed:
        print(f"schemathesis found something as {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
