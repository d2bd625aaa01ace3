"""A tree that somebody edits: its root, and the token by which parts of it may be changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.tree import Branch, Owner
    from junosim.schema.walk import Visible

_Arguments = ParamSpec("_Arguments")


class Workspace:
    """A root and the owner token of those who edit it together.

    `visible` says which statements exist for texts that are read into it; None stands for all of the language.
    """

    __slots__ = ("owner", "root", "visible")

    def __init__(self, root: Branch, owner: Owner | None = None, *, visible: Visible | None = None) -> None:
        self.root = root
        self.visible = visible
        self.owner: Owner = object() if owner is None else owner

    def apply(
        self,
        operation: Callable[Concatenate[Branch, Owner, _Arguments], Branch],
        *args: _Arguments.args,
        **more: _Arguments.kwargs,
    ) -> None:
        """Do one edit of `config.edit`, `config.marks` or `config.arrange`. Raises what the edit raises."""
        self.root = operation(self.root, self.owner, *args, **more)

    def replace(self, root: Branch) -> None:
        """Put another tree, which nobody may change in place, where the old one was."""
        self.root = root
        self.owner = object()

    def freeze(self) -> None:
        """Leave what the root holds now as it is for ever: the next edit copies what it changes."""
        self.owner = object()
