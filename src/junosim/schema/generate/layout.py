"""Which statement stands in which grammar file.

Each top-level statement has a file of its own, with its body as the fragment `main`. Another fragment stands with
the only top-level statement that reaches it, or in `shared/` with the first of those that do: a device that
touches `system` alone does not read the fragments of `protocols`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from junosim.schema.generate.model import Fragment, Head, Statement
from junosim.schema.types import EnumWord, TypeSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from junosim.schema.generate.model import Language

ROOT_FILE = "root"
GROUPS = "groups"
APPLY = ("apply-groups", "apply-groups-except", "apply-macro")
FLAGS = Head("leaves", "apply-flags", TypeSpec("enum", words=(EnumWord("omit"),)))
"""What the devices take wherever groups are applied, and the model does not say."""


class Layout:
    """`fragments` by their reference (what an include names), and the file that is the `home` of each."""

    def __init__(self, language: Language, order: Sequence[str]) -> None:
        self.releases = language.releases
        self.titles = language.titles
        self.fragments = dict(language.fragments)
        self.home: dict[str, str] = {}
        self._entries: list[str] = []
        place = {name: number for number, name in enumerate(order)}
        top = sorted(
            self._dissolved(language.top.members),
            key=lambda statement: (place.get(statement.head.name, len(place)), statement.head.name),
        )
        self._make_root(top)
        self._find_homes()

    def files(self) -> dict[str, list[Fragment]]:
        """The fragments of each file, in the order of first use."""
        result: dict[str, list[Fragment]] = {}
        for reference, file in self.home.items():
            result.setdefault(file, []).append(self.fragments[reference])
        return result

    def _dissolved(self, members: Iterable[Statement]) -> Iterator[Statement]:
        for member in members:
            if member.head.kind != "include":
                yield member
                continue
            for inner in self._dissolved(self.fragments[member.head.name].members):
                yield replace(inner, releases=inner.releases & member.releases)

    def _make_root(self, top: list[Statement]) -> None:
        """The fragments of the root file: the body of the configuration, and what every statement takes."""
        names = {statement.head.name for statement in top}
        parts: tuple[list[Statement], ...] = ([], [])
        groups = [statement for statement in top if statement.head.name == GROUPS]
        for statement in top:
            if statement.head.name != GROUPS:
                part = parts[top.index(statement) > top.index(groups[0]) if groups else 1]
                part.append(self._entry(statement))
                if statement.head.name == APPLY[0]:
                    part.append(replace(statement, head=FLAGS))
        before, after = (
            self._root_fragment(f"{GROUPS}-{side}", part)
            for side, part in zip(("before", "after"), parts, strict=True)
        )
        body = [before, *(self._groups(statement, names, before, after) for statement in groups), after]
        self._root_fragment("configuration", body)
        apply = [statement for statement in top if statement.head.name in APPLY]
        for statement in list(apply):
            if statement.head.name == APPLY[0]:
                exception = replace(statement.head, name=APPLY[1])
                apply[1:1] = [replace(statement, head=exception), replace(statement, head=FLAGS)]
        self._root_fragment("apply", apply)

    def _root_fragment(self, name: str, members: list[Statement]) -> Statement:
        self.fragments[name] = Fragment(name, self.releases, members)
        self.home[name] = ROOT_FILE
        return Statement(Head("include", name), self.releases)

    def _groups(self, statement: Statement, names: set[str], *root: Statement) -> Statement:
        """`groups`: its own members, and the whole root again."""
        own = [inner for inner in self._dissolved(statement.members) if inner.head.name not in names]
        return replace(statement, members=[*own, *root])

    def _entry(self, statement: Statement) -> Statement:
        """The statement with its body in a file of its own."""
        if not statement.members or statement.head.name in APPLY:
            return statement
        reference = f"{statement.head.name}:main"
        if reference in self.fragments:
            same = [known for known in self.fragments if known.startswith(reference)]
            reference = f"{reference}.{len(same) + 1}"
        self.fragments[reference] = Fragment(
            reference.partition(":")[2], statement.releases, statement.members, statement.orders
        )
        self.home[reference] = statement.head.name
        self._entries.append(reference)
        include = Statement(Head("include", reference), statement.releases)
        return replace(statement, members=[include], orders=[])

    def _find_homes(self) -> None:
        users: dict[str, list[str]] = {}
        for entry in self._entries:
            for name in self._reached(self.fragments[entry].members):
                files = users.setdefault(name, [])
                if self.home[entry] not in files:
                    files.append(self.home[entry])
        for name, files in users.items():
            if name not in self.home:
                self.home[name] = files[0] if len(files) == 1 else f"shared/{files[0]}"
        for name in [name for name, file in self.home.items() if file == ROOT_FILE]:
            for inner in self._reached(self.fragments[name].members):
                self.home.setdefault(inner, ROOT_FILE)

    def _reached(self, members: Iterable[Statement]) -> dict[str, None]:
        """All fragments below `members`, in the order they are met."""
        found: dict[str, None] = {}
        stack = [statement for member in members for statement in member.walk()][::-1]
        while stack:
            head = stack.pop().head
            if head.kind == "include" and head.name not in found:
                found[head.name] = None
                inner = self.fragments[head.name].members
                stack.extend([statement for member in inner for statement in member.walk()][::-1])
        return found
