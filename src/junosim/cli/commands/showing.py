"""`show configuration`, and `show` in configuration mode, in all the forms that pipes ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.permissions import ALL
from junosim.config.formats import compare_text
from junosim.config.formats import set as set_format
from junosim.config.formats import text as text_format
from junosim.config.lookup import lookup
from junosim.config.tree import Branch
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context, Routine
    from junosim.schema.walk import Path


def show_candidate(context: Context, command: Command) -> Routine:
    """`show` in configuration mode: the candidate, at the level of the session or below."""
    assert context.editing is not None
    path = command.statements[0] if command.statements else command.base
    candidate = context.editing.candidate
    compare = _pipe(command, "compare")
    if compare is not None:
        old = _compared_with(context, compare)
        yield from compare_text.lines(old, candidate.root, path, mask=_masks(context))
        return
    if not path and not _pipe(command, "display"):
        yield f"## Last changed: {_date(context, candidate.changed_at)}"
    yield from _render(context, command, candidate.root, path)


def show_committed(context: Context, command: Command) -> Routine:
    """`show configuration`: the committed configuration."""
    path = command.statements[0] if command.statements else ()
    compare = _pipe(command, "compare")
    revision = context.device.stores.committed
    if compare is not None:
        old = _compared_with(context, compare)
        yield from compare_text.lines(old, revision.root, path, mask=_masks(context))
        return
    if not path and not _pipe(command, "display"):
        yield f"## Last commit: {_date(context, revision.time)} by {revision.user}"
    yield from _render(context, command, revision.root, path)


def _render(context: Context, command: Command, root: Branch, path: Path) -> Iterator[str]:
    display = _pipe(command, "display")
    release, mask = context.device.platform.release, _masks(context)
    if display is None:
        if not path:
            yield f"version {release};"
        yield from text_format.show(root, path, mask=mask)
    elif "set" not in display.words:
        raise ConfigurationError(f"'display {' '.join(display.words[1:])}' is not available")
    elif "relative" in display.words and isinstance(item := lookup(root, path), Branch):
        yield from set_format.lines(item, mask=mask)
    else:
        if not path:
            yield f"set version {release}"
        yield from set_format.show(root, path, mask=mask)


def _masks(context: Context) -> bool:
    """True for a user who may not see secrets."""
    return not context.permissions & {ALL, "secret"}


def _compared_with(context: Context, compare: PipeCall) -> Branch:
    """What `| compare` compares with: the committed configuration, or the rollback it names."""
    stores = context.device.stores
    number = compare.arguments.get("rollback")
    return stores.committed.root if number is None else stores.revision(int(number)).root


def _pipe(command: Command, name: str) -> PipeCall | None:
    return next((pipe for pipe in command.pipes if pipe.name == name), None)


def _date(context: Context, seconds: float) -> str:
    return context.device.local_time(seconds).strftime("%Y-%m-%d %H:%M:%S %Z")
