"""The file tree of a device as its users have it: owners, permissions, links, and a full disk.

Nothing here touches the host: paths are keys of an index, contents lie in the device's storage.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from junosim.device.file_index import FOLDER, Directory, File, FileIndex, Link, Node, kept_at
from junosim.device.file_names import (
    BUSY,
    DENIED,
    EXISTS,
    FULL,
    INVALID,
    IS_DIRECTORY,
    NOT_A_DIRECTORY,
    NOT_EMPTY,
    NOT_FOUND,
    NOT_PERMITTED,
    FileProblem,
    check_length,
    parent,
)
from junosim.device.file_tree import STICKY, SYSTEM, FileTree, Visitor
from junosim.device.growing_files import GrowingFile
from junosim.device.open_files import OpenFiles
from junosim.storage import MissingFile, StorageError, clear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.clock import Clock
    from junosim.device.made_files import MadeFiles
    from junosim.device.open_files import OpenFile, Opening
    from junosim.slices import Slices
    from junosim.storage import Storage

__all__ = [
    "CAPACITY", "DIRECTORY_MODE", "FILE_MODE", "MOST_FILES", "SYSTEM", "Directory", "File", "Files", "Link", "Node",
    "Visitor",
]  # fmt: skip

CAPACITY: Final = 64 * 1024 * 1024
"""Bytes that the files of one device may have together [our choice]."""

MOST_FILES: Final = 10_000
"""Files, directories and links that one device may have [our choice]."""

FILE_MODE: Final = 0o644
DIRECTORY_MODE: Final = 0o755
_MODE_BITS: Final = 0o7777


class Files:
    """The files of one device. Paths are absolute; `.`, `..` and links on the way are followed inside the device.

    Everything raises FileProblem of the given path, with the reason that the operating system would give.
    """

    __slots__ = ("_clock", "_followers", "_index", "_made", "_open_files", "_storage", "_tree")

    def __init__(self, storage: Storage, clock: Clock, made: MadeFiles | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._made = made
        self._index = FileIndex(storage)
        self._tree = FileTree(self._index, clock.time(), made)
        self._followers: dict[str, list[Callable[[bytes], None]]] = {}
        self._open_files = self._none_open()

    @property
    def used(self) -> int:
        """Bytes that all files have together."""
        return self._index.used + self._open_files.nameless

    @property
    def free_entries(self) -> int:
        """How many files, directories and links may still be made."""
        return max(0, MOST_FILES - len(self._index.nodes))

    def room(self, path: str) -> int:
        """Bytes that a new content of this file may have."""
        held = None
        with suppress(FileProblem):
            held = self._tree.node(self._tree.walk(path, SYSTEM), SYSTEM)
        return CAPACITY - self.used + (held.size if isinstance(held, File) else 0)

    # ------------------------------------------------------------------ looking

    def resolve(self, path: str, visitor: Visitor) -> str:
        """The plain path of a file, without links; the file itself need not be there."""
        return self._tree.walk(path, visitor)

    def status(self, path: str, visitor: Visitor) -> File | Directory:
        """What is at a path; a link stands for what it leads to."""
        node = self._found(path, visitor, follow=True)
        assert not isinstance(node, Link)
        return node

    def link_status(self, path: str, visitor: Visitor) -> Node:
        """What is at a path, itself a link where it is one."""
        return self._found(path, visitor, follow=False)

    def links(self, node: Node, visitor: Visitor) -> int:
        """How many names a file has; of a directory the count that `ls -l` shows."""
        return self._tree.links_to(node, visitor)

    def listing(self, path: str, visitor: Visitor) -> tuple[Node, ...]:
        """What lies directly in a directory, sorted by name; links are shown as such."""
        found = self.status(path, visitor)
        if isinstance(found, File):
            raise FileProblem(path, NOT_A_DIRECTORY)
        if not visitor.may(4, found.owner, found.mode, found.group):
            raise FileProblem(path, DENIED)
        return tuple(self._tree.inside(found.path, visitor))

    def read(self, path: str, visitor: Visitor) -> bytes:
        """The content of a file."""
        found = self._to_read(path, visitor)
        if self._made is not None and self._made.file(found.path) is not None:
            return self._made.content(found.path)
        with _faults(path):
            try:
                data = self._storage.read(found.place)
            except MissingFile:  # an upload that never reached the disk before the power was lost
                data = b""
        self._index.touch(replace(found, accessed=self._clock.time()))
        return data

    def prepare(self, path: str, visitor: Visitor) -> Slices[None]:
        """Make what `read` will give, in slices, where the file is one that the device makes when it is read."""
        found = self._to_read(path, visitor)
        if self._made is not None and self._made.file(found.path) is not None:
            yield from self._made.make(found.path)

    # ------------------------------------------------------------------ contents

    def check_write(self, path: str, visitor: Visitor) -> File | None:
        """Raises FileProblem unless the file may be written; the file as it is, None when it is new."""
        return self._to_write(path, visitor)[1]

    def write(self, path: str, data: bytes, visitor: Visitor, *, mode: int = FILE_MODE) -> None:
        """Give a file another content, at once, or make one with this mode."""
        place, held = self._to_write(path, visitor)
        now, content = self._clock.time(), self._index.next_number()
        if held is None:
            self._need_entry(path)
            held = File(place, visitor.user, mode & _MODE_BITS, number=content, accessed=now)
            is_new = True
        else:
            is_new = False
        if len(data) > CAPACITY - self.used + held.size:
            raise FileProblem(path, FULL)
        file = replace(held, time=now, changed=now, size=len(data), content=content, kept=kept_at(place))
        with _faults(path):
            self._storage.write(file.place, data)
            self._storage.sync(file.place)
            self._storage.sync_names(file.shelf)
            self._put(file, visitor, is_new=is_new)
        if not is_new:
            self._discard(held)

    def append(
        self, path: str, data: bytes, visitor: Visitor, *, mode: int = FILE_MODE, durable: bool = True
    ) -> None:
        """Add to the end of a file, which is made with this mode when it is missing; those who follow it are told.

        What is not `durable` may be lost with the power.
        """
        place, held = self._to_write(path, visitor)
        if held is None:
            self.write(place, data, visitor, mode=mode)
            self._tell(place, data)
            return
        if len(data) > CAPACITY - self.used:
            raise FileProblem(path, FULL)
        now = self._clock.time()
        with _faults(path):
            self._storage.append(held.place, data)
            if durable:
                self._storage.sync(held.place)
            file = replace(held, time=now, changed=now, size=held.size + len(data))
            self._index.put(file, durable=durable)
        self._tell(place, data)

    def growing(self, path: str, mode: int = FILE_MODE) -> GrowingFile:
        """A file of the system to which much is added, made with this mode when it is missing; nothing is synced."""

        def find() -> File:
            place, held = self._to_write(path, SYSTEM)
            if held is None:
                self.write(place, b"", SYSTEM, mode=mode)
            made = self._index.nodes[place]
            assert isinstance(made, File)
            return made

        return GrowingFile(self._storage, self._index, find, lambda: CAPACITY - self.used, self._tell)

    def follow(self, path: str, visitor: Visitor, follower: Callable[[bytes], None]) -> Callable[[], None]:
        """Give `follower` what is appended to the file of this name from now on; the returned function ends that.

        The file need not be there, and may be replaced in between.
        """
        place = self._tree.walk(path, visitor)
        self._followers.setdefault(place, []).append(follower)

        def stop() -> None:
            following = self._followers.get(place, [])
            if follower in following:
                following.remove(follower)
            if not following:
                self._followers.pop(place, None)

        return stop

    def open(self, path: str, visitor: Visitor, how: Opening) -> OpenFile:
        """A handle to read and write parts of a file, which must be closed."""
        if not (how.writes or how.creates):
            file = self._to_read(path, visitor)
            if self._made is not None and self._made.file(file.path) is not None:
                return self._open_files.open(*self._making(file), how)
        elif how.creates and how.exclusive and self._is_there(path, visitor):
            raise FileProblem(path, EXISTS)
        else:
            file = self._opened(path, visitor, how)
        with _faults(path):
            return self._open_files.open(file, None, how)

    def _making(self, file: File) -> tuple[File, bytes]:
        """A file that the device makes, as it is while it is open: with a number of its own, and what is in it."""
        assert self._made is not None
        data = self._made.content(file.path)
        return replace(file, size=len(data), number=self._index.next_number()), data

    def _opened(self, path: str, visitor: Visitor, how: Opening) -> File:
        """The file that is to be opened, made if need be."""
        place, held = self._to_write(path, visitor)
        if held is not None:
            return self._to_read(path, visitor) if how.reads else held
        if not how.creates:
            raise FileProblem(path, NOT_FOUND)
        self._need_entry(path)
        now, number = self._clock.time(), self._index.next_number()
        mode = how.mode & _MODE_BITS
        file = File(
            place, visitor.user, mode, now, number,
            accessed=now, changed=now, content=number, kept=kept_at(place),
        )  # fmt: skip
        with _faults(path):
            self._storage.write(file.place, b"")
            self._put(file, visitor, is_new=True, durable=False)
        return file

    # ------------------------------------------------------------------ names

    def make_directory(self, path: str, visitor: Visitor, *, mode: int = DIRECTORY_MODE) -> None:
        """Make an empty directory."""
        place = self._new_name(path, visitor)
        self._make(path, Directory(place, mode=mode & _MODE_BITS), visitor)

    def make_link(self, target: str, path: str, visitor: Visitor) -> None:
        """Make a symbolic link at `path`. Where `target` leads is looked at when the link is followed."""
        check_length(target)
        if not target:
            raise FileProblem(path, NOT_FOUND)
        place = self._new_name(path, visitor)
        self._make(path, Link(place, size=len(target.encode("utf-8", "replace")), target=target), visitor)

    def link(self, path: str, name: str, visitor: Visitor) -> None:
        """Give a file a second name (a hard link)."""
        found = self.link_status(path, visitor)
        place = self._new_name(name, visitor)
        if isinstance(found, Directory) or self._tree.is_sealed(found.path, visitor):
            raise FileProblem(path, NOT_PERMITTED)
        self._need_entry(name)
        with _faults(name):
            self._put(replace(found, path=place, changed=self._clock.time()), visitor, is_new=True)

    def rename(self, path: str, name: str, visitor: Visitor) -> None:
        """Give a file, a link, or a directory with all that is in it another path; what was there is replaced."""
        found = self.link_status(path, visitor)
        place = self._tree.walk(name, visitor, follow=False)
        self._check_unlink(path, found, visitor)
        there = self._tree.node(place, visitor)
        if there is None:
            self._check_make(name, place, visitor)
        elif place == found.path or (there.number == found.number and there.number):
            return
        else:
            self._check_replace(name, found, there, visitor)
        if isinstance(found, Directory) and place.startswith(f"{found.path}/"):
            raise FileProblem(name, INVALID)
        with _faults(name):
            self._claim(parent(place), visitor)
            self._index.move(found.path, place)
        if isinstance(found, Directory):
            self._tree.gone(found.path)
        self._changed(parent(found.path), parent(place))
        if isinstance(there, File):
            self._discard(there)

    def remove(self, path: str, visitor: Visitor) -> None:
        """Delete a file, or a link and not what it leads to."""
        found = self.link_status(path, visitor)
        if isinstance(found, Directory):
            raise FileProblem(path, IS_DIRECTORY)
        self._drop(path, found, visitor)
        if isinstance(found, File):
            self._discard(found)

    def remove_directory(self, path: str, visitor: Visitor) -> None:
        """Delete an empty directory."""
        found = self.link_status(path, visitor)
        if not isinstance(found, Directory):
            raise FileProblem(path, NOT_A_DIRECTORY)
        if self._tree.inside(found.path, visitor):
            raise FileProblem(path, NOT_EMPTY)
        self._drop(path, found, visitor)

    # ------------------------------------------------------------------ attributes

    def change_mode(self, path: str, mode: int, visitor: Visitor) -> None:
        """Set the permission bits; only the owner may."""
        found = self._own(path, visitor)
        self._change(path, replace(found, mode=mode & _MODE_BITS))

    def change_owner(
        self, path: str, visitor: Visitor, *, owner: str = "", group: str = "", follow: bool = True
    ) -> None:
        """Give a file (a link itself unless `follow`) to another user or group; only a superuser may."""
        found = self._found(path, visitor, follow=follow)
        if not visitor.is_superuser or self._tree.is_sealed(found.path, visitor):
            raise FileProblem(path, NOT_PERMITTED)
        self._change(path, replace(found, owner=owner or found.owner, group=group or found.group))

    def change_times(self, path: str, accessed: float, modified: float, visitor: Visitor) -> None:
        """Set the times of access and of the last change; only the owner may."""
        found = self._own(path, visitor)
        self._change(path, replace(found, accessed=accessed, time=modified))

    def clear(self) -> None:
        """Delete all files."""
        if self._made is not None:
            self._made.forget()
        clear(self._storage, FOLDER)
        self._open_files.close_all()
        self._index = FileIndex(self._storage)
        self._tree = FileTree(self._index, self._clock.time(), self._made)
        self._open_files = self._none_open()

    # ------------------------------------------------------------------ inside

    def _found(self, path: str, visitor: Visitor, *, follow: bool) -> Node:
        node = self._tree.node(self._tree.walk(path, visitor, follow=follow), visitor)
        if node is None:
            raise FileProblem(path, NOT_FOUND)
        return node

    def _none_open(self) -> OpenFiles:
        return OpenFiles(self._storage, self._index, self._clock, lambda: CAPACITY - self.used)

    def _is_there(self, path: str, visitor: Visitor) -> bool:
        return self._tree.node(self._tree.walk(path, visitor, follow=False), visitor) is not None

    def _to_read(self, path: str, visitor: Visitor) -> File:
        """The file whose content is wanted."""
        found = self.status(path, visitor)
        if isinstance(found, Directory):
            raise FileProblem(path, IS_DIRECTORY)
        if not visitor.may(4, found.owner, found.mode, found.group) or self._tree.is_secret(found, visitor):
            raise FileProblem(path, DENIED)
        return found

    def _to_write(self, path: str, visitor: Visitor) -> tuple[str, File | None]:
        """Where a content goes, and the file that is there."""
        place = self._tree.walk(path, visitor)
        held = self._tree.node(place, visitor)
        if isinstance(held, Directory):
            raise FileProblem(path, IS_DIRECTORY)
        if held is None:
            self._check_make(path, place, visitor)
            return place, None
        assert isinstance(held, File)
        if not visitor.may(2, held.owner, held.mode, held.group) or self._tree.is_sealed(place, visitor):
            raise FileProblem(path, DENIED)
        return place, held

    def _new_name(self, path: str, visitor: Visitor) -> str:
        """The plain path of something that is to be made."""
        place = self._tree.walk(path.rstrip("/") or "/", visitor, follow=False)
        if self._tree.node(place, visitor) is not None:
            raise FileProblem(path, EXISTS)
        self._check_make(path, place, visitor)
        return place

    def _check_make(self, path: str, place: str, visitor: Visitor) -> None:
        above = self._tree.directory(parent(place), visitor, path)
        if not visitor.may(2, above.owner, above.mode, above.group) or self._tree.is_sealed(place, visitor):
            raise FileProblem(path, DENIED)

    def _check_unlink(self, path: str, node: Node, visitor: Visitor) -> None:
        above = self._tree.directory(parent(node.path), visitor, path)
        keeps = above.mode & STICKY and visitor.user not in (node.owner, above.owner)
        if (
            not visitor.may(2, above.owner, above.mode, above.group)
            or (keeps and not visitor.is_superuser)
            or self._tree.is_sealed(node.path, visitor)
        ):
            raise FileProblem(path, DENIED)
        if isinstance(node, Directory) and self._tree.is_fixed(node.path, visitor):
            raise FileProblem(path, BUSY)

    def _check_replace(self, name: str, found: Node, there: Node, visitor: Visitor) -> None:
        """Raises FileProblem unless `found` may take the place of what has the name now."""
        if isinstance(there, Directory):
            if not isinstance(found, Directory):
                raise FileProblem(name, IS_DIRECTORY)
            if self._tree.inside(there.path, visitor):
                raise FileProblem(name, NOT_EMPTY)
        elif isinstance(found, Directory):
            raise FileProblem(name, NOT_A_DIRECTORY)
        self._check_unlink(name, there, visitor)

    def _need_entry(self, path: str) -> None:
        if len(self._index.nodes) >= MOST_FILES:
            raise FileProblem(path, FULL)

    def _make(self, path: str, node: Directory | Link, visitor: Visitor) -> None:
        self._need_entry(path)
        now, number = self._clock.time(), self._index.next_number()
        made = replace(node, owner=visitor.user, time=now, accessed=now, changed=now, number=number)
        with _faults(path):
            self._put(made, visitor, is_new=True)

    def _put(self, node: Node, visitor: Visitor, *, is_new: bool, durable: bool = True) -> None:
        """Enter a node into the index. Raises StorageError."""
        if is_new:
            self._claim(parent(node.path), visitor)
            self._changed(parent(node.path))
        self._index.put(node, durable=durable)

    def _claim(self, directory: str, visitor: Visitor) -> None:
        """A home becomes a directory for all when something is put there."""
        if directory not in self._index.nodes and self._tree.node(directory, SYSTEM) is None:
            home = self._tree.node(directory, visitor)
            assert home is not None
            self._index.put(replace(home, number=self._index.next_number()))

    def _tell(self, place: str, data: bytes) -> None:
        for follower in tuple(self._followers.get(place, ())):
            follower(data)

    def _changed(self, *directories: str) -> None:
        for directory in directories:
            self._tree.changed(directory, self._clock.time())

    def _drop(self, path: str, node: Node, visitor: Visitor) -> None:
        self._check_unlink(path, node, visitor)
        with _faults(path):
            self._index.drop(node.path)
        if isinstance(node, Directory):
            self._tree.gone(node.path)
        self._changed(parent(node.path))

    def _own(self, path: str, visitor: Visitor) -> File | Directory:
        found = self.status(path, visitor)
        owns = visitor.is_superuser or visitor.user == found.owner
        if not owns or self._tree.is_sealed(found.path, visitor):
            raise FileProblem(path, NOT_PERMITTED)
        return found

    def _change(self, path: str, node: Node) -> None:
        """Keep what is new about a node."""
        number = node.number or self._index.next_number()
        with _faults(path):
            self._index.put(replace(node, number=number, changed=self._clock.time()))

    def _discard(self, file: File) -> None:
        """Remove a content that no path leads to any more; if that fails, nobody misses it."""
        if any(self._content(path) == file.content for path in self._index.names(file.number)):
            return
        if not self._index.names(file.number) and self._open_files.keeps(file):
            return
        with suppress(StorageError):
            self._storage.remove(file.place)

    def _content(self, path: str) -> int:
        node = self._index.nodes[path]
        return node.content if isinstance(node, File) else 0


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """Faults of the storage as those of the file that they concern."""
    try:
        yield
    except StorageError as problem:
        raise FileProblem(path, problem.reason) from problem
