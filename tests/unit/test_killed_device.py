"""A device that is killed at random moments loses nothing that it has acknowledged."""

import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).resolve().parents[1] / "killed_device.py"


def killed(folder, rounds, seed):
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(folder), str(rounds), str(seed)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    commits, lines = map(int, done.stdout.split())
    return commits, lines


def test_twenty_kills(tmp_path):
    commits, lines = killed(tmp_path / "state", 20, seed=1)
    assert commits
    assert lines


@pytest.mark.slow
@pytest.mark.timeout(240)  # each child lives a quarter of a second, and as long again to start
def test_two_hundred_kills(tmp_path):
    assert killed(tmp_path / "state", 200, seed=2)
