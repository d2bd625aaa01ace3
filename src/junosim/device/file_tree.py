"""The way to a file: standard directories, homes, links and who may pass; nothing here changes anything.

A path is walked from the root, part by part, as an operating system does: `..` goes up from where a link has led,
and above the root there is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.access.users import ROOT
from junosim.device.file_index import GROUP, Directory, File, FileIndex, Link, Node
from junosim.device.file_names import (
    DENIED,
    LOOP,
    NOT_A_DIRECTORY,
    NOT_FOUND,
    FileProblem,
    check_length,
    home_of,
    join,
    parent,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.access.classes import LoginClass
    from junosim.device.made_files import MadeFiles

MOST_LINKS: Final = 32
"""Links that lie on the way to one file, as FreeBSD."""

STICKY: Final = 0o1000
_MAINTENANCE: Final = "maintenance"
_SEES_SECRETS: Final = frozenset({_MAINTENANCE, "secret"})
_SEES_ALL: Final = frozenset({"control", "view-configuration"})
_OPEN: Final = 0o777 | STICKY
_STANDARD: Final[Mapping[str, int]] = {
    "/": 0o755, "/config": 0o750, "/etc": 0o755, "/etc/ssh": 0o755, "/root": 0o700, "/tmp": _OPEN, "/var": 0o755,
    "/var/crash": 0o755, "/var/db": 0o755, "/var/db/config": 0o755, "/var/home": 0o755, "/var/log": 0o755,
    "/var/sw": 0o755, "/var/sw/pkg": 0o755, "/var/tmp": _OPEN,
}  # fmt: skip
"""The directories that are always there, and their modes [the modes: our choice]."""


SYSTEM_FILES: Final = "/etc"
"""Below this only root changes anything, and nobody else reads what is for its owner alone: to the operating system
a user of a class with all permissions is no more than the member of a group."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the user, whether nothing is forbidden to him, and the groups that he is in."""

    user: str
    is_superuser: bool = False
    groups: frozenset[str] = frozenset()
    reads_configurations: bool = False

    @classmethod
    def of(cls, user: str, login_class: LoginClass) -> Visitor:
        """A user of a class: root and those with all permissions are refused nothing.

        Those who maintain the device are in the group of the files of the system; the files of its configurations
        they read when nothing of a configuration is hidden from them.
        """
        permissions = login_class.permissions
        groups = frozenset({GROUP}) if _MAINTENANCE in permissions else frozenset[str]()
        sees = not login_class.configuration.any and (
            ALL in permissions or (permissions >= _SEES_SECRETS and not permissions.isdisjoint(_SEES_ALL))
        )
        return cls(user, user == ROOT or ALL in permissions, groups, user == ROOT or sees)

    def may(self, bit: int, owner: str, mode: int, group: str = GROUP) -> bool:
        """Whether the permission bits of something allow this (4 to read, 2 to write, 1 to enter)."""
        if self.user == owner:
            bit <<= 6
        elif group in self.groups:
            bit <<= 3
        return self.is_superuser or bool(mode & bit)


SYSTEM: Final = Visitor(ROOT, is_superuser=True, reads_configurations=True)
"""The device itself."""


class FileTree:
    """What is where, for whom. `made` dates the directories that are always there; `files` are those that the device
    makes when they are read."""

    __slots__ = ("_dates", "_files", "_index", "_made")

    def __init__(self, index: FileIndex, made: float, files: MadeFiles | None = None) -> None:
        self._index = index
        self._made = made
        self._files = files
        self._dates: dict[str, float] = {}  # of directories whose content changed; as long as the device runs

    def node(self, path: str, visitor: Visitor) -> Node | None:
        """What has this path, which leads through no link."""
        node = self.made(path) or self._index.nodes.get(path)
        if node is None:
            mode = _STANDARD.get(path)
            if mode is not None:
                node = Directory(path, mode=mode, time=self._made, accessed=self._made, changed=self._made)
            elif path == home_of(visitor.user):
                node = Directory(
                    path, visitor.user, 0o755, self._made, accessed=self._made, changed=self._made
                )
        if isinstance(node, Directory) and path in self._dates:
            return replace(node, time=self._dates[path])
        return node

    def made(self, path: str) -> File | None:
        """The file that the device makes and that has this path; None for every other one."""
        return None if self._files is None else self._files.file(path)

    def is_sealed(self, path: str, visitor: Visitor) -> bool:
        """Whether only root, and no other superuser, may change what has this path; what the device makes nobody."""
        if self.made(path) is not None:
            return True
        return visitor.user != ROOT and f"{path}/".startswith(f"{SYSTEM_FILES}/")

    def is_secret(self, node: Node, visitor: Visitor) -> bool:
        """Whether not even a superuser may read this."""
        if self._files is not None and self._files.is_configuration(node.path):
            return not visitor.reads_configurations
        return self.is_sealed(node.path, visitor) and not node.mode & 0o077

    def is_fixed(self, path: str, visitor: Visitor) -> bool:
        """Whether the device cannot be without this directory."""
        return path in _STANDARD or path == home_of(visitor.user)

    def directory(self, path: str, visitor: Visitor, name: str) -> Directory:
        """The directory of this path. Raises FileProblem of `name` when there is none."""
        node = self.node(path, visitor)
        if isinstance(node, Directory):
            return node
        raise FileProblem(name, NOT_FOUND if node is None else NOT_A_DIRECTORY)

    def walk(self, path: str, visitor: Visitor, *, follow: bool = True) -> str:
        """The path by which a file is known: plain, and through no link, unless it is one and `follow` is False.

        All but its last part exist. Raises FileProblem of the given path.
        """
        check_length(path)
        follow = follow or path.endswith("/")
        ahead = path.split("/")[::-1]
        at, links = "/", 0
        while ahead:
            part = ahead.pop()
            if part in ("", "."):
                continue
            here = self.directory(at, visitor, path)
            if not visitor.may(1, here.owner, here.mode, here.group):
                raise FileProblem(path, DENIED)
            if part == "..":
                at = parent(at)
                continue
            below = join(at, part)
            node = self.node(below, visitor)
            if not isinstance(node, Link) or not (follow or any(ahead)):
                at = below
                continue
            links += 1
            if links > MOST_LINKS:
                raise FileProblem(path, LOOP)
            ahead += node.target.split("/")[::-1]
            at = "/" if node.target.startswith("/") else at
        if path.endswith("/"):
            self._last_is_directory(at, visitor, path)
        return at

    def inside(self, path: str, visitor: Visitor) -> list[Node]:
        """What lies directly in a directory, sorted by name."""
        names = set(self._index.below(path))
        if self._files is not None:
            names |= set(self._files.names_in(path))
        names |= {other.rpartition("/")[2] for other in _STANDARD if other != "/" and parent(other) == path}
        home = home_of(visitor.user)
        if parent(home) == path:
            names.add(home.rpartition("/")[2])
        found = (self.node(join(path, name), visitor) for name in sorted(names))
        return [node for node in found if node is not None]

    def links_to(self, node: Node, visitor: Visitor) -> int:
        """How many names lead to a node, the way a directory counts those of the directories in it."""
        if isinstance(node, Directory):
            return 2 + sum(isinstance(below, Directory) for below in self.inside(node.path, visitor))
        return max(len(self._index.names(node.number)), 1)

    def changed(self, directory: str, time: float) -> None:
        """Something was put into a directory, or taken out."""
        self._dates[directory] = time

    def gone(self, directory: str) -> None:
        """A directory is not there any more, nor what was in it."""
        for path in [path for path in self._dates if f"{path}/".startswith(f"{directory}/")]:
            del self._dates[path]

    def _last_is_directory(self, at: str, visitor: Visitor, path: str) -> None:
        if isinstance(self.node(at, visitor), File):
            raise FileProblem(path, NOT_A_DIRECTORY)
