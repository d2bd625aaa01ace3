"""The whole language of one release, as one shared graph of nodes that grows where it is looked at.

    >>> release = load("mx19")
    >>> release.configuration.by_name["system"].by_name["host-name"].kind
    <Kind.LEAF: 3>

A level (the children of a statement) is made once for each fragment and shared by all statements with that
fragment as their body. Where annotations speak about a path, the nodes on it are made anew for that path; what
they do not speak about stays shared.
"""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from junosim.errors import GrammarError
from junosim.resources import data_folder
from junosim.schema import notes, values
from junosim.schema.cache import Cache, user_folder
from junosim.schema.library import Library
from junosim.schema.node import NO_ATTRIBUTES, Flag, Kind, Node
from junosim.schema.notes import Overlay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from junosim.schema.compiled import CompiledFile, Item

Overlays: TypeAlias = tuple[Overlay, ...]  # the later ones win
Place: TypeAlias = tuple[str, int]  # a level: file and number
Found: TypeAlias = "tuple[CompiledFile, Item, tuple[str, ...]]"  # a statement, and the choices around it
Items: TypeAlias = "tuple[tuple[str, Found], ...]"

EMPTY: Place = ("", 0)
ANYWHERE_FILES = ("shape", "annotations/anywhere")  # their `**` lines hold at any depth


@lru_cache(maxsize=8)
def load(name: str) -> Release:
    """The release `name` (`mx19`, `qfx20`), the same object in the whole process.

    Raises GrammarError when there is no such release.
    """
    folder = data_folder("grammars")
    return Release(name, folder / "junos", Cache([folder / "compiled", user_folder()]))


class Release:
    """One release: `configuration` and `commands` are the roots of the two trees.

    `folder` holds the grammar files; `store` keeps what was compiled.
    """

    def __init__(self, name: str, folder: Path, store: Cache) -> None:
        self.name = name
        self.library = Library(name, folder, store)
        # What a level is made of → its nodes. The overlays are kept alive by the annotations of the library.
        self._levels: dict[tuple[Place, bool, tuple[int, ...]], tuple[Node, ...]] = {}
        self._entries: dict[tuple[int, str], Overlay] = {}
        if name not in self.releases:
            raise GrammarError(f"unknown release {name!r}")
        self._root_notes = RootOverlay(self.library, "annotations")
        command_notes = RootOverlay(self.library, "annotations/commands")
        self.configuration = self.configuration_under((self._root_notes,))
        self.commands = self.commands_under((command_notes,))
        self.configuration_commands = self._mode("modes/configuration")
        self.pipes = self._mode("modes/pipes")

    @property
    def releases(self) -> dict[str, str]:
        """All releases of the folder: name and title."""
        return dict(self.library.grammar("root").head.get("releases", {}))

    def configuration_under(self, overlays: Overlays) -> Node:
        """The root of the configuration with these annotations and no others by path."""
        place = self._place("root", "root:configuration")
        expand = partial(self._level, place, False, overlays)
        return Node("configuration", Kind.CONTAINER, expand=expand)

    def commands_under(self, overlays: Overlays) -> Node:
        """The root of the operational commands with these annotations and no others by path."""
        return Node("commands", Kind.CONTAINER, expand=partial(self._verbs, overlays))

    def _mode(self, name: str) -> Node:
        """The root of the commands at the top of one file, help texts included."""

        def expand() -> tuple[Node, ...]:
            level = self.library.grammar(name).head["statements"]
            return self._level((name, level), False, ())

        return Node(name, Kind.CONTAINER, expand=expand)

    def _verbs(self, overlays: Overlays) -> tuple[Node, ...]:
        """The commands that stand at the top of the files directly in `commands/`."""
        nodes: dict[str, Node] = {}
        for name in self.library.all_files(below="commands"):
            level = self.library.grammar(name).head["statements"]
            if level is not None:
                for node in self._level((name, level), False, overlays):
                    if node.name in nodes:
                        raise GrammarError(f"{name}.grammar defines {node.name} again")
                    nodes[node.name] = node
        return tuple(nodes[name] for name in sorted(nodes))

    def words(self, name: str) -> Node:
        """A root whose children are the statements at the top of one file (the words of a mode, the pipes)."""
        level = self.library.grammar(name).head["statements"]
        place = EMPTY if level is None else (name, int(level))
        return Node(name, Kind.CONTAINER, expand=partial(self._level, place, False, ()))

    @cached_property
    def _anywhere(self) -> Overlays:
        """What the `**` lines say, by the first word after `**`."""
        return tuple(top for name in ANYWHERE_FILES for top in self.library.notes(name).child("**"))

    @cached_property
    def _apply_items(self) -> Items:
        if "apply" not in self.library.grammar("root").head["fragments"]:
            return ()
        return tuple(self._items(self._place("root", "root:apply"), ()))

    @cached_property
    def _apply_nodes(self) -> tuple[Node, ...]:
        """`apply-groups` and its like, the first children of every statement that takes them."""
        first = -len(self._apply_items)
        return tuple(
            self._node(*found, order, ()) for order, (_, found) in enumerate(self._apply_items, first)
        )

    def _place(self, file: str, body: str | int) -> Place:
        """The level that a compiled body names, as seen from `file`."""
        if isinstance(body, int):
            return file, body
        other, _, fragment = body.rpartition(":")
        return other, self.library.grammar(other).fragment(fragment)

    def _level(self, place: Place, with_groups: bool, overlays: Overlays) -> tuple[Node, ...]:
        key = (place, with_groups, tuple(id(overlay) for overlay in overlays))
        nodes = self._levels.get(key)
        if nodes is None:
            nodes = self._levels[key] = self._expand(place, with_groups, overlays)
        return nodes

    def _expand(self, place: Place, with_groups: bool, overlays: Overlays) -> tuple[Node, ...]:
        if overlays:
            return self._annotated(self._level(place, with_groups, ()), place, overlays)
        nodes = {node.name: node for node in self._apply_nodes} if with_groups else {}
        for name, (file, item, choices) in self._items(place, ()):
            if name not in nodes:
                nodes[name] = self._node(file, item, choices, len(nodes), ())
        return tuple(nodes.values())

    def _annotated(self, plain: tuple[Node, ...], place: Place, overlays: Overlays) -> tuple[Node, ...]:
        """A level where the nodes that annotations speak about are made anew; the others stay shared."""
        said = [tuple(part for overlay in overlays for part in overlay.child(node.name)) for node in plain]
        if not any(said):
            return plain
        items: dict[str, Found] = {}
        for name, found in (*self._apply_items, *self._items(place, ())):
            items.setdefault(name, found)
        return tuple(
            self._node(*items[node.name], node.order, own) if own else node
            for node, own in zip(plain, said, strict=True)
        )

    def _items(self, place: Place, choices: tuple[str, ...]) -> Iterator[tuple[str, Found]]:
        """The statements of a level with those it includes; the first one of a name counts."""
        if place is EMPTY:
            return
        file = self.library.grammar(place[0])
        for item in file.level(place[1]):
            if item[0] == "+":
                yield from self._items(self._place(file.name, item[1]), (*choices, *item[2]))
            else:
                yield item[1], (file, item, choices)

    def _node(
        self, file: CompiledFile, item: Item, choices: tuple[str, ...], order: int, overlays: Overlays
    ) -> Node:
        kind, name, flags, _, type_index, *rest = item
        extra = rest[0] if rest else {}
        everywhere = (part for overlay in self._anywhere for part in overlay.child(name))
        overlays = (*everywhere, *overlays)
        own_choices: tuple[str, ...] = extra.get("c", ())
        unit = extra.get("u")
        node = Node(
            name,
            Kind(kind),
            flags=Flag(flags),
            type=None if type_index is None else values.refined(file.type(type_index), name, unit),
            keys=extra.get("k", ()),
            choices=(*choices, *own_choices) if choices else own_choices,
            rules=tuple(file.rule(index) for index in extra.get("r", ())),
            default=extra.get("d"),
            unit=unit,
            maximum=extra.get("m"),
            order=order,
            word=extra.get("w"),
            attributes=extra.get("a", NO_ATTRIBUTES),
            expand=None if kind > Kind.LIST else partial(self._children, file.name, item, overlays),
        )
        for overlay in overlays:
            if overlay.facts:
                notes.apply(overlay.facts, node)
        return node

    def _children(self, file: str, item: Item, overlays: Overlays) -> tuple[Node, ...]:
        """What stands below a container or in an entry of a list."""
        kind, _, flags, body, _, *rest = item
        if kind == Kind.LIST:
            key = rest[0]["k"][0]
            overlays = tuple(self._entry(entry, key) for overlay in overlays for entry in overlay.child("*"))
        if any("as-root" in overlay.facts for overlay in overlays):
            overlays = (self._root_notes, *overlays)
        place = EMPTY if body is None else self._place(file, body)
        return self._level(place, bool(flags & Flag.GROUPS), overlays)

    def _entry(self, overlay: Overlay, key: str) -> Overlay:
        """What is said about an entry (`*`) is said about its first key leaf."""
        entry = self._entries.get((id(overlay), key))
        if entry is None:
            below = dict(overlay.below)
            own = below.get(key, notes.NOTHING)
            below[key] = Overlay({**overlay.facts, **own.facts}, own.below)
            entry = self._entries[id(overlay), key] = Overlay(overlay.facts, below)
        return entry


class RootOverlay(Overlay):
    """What is said about the top-level statements: the file of each is read when it is asked for."""

    def __init__(self, library: Library, folder: str) -> None:
        super().__init__()
        self._library = library
        self._folder = folder

    def child(self, word: str) -> Overlays:
        """What `root.notes` and `WORD.notes` say about the statement `word`."""
        return tuple(
            overlay
            for name in ("root", word)
            for overlay in self._library.notes(f"{self._folder}/{name}").child(word)
        )
