"""Saving and reading the committed state of one device."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.config.archive import files, manifest
from junosim.config.archive.manifest import (
    DIRECTORY,
    DamagedArchive,
    Entry,
    FileRecord,
    Manifest,
    UnsafeCommit,
    checksum,
)
from junosim.config.revision import Revision
from junosim.config.tree import Branch
from junosim.storage import MissingFile, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.schema.node import Node
    from junosim.storage import Storage

_REVISION_FILE: Final = re.compile(r"revision-(\d+)\.(?:conf|tree|delta)")
_NEW: Final = f"{manifest.NAME}.new"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a revision is kept in which form.

    statements  up to which a configuration is kept as text: writing and checking one costs 40 µs
    delta       bytes of changes that are always kept as such
    share       part of the size of the whole, likewise: beyond both, the whole is written anew
    """

    statements: int = 500
    delta: int = 32_768
    share: float = 1 / 64


@dataclass(frozen=True, slots=True)
class Saved:
    """What an archive keeps: as `config.state.State`, but with the deadline in seconds since the epoch.

    `back` and `deadline` go together.
    """

    revisions: tuple[Revision, ...]
    rescue: Revision | None = None
    back: Revision | None = None
    deadline: float | None = None
    at_boot: Revision | None = None

    @property
    def all(self) -> Iterator[Revision]:
        """Every revision in it; some may come twice."""
        yield from self.revisions
        yield from (kept for kept in (self.rescue, self.back, self.at_boot) if kept is not None)


class Archive:
    """The committed state of one device in its storage.

    `platform` names the kind of device, whose configuration is of `schema`. Raises DamagedArchive, when it is made,
    for a manifest that cannot be trusted; a revision is read when it is wanted, and raises that then.
    """

    def __init__(self, storage: Storage, schema: Node, platform: str, limits: Limits | None = None) -> None:
        self._storage = storage
        self._schema = schema
        self._platform = platform
        self._limits = Limits() if limits is None else limits
        self._manifest = self._read_manifest()
        self._files = {} if self._manifest is None else {file.name: file for file in self._manifest.files}
        self._stored: dict[Revision, FileRecord] = {}  # revisions are told apart by identity
        self._wholes: dict[str, Branch] = {}  # the trees of those `.tree` files that were read or written
        self._is_certain = True  # what the disk holds is what is remembered here
        self._last = self._tidy()

    def forget(self) -> None:
        """The files were erased by somebody else: nothing is kept any more."""
        self._manifest = None
        self._files, self._stored, self._wholes = {}, {}, {}
        self._is_certain, self._last = True, 0

    # ------------------------------------------------------------------ reading

    def load(self) -> Saved | None:
        """What was saved last, None when nothing was. Its trees are read when they are asked for."""
        found = self._manifest
        if found is None:
            return None
        revisions = tuple(self._revision(entry) for entry in found.revisions)
        known = dict(zip(found.revisions, revisions, strict=True))

        def revision(entry: Entry | None) -> Revision | None:
            return None if entry is None else known.get(entry) or self._revision(entry)

        return Saved(
            revisions, revision(found.rescue), revision(found.back), found.deadline, revision(found.at_boot)
        )

    def _revision(self, entry: Entry) -> Revision:
        try:
            file = self._files[entry.file]
        except KeyError:
            raise DamagedArchive(manifest.NAME, f"does not know the file {entry.file}") from None
        read = partial(self._tree, file)
        revision = Revision(entry.sequence, read, entry.time, entry.user, entry.client, entry.comment)
        self._stored[revision] = file
        return revision

    def _tree(self, file: FileRecord) -> Branch:
        """The tree that a file holds. Raises DamagedArchive unless it is the one that was written."""
        if file.name in self._wholes:
            return self._wholes[file.name]
        name = f"{DIRECTORY}/{file.name}"
        try:
            data = self._storage.read(name)
        except MissingFile:
            raise DamagedArchive(name, "is missing") from None
        if checksum(data) != file.sha256:
            raise DamagedArchive(name, "does not have the checksum that the manifest states")
        empty = Branch(self._schema)
        try:
            if file.name.endswith(files.TEXT):
                return files.from_text(self._schema, data)
            if file.base is not None:
                return files.from_lines(self._tree(self._files[file.base]), data)
            tree = self._wholes[file.name] = files.from_lines(empty, data)
        except (ValueError, KeyError) as problem:
            raise DamagedArchive(name, f"cannot be read: {problem}") from problem
        return tree

    def _read_manifest(self) -> Manifest | None:
        try:
            found = manifest.decode(self._storage.read(manifest.NAME))
        except MissingFile:
            return None
        if found.platform != self._platform:
            raise DamagedArchive(manifest.NAME, f"is of {found.platform}, not of {self._platform}")
        return found

    # ------------------------------------------------------------------ saving

    def save(self, saved: Saved) -> None:
        """Keep this state in place of the one before, as a whole.

        When it returns, the state survives a power loss. Raises StorageError when it is not kept: what was before
        then is; UnsafeCommit when it is kept for now, but a power loss may undo it.
        """
        before = dict(self._stored), dict(self._files), dict(self._wholes)
        try:
            made = self._with_files(saved)
            if made == self._manifest and self._is_certain:
                return
            fault = self._put(made)
        except StorageError:
            self._stored, self._files, self._wholes = before
            self._prune()
            raise
        self._settle(saved, made)
        if fault is not None:
            raise UnsafeCommit(fault.name, fault.reason)
        self._is_certain = True
        self._prune()

    def _settle(self, saved: Saved, made: Manifest) -> None:
        """Remember what is kept now, and forget the rest."""
        self._manifest = made
        self._stored = {revision: self._stored[revision] for revision in saved.all}
        self._files = {file.name: file for file in made.files}
        self._wholes = {name: tree for name, tree in self._wholes.items() if name in self._files}

    def _with_files(self, saved: Saved) -> Manifest:
        """The manifest of a state, once each of its revisions is in a file."""
        for revision in saved.all:
            if revision not in self._stored:
                self._stored[revision] = self._same_tree(revision) or self._written(revision)
        used = {self._stored[revision].name: self._stored[revision] for revision in saved.all}
        bases = {file.base: self._files[file.base] for file in used.values() if file.base is not None}
        return Manifest(
            self._platform,
            tuple(sorted((used | bases).values(), key=lambda file: file.name)),
            tuple(self._entry(revision) for revision in saved.revisions),
            None if saved.rescue is None else self._entry(saved.rescue),
            None if saved.back is None else self._entry(saved.back),
            saved.deadline,
            None if saved.at_boot is None else self._entry(saved.at_boot),
        )

    def _entry(self, revision: Revision) -> Entry:
        return Entry(
            revision.sequence, revision.time, revision.user, revision.client, revision.comment,
            self._stored[revision].name,
        )  # fmt: skip

    def _same_tree(self, revision: Revision) -> FileRecord | None:
        """The file that holds this very tree already: a commit without changes, a rollback."""
        root = revision.root
        return next((file for known, file in self._stored.items() if known.holds(root)), None)

    def _written(self, revision: Revision) -> FileRecord:
        """Put a revision into a file of its own, whose content is safe then and whose name is not yet."""
        base = max(self._wholes, default=None)
        data, kind = files.as_text(revision, self._limits.statements), files.TEXT
        if data is None and base is not None:
            most = max(self._limits.delta, int(self._files[base].size * self._limits.share))
            data, kind = files.as_delta(self._wholes[base], revision.root, most), files.DELTA
        if data is None:
            data, kind = files.as_tree(revision.root), files.TREE
        self._last += 1
        name = f"revision-{self._last:06}.{kind}"
        file = FileRecord(name, checksum(data), len(data), base if kind == files.DELTA else None)
        self._storage.write(f"{DIRECTORY}/{name}", data)
        self._storage.sync(f"{DIRECTORY}/{name}")
        self._files[name] = file
        if kind == files.TREE:
            self._wholes[name] = revision.root
        return file

    def _put(self, made: Manifest) -> StorageError | None:
        """Put a manifest in the place of the old one; returns the fault when there was one and it is there even so.

        After a fault the files of both manifests are kept until one is known to be safe.
        """
        self._storage.write(_NEW, made.encode())
        self._storage.sync(_NEW)
        self._storage.sync_names(DIRECTORY)  # no manifest may name a file whose own name is lost
        try:
            self._storage.rename(_NEW, manifest.NAME)
            self._storage.sync_names(DIRECTORY)
        except StorageError as problem:
            self._is_certain = False
            if self._read_manifest() == made:  # what the next start would find
                return problem
            raise
        return None

    # ------------------------------------------------------------------ removing

    def _prune(self) -> None:
        """Remove the files that are not needed any more. One that cannot be removed now is another time."""
        if not self._is_certain:
            return
        with suppress(StorageError):
            for name in self._storage.names(DIRECTORY):
                if _REVISION_FILE.fullmatch(name) and name not in self._files:
                    self._storage.remove(f"{DIRECTORY}/{name}")

    def _tidy(self) -> int:
        """Remove what a crash has left; the number of the newest file that is left.

        Raises DamagedArchive when there are revisions but no manifest to say which is in force. Only the first one
        may be without: the power failed before it was in force.
        """
        present = _numbers(self._storage.names(DIRECTORY))
        if self._manifest is None and max(present, default=0) > 1:
            raise DamagedArchive(manifest.NAME, "is missing")
        self._prune()
        return max(_numbers(self._files), default=0)


def _numbers(names: Iterable[str]) -> list[int]:
    """The numbers of those names that are names of revisions."""
    found = (_REVISION_FILE.fullmatch(name) for name in names)
    return [int(match[1]) for match in found if match is not None]
