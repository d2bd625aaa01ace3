"""The project's own promises: license, versions, one command for CI, examples in the documentation of options."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import junosim.app.main

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_license_is_the_whole_apache_license():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability." in text
    assert PROJECT["license"] == "Apache-2.0"


def test_ci_runs_the_commands_of_the_makefile():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    rules = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test", "slow", "clients", "check", "lint", "bench"} <= rules
    assert {"make test", "make check", "make slow", "make clients"} <= set(
        re.findall(r"make \w+", script.read_text())
    )


def test_every_option_is_described():
    done = subprocess.run(
        [sys.executable, "-m", "junosim", "run", "--help"], capture_output=True, text=True, check=True,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
    )  # fmt: skip
    for option in (
        "--port",
        "--config",
        "--hostname",
        "--user",
        "--password",
        "--bind",
        "--json",
        "--count",
        "--console",
    ):
        assert re.search(rf"{option}\b.*[a-z]{{3}}", done.stdout), option


def test_commands():
    assert set(junosim.app.main.app.commands) == {"run", "console", "record", "package", "platforms"}


def test_room_names_are_those_of_the_contract():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rooms = {room for layer in contract["layers"] for room in layer.split(" | ")}
    package = ROOT / "src" / "junosim"
    there = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert there - {"__init__", "__main__"} == rooms
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert not [room for room in rooms if not re.search(rf"\b{room}\b", text)]
