"""What Tab makes of the word before the cursor: the name of a program, or that of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem

if TYPE_CHECKING:
    from junosim.shell.language.shell import Shell

_WORD: Final = re.compile(r"[^\s|&;<>()'\"]*\Z")
_COMMAND: Final = re.compile(r"(?:\A|[|&;])\s*\Z")


def completed(shell: Shell, before: str) -> str:
    """What is to be inserted behind `before`; "" when nothing fits or the names part here."""
    found = _WORD.search(before)
    assert found is not None
    word = found[0]
    if "/" not in word and _COMMAND.search(before[: found.start()][-100:]):
        names = [f"{name} " for name in shell.machine.programs if name.startswith(word)]
        return _common(names)[len(word) :]
    folder, slash, start = word.rpartition("/")
    if folder == "~" or folder.startswith("~/"):
        folder = shell.person.home + folder[1:]
    tree = shell.tree
    try:
        inside = tree.listing(folder + slash or ".")
    except FileProblem:
        return ""
    names = [
        item.name + ("/" if tree.is_directory(folder + slash + item.name) else " ")
        for item in inside
        if item.name.startswith(start) and (start.startswith(".") or not item.name.startswith("."))
    ]
    return _common(names)[len(start) :]


def _common(names: list[str]) -> str:
    """What all names begin with."""
    first, last = min(names, default=""), max(names, default="")
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return first[:length]
