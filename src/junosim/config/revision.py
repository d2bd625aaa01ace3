"""One committed configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.tree import Branch

if TYPE_CHECKING:
    from collections.abc import Callable


class Revision:
    """One committed configuration. `time` is in seconds since the epoch, `client` is `cli`, `netconf`, `other` …

    `root` may be given as a function that reads the tree, which is called when it is first wanted; what that raises
    (a StorageError for a damaged file), `root` raises. Nothing of a revision changes. Two are the same only if they
    are one object.
    """

    __slots__ = ("_root", "client", "comment", "sequence", "time", "user")

    def __init__(
        self,
        sequence: int,
        root: Branch | Callable[[], Branch],
        time: float,
        user: str,
        client: str,
        comment: str = "",
    ) -> None:
        self.sequence = sequence
        self._root = root
        self.time = time
        self.user = user
        self.client = client
        self.comment = comment

    @property
    def root(self) -> Branch:
        """The configuration."""
        if not isinstance(self._root, Branch):
            self._root = self._root()
        return self._root

    def holds(self, root: Branch) -> bool:
        """True when the tree is this very one; an unread one is not read for that."""
        return self._root is root
