"""Whatever is typed at a shell: no internal error, the prompt comes back, and nothing takes long."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from junosim.shell.programs import PROGRAMS
from shell_session import Client

WORDS = st.one_of(
    st.sampled_from(
        [
            *PROGRAMS,
            "cd",
            "echo",
            "set",
            "setenv",
            "unset",
            "export",
            "history",
            "which",
            "exit",
            "source",
            ".",
        ]
    ),
    st.sampled_from(
        [
            "-l",
            "-la",
            "-n",
            "-c",
            "-r",
            "-x",
            "-",
            "--",
            "/",
            "/var/tmp",
            "..",
            "~",
            "*",
            "?",
            "[a",
            "$x",
            "$",
            "!!",
            "!",
        ]
    ),
    st.sampled_from(
        ["|", "||", "&&", ";", ">", ">>", "<", ">&", "2>", "|&", "&", "(", ")", "'", '"', "\\", "`", "#"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
)
LINES = st.lists(WORDS, max_size=12).map(" ".join)


@cache
def shell(name):
    client = Client(columns=500)
    client.line("start shell command \"echo 'one' > one; mkdir d; touch d/x\"")
    return client


@given(line=LINES, name=st.sampled_from(["csh", "sh"]))
def test_any_line(line, name):
    client = shell(name)
    client.send(f"start shell {name}\r")
    shown = client.send(f"{line}\r") + client.wait(1)
    assert "internal error" not in shown
    shown = client.send("\x03\x04") + client.send("\x03\x03")
    for _ in range(4):  # out of what the line has entered
        if shown.endswith("crypto-officer@r1> "):
            break
        shown = client.send("\x03\x15exit\r")
    assert shown.endswith("crypto-officer@r1> "), shown
    assert client.ended is None
