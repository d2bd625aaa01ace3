"""What every device has without being told: the hidden group `junos-defaults`, and the predefined login classes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.config.load import Form, tree_of
from junosim.resources import data_folder

if TYPE_CHECKING:
    from junosim.config.tree import Branch
    from junosim.schema.node import Node

FILE = "junos/defaults.set"
CLASSES_FILE = "junos/login-classes.set"
_CLASS = "set system login class "


@lru_cache(maxsize=8)
def tree(schema: Node) -> Branch | None:
    """The hidden group, as far as the language has its statements; None for one without `applications`."""
    if "applications" not in schema.by_name:
        return None
    return _tree(schema, _lines(FILE))


@lru_cache(maxsize=8)
def defined(schema: Node) -> Branch:
    """All that rules find defined although nobody configured it."""
    return _tree(schema, [*_lines(FILE), *_lines(CLASSES_FILE)])


@lru_cache(maxsize=1)
def login_classes() -> dict[str, frozenset[str]]:
    """The predefined login classes with their permission words."""
    found = {}
    for line in _lines(CLASSES_FILE):
        name, *words = line.removeprefix(_CLASS).split()
        found[name] = frozenset(words) - {"permissions", "[", "]"}
    return found


def _tree(schema: Node, lines: list[str]) -> Branch:
    root, _ = tree_of(
        schema, "\n".join(line for line in lines if line.split()[1] in schema.by_name), Form.SET
    )
    return root


def _lines(name: str) -> list[str]:
    text = (data_folder("grammars") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("set ")]
