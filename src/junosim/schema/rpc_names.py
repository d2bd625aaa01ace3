"""Which command stands behind the name of a call: a table of each release, so that nobody has to walk the tree.

    python -m junosim.schema.rpc_names

writes `grammars/junos/commands/rpc.names` anew from the trees, a line for each name: the name, the releases, the
words of the command, with tabs between them.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.resources import data_folder
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from junosim.schema.node import Node

FILE: Final = "commands/rpc.names"
_RPC: Final = "rpc"


def words_of(folder: Path, release: str, name: str) -> tuple[str, ...] | None:
    """The words of the command with this call in a release, by the names of their nodes; None for no such call.

    `folder` is that of the grammars of the release (`grammars/junos`).
    """
    text = _read(folder)
    at = text.find(f"\n{name}\t")
    while at >= 0:
        line = text[at + 1 : text.index("\n", at + 1)]
        _, releases, words = line.split("\t")
        if release in releases.split():
            return tuple(words.split())
        at = text.find(f"\n{name}\t", at + 1)
    return None


def found_in(root: Node) -> dict[str, tuple[str, ...]]:
    """All calls of a tree of commands; of several commands with one call, that of the fewest words."""
    found: dict[str, tuple[str, ...]] = {}
    level: list[tuple[tuple[str, ...], Node]] = [((), root)]
    while level:
        below = [
            ((*words, node.name), node)
            for words, parent in level
            for node in parent.children
            if node.kind is Kind.CONTAINER
        ]
        for words, node in below:
            name = node.attributes.get(_RPC)
            if isinstance(name, str):
                found.setdefault(name, words)
        level = below
    return found


def table(trees: Mapping[str, Node]) -> str:
    """The text of the table; `trees` are the roots of the commands, by the names of their releases."""
    rows: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for release, root in trees.items():
        for name, words in found_in(root).items():
            rows.setdefault((name, words), []).append(release)
    lines = [f"{name}\t{' '.join(releases)}\t{' '.join(words)}" for (name, words), releases in rows.items()]
    head = "# The commands of calls, by release: made by junosim.schema.rpc_names from the trees of commands."
    return "".join(f"{line}\n" for line in (head, *sorted(lines)))


@lru_cache(maxsize=8)
def _read(folder: Path) -> str:
    return (folder / FILE).read_text(encoding="utf-8")


def _main() -> None:
    from junosim.schema.release import load

    path = data_folder("grammars") / "junos" / FILE
    trees = {name: load(name).commands for name in load("mx19").releases}
    path.write_text(table(trees), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    _main()
