"""Names of files with `*`, `?` and `[…]` in them, as a shell would find them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from junosim.device.file_names import NOT_FOUND, FileProblem, join
from junosim.operations.files import path_of

if TYPE_CHECKING:
    from junosim.device.files import Visitor
    from junosim.operations.operation import Context


def matching(context: Context, name: str, visitor: Visitor) -> list[tuple[str, str]]:
    """What is there of a name that may hold patterns: as it is shown, and its path. Raises FileProblem."""
    path = path_of(context, name)
    if not any(sign in path for sign in "*?["):
        return [(name, path)]
    found = _expanded(context, path, visitor)
    if not found:
        raise FileProblem(name, NOT_FOUND)
    here = join(context.settings.directory, "")
    is_relative = not name.startswith(("/", "~")) and ":" not in name
    return [(one.removeprefix(here) if is_relative else one, one) for one in found]


def _expanded(context: Context, path: str, visitor: Visitor) -> list[str]:
    """The paths that fit a path with patterns, in their order; a pattern finds no name with a dot before it."""
    files = context.device.files
    found = ["/"]
    for part in path.strip("/").split("/"):
        below = []
        for at in found:
            try:
                names = [node.name for node in files.listing(at, visitor)]
            except FileProblem:
                continue
            fitting = [part] if part in names else [name for name in names if _fits(name, part)]
            below += [join(at, name) for name in fitting]
        found = below
    return found


def _fits(name: str, pattern: str) -> bool:
    return (not name.startswith(".") or pattern.startswith(".")) and fnmatchcase(name, pattern)
