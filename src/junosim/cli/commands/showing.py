"""`show configuration`, and `show` in configuration mode, in all the forms that pipes ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config import diff
from junosim.config.formats import set as set_format
from junosim.config.formats import text as text_format
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.context import Context, Routine
    from junosim.cli.parse import Command, PipeCall
    from junosim.config.tree import Branch
    from junosim.schema.walk import Path


def show_candidate(context: Context, command: Command) -> Routine:
    """`show` in configuration mode: the candidate, at the level of the session or below."""
    assert context.editing is not None
    path = command.statements[0] if command.statements else command.base
    candidate = context.editing.candidate
    compare = _pipe(command, "compare")
    if compare is not None:
        old = _compared_with(context, compare)
        yield from diff.compare(old, candidate.root, path)
        return
    if not path and not _pipe(command, "display"):
        yield f"## Last changed: {_date(context, candidate.changed)}"
    yield from _render(context, command, candidate.root, path)


def show_committed(context: Context, command: Command) -> Routine:
    """`show configuration`: the committed configuration."""
    path = command.statements[0] if command.statements else ()
    compare = _pipe(command, "compare")
    revision = context.device.stores.committed
    if compare is not None:
        yield from diff.compare(_compared_with(context, compare), revision.tree, path)
        return
    if not path and not _pipe(command, "display"):
        yield f"## Last commit: {_date(context, revision.time)} by {revision.user}"
    yield from _render(context, command, revision.tree, path)


def _render(context: Context, command: Command, root: Branch, path: Path) -> Iterator[str]:
    display = _pipe(command, "display")
    if display is None:
        if not path:
            yield f"version {context.device.platform.release};"
        yield from text_format.show(root, path)
    elif "set" in display.words:
        if not path:
            yield f"set version {context.device.platform.release}"
        yield from set_format.show(root, path, relative="relative" in display.words)
    else:
        raise ConfigurationError(f"display {' '.join(display.words[1:])} is not available")


def _compared_with(context: Context, compare: PipeCall) -> Branch:
    """What `| compare` compares with: the committed configuration, or the rollback it names."""
    stores = context.device.stores
    number = compare.arguments.get("rollback")
    return stores.committed.tree if number is None else stores.revision(int(number)).tree


def _pipe(command: Command, name: str) -> PipeCall | None:
    return next((pipe for pipe in command.pipes if pipe.name == name), None)


def _date(context: Context, seconds: float) -> str:
    return context.device.local_time(seconds).strftime("%Y-%m-%d %H:%M:%S %Z")
