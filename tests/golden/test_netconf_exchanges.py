"""Every `exchange.txt` below this folder is what NETCONF sessions of a device answer.

`pytest tests/golden --update-golden` writes the replies anew: read the difference before you commit it. A case begins
with what it shows (`# …`) and where the facts are from (`source: …`). Then, with empty lines between:

    > <get-configuration/>      what a session sends, in as many lines as it needs
    2> <lock-configuration/>    the same for a second session
    $ show system commit        a command of the CLI
    | …                         the answer

Messages are sent in `<rpc>`, whose reply is shown without its first and last line.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_session import Typist, make_device
from netconf_session import NetconfUser

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("**/exchange.txt"))
SENT = re.compile(r"(2?>|\$) ")


class Play:
    """The sessions of one case, each opened when it is first used."""

    def __init__(self):
        self.device = make_device()
        self.sessions = {}

    def answer(self, who, text):
        if who == "$":
            return Typist(self.device).line(text).split("\n")
        if who not in self.sessions:
            self.sessions[who] = NetconfUser(self.device)
        lines = self.sessions[who].message(f"<rpc>{text}</rpc>").rstrip("\n").split("\n")
        assert lines[0].startswith("<rpc-reply ")
        assert lines[-1] == "</rpc-reply>"
        return lines[1:-1]


def played(text):
    """The case as it is played now."""
    play, found = Play(), []
    for block in text.rstrip("\n").split("\n\n"):
        lines = [line for line in block.split("\n") if not line.startswith("|")]
        begun = SENT.match(lines[0])
        if begun is None:
            found.append("\n".join(lines))
            continue
        who, width = begun[1], begun.end()
        sent = "\n".join(line[width:] if line.startswith(begun[0]) else line for line in lines)
        answer = (f"| {line}".rstrip() for line in play.answer(who, sent))
        found.append("\n".join((*lines, *answer)))
    return "\n\n".join(found) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_exchange_plays_as_it_is_written(path, request):
    text = path.read_text(encoding="utf-8")
    now = played(text)
    if request.config.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8", newline="\n")
        text = now
    assert now == text
    assert text.startswith("# "), "say in the first lines what the case shows"
    assert "\nsource: " in text, "say where the facts are from"
