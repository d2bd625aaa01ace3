"""`junosim record`: a device of ours from a script, and a command on a terminal of its own."""

from __future__ import annotations

import subprocess
import sys

from junosim.assemble.rehearsal import rehearse
from junosim.transcripts.steps import Ended, InputEnded, Login, Shown, Typed
from junosim.transcripts.written import read


def record(*arguments, keys=""):
    return subprocess.run(
        [sys.executable, "-m", "junosim", "record", *map(str, arguments)],
        input=keys, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_script_on_a_device_of_ours_plays_back(tmp_path):
    path = tmp_path / "new" / "session.txt"
    done = record(path, "--hostname", "r7", "--title", "Mine", keys="show cli directory\rconfigure\r")
    assert done.returncode == 0, done.stderr
    assert f"steps written to {path}" in done.stderr
    assert "Current directory: /var/home/crypto-officer\n\ncrypto-officer@r7> configure" in done.stdout
    transcript = read(path.read_text())
    assert transcript.title == ("Mine",)
    assert InputEnded(1) in transcript.steps
    assert rehearse(transcript) == transcript


def test_a_command_is_recorded_with_its_exit_status(tmp_path):
    path = tmp_path / "session.txt"
    done = record(path, "--", "sh", "-c", "read line; echo got $line; exit 3", keys="hello\n")
    assert done.returncode == 3, done.stderr
    steps = read(path.read_text()).steps
    assert isinstance(steps[0], Login)
    assert Typed(1, b"hello\n") in steps
    assert b"got hello" in b"".join(step.data for step in steps if isinstance(step, Shown))
    assert steps[-1] == Ended(1, 3)


def test_what_cannot_be_recorded_is_said_in_one_line(tmp_path):
    missing = ("--config", tmp_path / "missing")
    for arguments in (("--platform", "nothing"), ("--user", "nobody"), missing, ("--", "no-such-program")):
        done = record(tmp_path / "x.txt", *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith("junosim: ")
