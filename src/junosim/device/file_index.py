"""What a device remembers of its files besides their contents: names, owners, modes, times, sizes, links.

The contents lie in the storage under numbers, each behind the path at which it was made as far as that is harmless
there, so that a person finds it (`files/var/log/messages@7`) and no name a user makes up does harm. The
index is a file of lines in JSON, one for each change, written anew when most of them are out of date. A line tells
of one name (`{"path": …, "kind": "file", …}`), that it is gone (`{"path": …}`), or that it was moved with all that
lies below it (`{"path": …, "was": …}`). Names of one number are names of the same file: what a line tells of it
holds for all of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from junosim.storage import Storage

FOLDER: Final = "files"
GROUP: Final = "wheel"
"""The group of what nobody gave to another one."""

_INDEX: Final = f"{FOLDER}/index"
_NEW: Final = f"{FOLDER}/index.new"
_HARMLESS: Final = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){1,8}")
_SLACK: Final = 100  # lines out of date that are no reason to write the index anew
_BLOCK: Final = 512  # bytes
_GROWTHS: Final = 100  # files that have grown are noted together, at the latest after so many growths


@dataclass(frozen=True, slots=True)
class Entry:
    """What all that has a name in the file tree shares.

    mode       permission bits, with sticky and set-id bits
    time       when its content was last changed; like the other times in seconds since the epoch
    number     which file it is: names of the same number are hard links
    size       bytes
    accessed   when it was last read; changed: when anything about it was last changed
    """

    path: str
    owner: str = "root"
    mode: int = 0o644
    time: float = 0.0
    number: int = 0
    size: int = 0
    group: str = GROUP
    accessed: float = 0.0
    changed: float = 0.0

    @property
    def name(self) -> str:
        """The last part of its path; "/" has none."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class File(Entry):
    """A file; `content` and `kept` say where its content lies: a number, and the path in the storage before it."""

    content: int = 0
    kept: str = ""

    @property
    def place(self) -> str:
        """The name of its content in the storage."""
        return f"{FOLDER}{self.kept}@{self.content}" if self.kept else f"{FOLDER}/{self.content}"

    @property
    def shelf(self) -> str:
        """The directory of the storage in which its content lies."""
        return self.place.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Directory(Entry):
    """A directory."""

    mode: int = 0o755
    size: int = _BLOCK


@dataclass(frozen=True, slots=True)
class Link(Entry):
    """A symbolic link; `target` is a path, as it was given."""

    mode: int = 0o755
    target: str = ""


def kept_at(path: str) -> str:
    """Where the storage keeps a content that is made at a path, empty when the path is not fit for that."""
    return path if _HARMLESS.fullmatch(path) and not path.startswith(_INDEX.removeprefix(FOLDER)) else ""


Node: TypeAlias = File | Directory | Link
_KINDS: Final[Mapping[str, type[Node]]] = {"file": File, "directory": Directory, "link": Link}


class FileIndex:
    """All that has a name on a device, by path. It is read when it is first asked for."""

    __slots__ = (
        "_below", "_growing", "_grown", "_growths", "_is_torn", "_last", "_lines", "_names", "_nodes", "_storage",
        "_used",
    )  # fmt: skip

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._nodes: dict[str, Node] | None = None
        self._names: dict[int, set[str]] = {}
        self._below: dict[str, set[str]] = {}
        self._used = 0
        self._last = 0
        self._lines = 0
        self._is_torn = False  # half a line may be its last
        self._growing: dict[
            str, tuple[int, float]
        ] = {}  # files that are longer than their nodes say; since when
        self._grown: set[str] = set()  # files that are longer than the lines say
        self._growths = 0

    @property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes by their paths."""
        return self._held()

    @property
    def used(self) -> int:
        """Bytes that all files have together."""
        self._held()
        return self._used

    def below(self, path: str) -> Set[str]:
        """The names directly in a directory."""
        self._held()
        return self._below.get(path, frozenset())

    def names(self, number: int) -> Set[str]:
        """The paths of one file."""
        self._held()
        return self._names.get(number, frozenset())

    def next_number(self) -> int:
        """A number that no file and no content has."""
        self._held()
        self._last += 1
        return self._last

    def put(self, node: Node, *, durable: bool = True) -> None:
        """Remember a node, or what is new about it; when durable it survives a power loss. Raises StorageError."""
        self._note_growth()
        before = self._held().get(node.path)
        self._set(node)
        try:
            self._note(_entry(node), durable=durable)
        except StorageError:
            self._restore(node.path, before)
            raise

    def drop(self, path: str) -> None:
        """Forget a name, for good. Raises StorageError."""
        self._note_growth()
        before = self._held()[path]
        self._unset(path)
        try:
            self._note({"path": path})
        except StorageError:
            self._restore(path, before)
            raise

    def move(self, old: str, new: str) -> None:
        """Give a node, with all below it, another path, for good and at once; what was there is forgotten."""
        self._note_growth()
        replaced = self._held().get(new)
        self._move(old, new)
        try:
            self._note({"path": new, "was": old})
        except StorageError:
            self._move(new, old)
            self._restore(new, replaced)
            raise

    def grow(self, path: str, size: int, time: float) -> None:
        """Remember the size that a file has since a time, which its node has as soon as somebody looks at it.

        The disk is told of it later; it is found out again if need be. Raises StorageError.
        """
        self._growing[path] = (size, time)
        self._growths += 1
        if self._growths >= _GROWTHS:
            self._note_growth()

    def length(self, file: File) -> int:
        """The size that the file of this path has by now, or -1 if that is another file, or another content.

        Much quicker than a look at `nodes`, which has to know what all files have grown.
        """
        node = self._nodes.get(file.path) if self._nodes is not None else None
        if node is not file and not (
            isinstance(node, File) and node.content == file.content and node.number == file.number
        ):
            return -1
        growing = self._growing.get(file.path)
        return node.size if growing is None else growing[0]

    def touch(self, node: Node) -> None:
        """Remember other times of a node as long as the device runs: they are not worth a write to the disk."""
        if node.path in self._held():
            self._set(node)

    # ------------------------------------------------------------------ in memory

    def _set(self, node: Node) -> None:
        nodes = self._held()
        before = nodes.get(node.path)
        if before is not None and before.number != node.number:
            self._unset(node.path)
        paths = self._names.setdefault(node.number, set())
        self._last = max(self._last, node.number, node.content if isinstance(node, File) else 0)
        self._used += _held_bytes(node) - (_held_bytes(nodes[next(iter(paths))]) if paths else 0)
        paths.add(node.path)
        for path in paths:
            nodes[path] = replace(node, path=path)
        above, _, name = node.path.rpartition("/")
        self._below.setdefault(above or "/", set()).add(name)

    def _unset(self, path: str) -> None:
        node = self._held().pop(path, None)
        if node is None:
            return
        paths = self._names[node.number]
        paths.discard(path)
        if not paths:
            del self._names[node.number]
            self._used -= _held_bytes(node)
        above, _, name = path.rpartition("/")
        self._below[above or "/"].discard(name)

    def _restore(self, path: str, before: Node | None) -> None:
        if before is None:
            self._unset(path)
        else:
            self._set(before)
        self._is_torn = True

    def _move(self, old: str, new: str) -> None:
        nodes = self._held()
        moved = [old]
        for path in moved:
            moved += [f"{path}/{name}" for name in self._below.get(path, ())]
        kept = [node for path in moved if (node := nodes.get(path)) is not None]
        for node in kept:
            self._unset(node.path)
        self._unset(new)
        for node in kept:
            self._set(replace(node, path=new + node.path[len(old) :]))

    # ------------------------------------------------------------------ the lines

    def _held(self) -> dict[str, Node]:
        if self._nodes is None:
            self._nodes = {}
            for entry in self._entries():
                self._lines += 1
                self._take(entry)
        if self._growing:
            growing, self._growing = self._growing, {}
            for path, (size, time) in growing.items():
                node = self._nodes.get(path)
                if isinstance(node, File):
                    self._set(replace(node, size=size, time=time, changed=time))
                    self._grown.add(path)
        return self._nodes

    def _take(self, entry: Mapping[str, object]) -> None:
        path, was = entry.get("path"), entry.get("was")
        if not isinstance(path, str):
            return
        node = _node(entry)
        if node is not None:
            self._set(node)
        elif isinstance(was, str):
            self._move(was, path)
        else:
            self._unset(path)

    def _entries(self) -> Iterator[dict[str, object]]:
        try:
            text = self._storage.read(_INDEX).decode("utf-8", "replace")
        except MissingFile:
            return
        if text and not text.endswith("\n"):  # what comes next must not run into it
            self._storage.append(_INDEX, b"\n")
        for line in text.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:  # the last line of a device that lost its power
                continue
            if isinstance(entry, dict):
                yield entry

    def _note(self, entry: Mapping[str, object], *, durable: bool = True) -> None:
        held = self._held()
        if self._is_torn or not self._lines or self._lines > 2 * len(held) + _SLACK:
            self._rewrite()
            return
        self._storage.append(_INDEX, _line(entry))
        if durable:
            self._storage.sync(_INDEX)
        self._lines += 1

    def _note_growth(self) -> None:
        """Tell the disk of the files that have grown; not for good, as nobody waits for it. Raises StorageError."""
        held = self._held()
        grown, self._grown, self._growths = self._grown, set(), 0
        try:
            for path in sorted(grown):
                node = held.get(path)
                if node is not None:
                    self._note(_entry(node), durable=False)
        except StorageError:
            self._is_torn = True  # then all is written anew
            raise

    def _rewrite(self) -> None:
        held = self._held()
        self._storage.write(_NEW, b"".join(_line(_entry(node)) for node in held.values()))
        self._storage.sync(_NEW)
        self._storage.rename(_NEW, _INDEX)
        self._storage.sync_names(FOLDER)
        self._lines, self._is_torn = len(held), False


def _held_bytes(node: Node) -> int:
    return node.size if isinstance(node, File) else 0


def _entry(node: Node) -> Mapping[str, object]:
    kind = next(name for name, kind in _KINDS.items() if isinstance(node, kind))
    return {"kind": kind, **asdict(node)}


def _line(entry: Mapping[str, object]) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def _node(entry: Mapping[str, Any]) -> Node | None:
    """The node that an entry tells of; None when it tells of none."""
    kind = _KINDS.get(str(entry.get("kind")))
    if kind is None:
        return None
    wanted = {key: value for key, value in entry.items() if key != "kind"}
    sample = asdict(kind("/"))
    if kind is File:
        wanted.setdefault("kept", "")  # a line of an earlier version
    if wanted.keys() != sample.keys() or not all(_fits(wanted[key], sample[key]) for key in sample):
        return None
    return kind(**wanted)


def _fits(value: object, sample: object) -> bool:
    """Whether a value has the type of the sample; JSON writes a round float as one."""
    return isinstance(value, type(sample)) or (isinstance(sample, float) and isinstance(value, int))
