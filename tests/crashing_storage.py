"""A storage that loses power: what was not synced is kept apart, and a crash decides what becomes of it.

The disk is modelled as SQLite's tests do. A name and a content become safe by themselves: `sync` saves the content
of a file, `sync_names` the names of a directory. What is not safe at the crash meets a fate, each operation its own
whatever came of those before it, so that operations are lost and reordered:

    content   kept, lost, torn (only its first half), or garbage (its first half and then noise)
    name      kept or lost; a rename is one operation, and whole
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import Enum

from junosim.storage import MissingFile


class Crash(BaseException):
    """The power is gone; nothing in the device may catch it."""


class Fate(Enum):
    KEPT = "kept"
    LOST = "lost"
    TORN = "torn"
    GARBAGE = "garbage"


@dataclass
class File:
    """A file by itself: its content as programs see it, and as it is safe."""

    live: bytes = b""
    safe: bytes = b""


@dataclass
class Content:
    """An un-synced change of content."""

    file: File
    data: bytes
    appended: bool

    fates = tuple(Fate)
    directories = frozenset()

    def happen(self, fate, names):
        before = self.file.safe
        if fate is Fate.LOST:
            return
        data = self.data
        if fate is not Fate.KEPT:
            data = data[: len(data) // 2] + (b"\xa5\0" * len(data) if fate is Fate.GARBAGE else b"")
        self.file.safe = before + data if self.appended else data


@dataclass
class Name:
    """An un-synced change of names: `new` becomes the name of the file, `old` is none any more."""

    old: str | None
    new: str | None
    file: File

    fates = (Fate.KEPT, Fate.LOST)

    @property
    def directories(self):
        return {name.rpartition("/")[0] for name in (self.old, self.new) if name is not None}

    def happen(self, fate, names):
        if fate is Fate.LOST:
            return
        if self.old is not None and names.get(self.old) is self.file:
            del names[self.old]
        if self.new is not None:
            names[self.new] = self.file


class CrashingStorage:
    """Counts its operations; the one of index `crash_at` is begun and never ends.

    After that, `fates` are the ways in which the disk may be found, and `reopened` is what is found then.
    """

    def __init__(self, files=None, crash_at=None):
        self._names = {name: File(data, data) for name, data in (files or {}).items()}
        self._safe_names = dict(self._names)
        self._pending = []
        self.crash_at = crash_at
        self.operations = 0
        self.log = []

    def files(self):
        """All files as programs see them."""
        return {name: file.live for name, file in self._names.items()}

    # ------------------------------------------------------------------ the storage

    def read(self, name):
        try:
            return self._names[name].live
        except KeyError:
            raise MissingFile(name) from None

    def read_part(self, name, offset, size):
        return self.read(name)[offset : offset + size]

    def names(self, directory=""):
        start = f"{directory}/" if directory else ""
        found = (name[len(start) :].partition("/") for name in self._names if name.startswith(start))
        return tuple(sorted({head + slash for head, slash, _ in found}))

    def write(self, name, data):
        self._content(name, data, appended=False)
        self._count("write", name)

    def append(self, name, data):
        self._content(name, data, appended=True)
        self._count("append", name)

    def write_part(self, name, offset, data):
        before = self.read(name).ljust(offset if data else 0, b"\0")
        self._content(name, before[:offset] + data + before[offset + len(data) :], appended=False)
        self._count("write_part", name)

    def truncate(self, name, size):
        self._content(name, self.read(name)[:size].ljust(size, b"\0"), appended=False)
        self._count("truncate", name)

    def sync(self, name):
        self.read(name)
        self._count("sync", name)
        file = self._names[name]
        file.safe = file.live
        self._pending = [
            change for change in self._pending if isinstance(change, Name) or change.file is not file
        ]

    def rename(self, old, new):
        self.read(old)
        if old != new:
            self._change(Name(old, new, self._names[old]))
        self._count("rename", f"{old} {new}")

    def remove(self, name):
        self.read(name)
        self._change(Name(name, None, self._names[name]))
        self._count("remove", name)

    def erase(self, name):
        size = len(self.read(name))
        self._content(name, bytes(size), appended=False)
        self._count("overwrite", name)
        self.sync(name)
        self.remove(name)

    def sync_names(self, directory):
        self._count("sync_names", directory)
        rest = []
        for change in self._pending:
            if isinstance(change, Name) and change.directories <= {directory}:
                change.happen(Fate.KEPT, self._safe_names)
            else:
                rest.append(change)
        self._pending = rest

    def _content(self, name, data, *, appended):
        file = self._names.get(name)
        if file is None:
            file = File()
            self._change(Name(None, name, file))
        file.live = file.live + data if appended else data
        self._pending.append(Content(file, data, appended))

    def _change(self, change):
        change.happen(Fate.KEPT, self._names)
        self._pending.append(change)

    def _count(self, *what):
        self.log.append(what)
        if self.operations == self.crash_at:
            raise Crash(what)
        self.operations += 1

    # ------------------------------------------------------------------ after the crash

    def fates(self, most=600):
        """All combinations of fates; of more than `most`, those with up to two exceptions from a rule."""
        choices = [change.fates for change in self._pending]
        total = 1
        for fates in choices:
            total *= len(fates)
        if total <= most:
            yield from itertools.product(*choices)
            return
        for rule in (Fate.KEPT, Fate.LOST):
            plain = [rule] * len(choices)
            yield tuple(plain)
            for places in itertools.combinations(range(len(choices)), 2):
                for pair in itertools.product(*(choices[place] for place in places)):
                    changed = list(plain)
                    for place, fate in zip(places, pair, strict=True):
                        changed[place] = fate
                    yield tuple(changed)

    def reopened(self, fates):
        """The files that are found when the power is back."""
        before = {id(change.file): (change.file, change.file.safe) for change in self._pending}
        names = dict(self._safe_names)
        try:
            for change, fate in zip(self._pending, fates, strict=True):
                change.happen(fate, names)
            return {name: file.safe for name, file in names.items()}
        finally:
            for file, safe in before.values():
                file.safe = safe

    def outcomes(self):
        """The different sets of files that may be found, each once."""
        seen = {}
        for fates in self.fates():
            files = self.reopened(fates)
            seen.setdefault(frozenset(files.items()), files)
        return list(seen.values())
