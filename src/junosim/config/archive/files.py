"""The content of revision files: a small configuration as Junos text, a large one as lines of `records`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from junosim.config import compare
from junosim.config.archive import records
from junosim.config.archive.restore import restored
from junosim.config.formats import text
from junosim.config.load import Form, tree_of
from junosim.config.tree import Branch

if TYPE_CHECKING:
    from junosim.config.revision import Revision
    from junosim.schema.node import Node

TEXT, TREE, DELTA = "conf", "tree", "delta"


def as_text(revision: Revision, most: int) -> bytes | None:
    """The configuration as Junos shows it; None for one of more than `most` statements.

    None too where the text would not give back the very same tree: it is read to find out.
    """
    root = revision.root
    if records.weigh(root, most) > most:
        return None
    when = datetime.fromtimestamp(revision.time, UTC)
    head = f"## Last commit: {when:%Y-%m-%d %H:%M:%S} UTC by {_plain(revision.user)}\n"
    try:
        data = (head + "".join(f"{line}\n" for line in text.lines(root))).encode()
        return data if compare.equal(from_text(root.node, data), root) else None
    except ValueError:  # it holds what no text can
        return None


def as_tree(root: Branch) -> bytes:
    """The whole configuration, a list entry or a statement a line."""
    return "".join(records.lines(Branch(root.node), root)).encode()


def as_delta(base: Branch, root: Branch, most: int) -> bytes | None:
    """What a configuration has other than the base; None when that is more than `most` bytes."""
    found, size = [], 0
    for line in records.lines(base, root):
        found.append(line)
        size += len(line)
        if size > most:
            return None
    return "".join(found).encode()


def from_text(schema: Node, data: bytes) -> Branch:
    """The tree of `as_text`. Raises ValueError for a text that cannot be loaded."""
    _, _, body = data.decode().partition("\n")
    root, loaded = tree_of(schema, body, Form.TEXT)
    for problem in loaded.problems:
        raise ValueError(f"line {problem.line + 1}: {problem.message}")
    return root


def from_lines(base: Branch, data: bytes) -> Branch:
    """The tree of `as_tree` (on an empty base) or `as_delta`. Raises ValueError for lines that do not fit."""
    return restored(base, data.decode().splitlines())


def _plain(user: str) -> str:
    """A name that stays on its line."""
    return "".join(letter if letter.isprintable() else "?" for letter in user)
