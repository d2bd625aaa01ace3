"""Every example under `examples/` runs as its first lines say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.interop

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(*command, folder):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


SCRIPTS = {
    "asyncssh": "run_commands.py", "ncclient": "show_and_commit.py", "netmiko": "show_and_commit.py",
    "pexpect": "show_and_commit.py", "scrapli": "show_and_commit.py",
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_client_example(name, needs_openssh):
    done = run(sys.executable, SCRIPTS[name], folder=EXAMPLES / name)
    assert done.returncode == 0, done.stderr
    assert "Model: mx480" in done.stdout
    assert "+  host-name edge-1;" in done.stdout
    assert done.stdout.endswith("host-name edge-1;\n\n") or done.stdout.endswith("host-name edge-1;\n")


def test_openssh_example(needs_openssh):
    done = run("bash", "show_version.sh", folder=EXAMPLES / "openssh")
    assert (done.returncode, done.stdout) == (0, "Junos: 19.1R2.8\n"), done.stderr


def test_pytest_example():
    done = run(
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "test_router.py",
        folder=EXAMPLES / "pytest",
    )
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


LIVES = {
    "boot_and_watch.py": "mgd: FIPS Self-tests Passed\nit is fips; 70 lines say Passed\nJunos: 19.1R2.8\n",
    "break_a_self_test.py": "it is in panic\nmgd:   AES-GCM Known Answer Test:                       Failed\n",
    "enable_fips.py": "it is in fips mode\nroot:fips> \n",
}


@pytest.mark.parametrize("name", LIVES)
def test_example_of_a_life(name):
    done = run(sys.executable, name, folder=EXAMPLES / "life")
    assert done.returncode == 0, done.stderr
    assert LIVES[name] in done.stdout


def test_every_example_is_run_here_or_by_make_clients():
    elsewhere = (EXAMPLES.parent / "tests" / "clients" / "test_examples.py").read_text()
    here = {*SCRIPTS, "openssh", "pytest", "life"}
    assert {path.name for path in (EXAMPLES / "life").glob("*.py")} == set(LIVES)
    for folder in EXAMPLES.iterdir():
        assert folder.name in here or f'"{folder.name}/' in elsewhere, folder.name
