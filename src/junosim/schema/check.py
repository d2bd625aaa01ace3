"""Check the grammar and annotation files of a folder as a whole: what no single file can show to be wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from junosim.errors import GrammarError
from junosim.schema.node import Kind
from junosim.schema.read import parse_grammar, parse_notes
from junosim.schema.release import ANYWHERE_FILES, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from junosim.schema.cache import Cache
    from junosim.schema.node import Node
    from junosim.schema.statements import Note

_GUARD = re.compile(r"^\s*@([\w.,-]+)\s", re.MULTILINE)


def check_folder(folder: Path, store: Cache) -> dict[str, Release]:
    """All releases of `folder`, after every file of it was found good.

    Everything they are made of is then in `store`. Raises GrammarError for a file that does not compile, a guard
    that names no release, an include that leads nowhere, and an annotation that matches no statement.
    """
    root = parse_grammar((folder / "root.grammar").read_text(encoding="utf-8"), str(folder / "root.grammar"))
    releases = {name: Release(name, folder, store) for name in root.releases}
    for release in releases.values():
        for name in release.library.all_files():
            release.library.grammar(name)
        for name in release.library.all_files(".notes"):
            release.library.notes(name)
        for node in every_node(release.configuration_under(())):
            _ = node.children
    for name in next(iter(releases.values())).library.all_files():
        _check_guards(folder / f"{name}.grammar", releases)
    configuration = {name: release.configuration_under(()) for name, release in releases.items()}
    commands = {name: release.commands_under(()) for name, release in releases.items()}
    for path in sorted(folder.rglob("*.notes")):
        notes = parse_notes(path.read_text(encoding="utf-8"), str(path))
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name in ANYWHERE_FILES:
            _check_anywhere(notes, configuration, str(path))
        else:
            _check_place(notes, path)
            check_notes(notes, commands if path.parent.name == "commands" else configuration, str(path))
    return releases


def check_notes(notes: Iterable[Note], roots: Mapping[str, Node], origin: str) -> None:
    """Raise GrammarError for the first note that names no statement.

    One without guard must match in one of the releases of `roots`, one with a guard in each release named.
    """
    for note in notes:
        if note.releases is None:
            good = any(find(root, note.path) is not None for root in roots.values())
        else:
            unknown = note.releases - roots.keys()
            if unknown:
                raise GrammarError(f"{origin}:{note.line}: unknown release {min(unknown)}")
            good = all(find(roots[name], note.path) is not None for name in note.releases)
        if not good:
            raise GrammarError(f"{origin}:{note.line}: no such statement: {' '.join(note.path)}")


def find(root: Node, path: Iterable[str]) -> Node | None:
    """The statement an annotation path names, below `root`; `*` is an entry of a list."""
    node, in_entry = root, False
    for word in path:
        if word == "*":
            if in_entry or node.kind is not Kind.LIST:
                return None
            in_entry = True
            continue
        if node.kind is Kind.LIST and not in_entry:
            return None
        found = node.by_name.get(word)
        if found is None:
            return None
        node, in_entry = found, False
    return node


def every_node(root: Node) -> Iterator[Node]:
    """Each node below `root` once; a level that many statements share is walked once."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        children = stack.pop().children
        if id(children) in seen:
            continue
        seen.add(id(children))
        for child in children:
            yield child
            if child.has_children:
                stack.append(child)


def _check_guards(path: Path, releases: Mapping[str, Release]) -> None:
    text = path.read_text(encoding="utf-8")
    for found in _GUARD.finditer(text):
        for name in found[1].split(","):
            if name not in releases:
                line = text.count("\n", 0, found.start(1)) + 1
                raise GrammarError(f"{path}:{line}: unknown release {name}")


def _check_place(notes: Iterable[Note], path: Path) -> None:
    """A note stands in the file of its first word, or it would never be read."""
    for note in notes:
        if path.stem not in ("root", note.path[0]):
            raise GrammarError(f"{path}:{note.line}: {note.path[0]} is annotated in {note.path[0]}.notes")


def _check_anywhere(notes: Iterable[Note], roots: Mapping[str, Node], origin: str) -> None:
    named: dict[str, list[Node]] = {}
    for root in roots.values():
        for node in every_node(root):
            named.setdefault(node.name, []).append(node)
    for note in notes:
        mark, first, *rest = (*note.path, "")[: max(2, len(note.path))]
        if mark != "**" or not any(find(node, rest) is not None for node in named.get(first, ())):
            raise GrammarError(f"{origin}:{note.line}: no such statement: {' '.join(note.path)}")
