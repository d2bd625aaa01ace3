"""Tells the audit trail what the commands of configuration mode do to the configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.cli.context import PAUSE
from junosim.device import change_log
from junosim.errors import ConfigurationError, JunosimError

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.journal import Journal

_SET: Final = "configuration.set"
_ROLLBACK: Final = "configuration.rollback"
_SLICE: Final = 40  # events between two pauses: about 2 ms
_CHANGES: Final = frozenset(
    f"configuration.{name}"
    for name in (
        "activate", "annotate", "copy", "deactivate", "delete", "insert", "load", "load-factory-default", "prompt",
        "protect", "range-activate", "range-annotate", "range-deactivate", "range-delete", "range-protect",
        "range-set", "range-unprotect", "rename", "replace-pattern", "rollback", "set", "unprotect",
        "wildcard-delete",
    )
)  # fmt: skip


def is_told_behind(command: Command) -> bool:
    """True for a command whose line stands in the log behind what it has done: `set` [captures]."""
    while command.inner is not None:
        command = command.inner
    return command.handler == _SET


def reported(context: Context, command: Command, routine: Routine) -> Routine:
    """The routine of a command, with what it changes told."""
    if command.handler not in _CHANGES or context.editing is None:
        return routine
    return _reported(context, routine, *_load_of(command))


def reported_change(context: Context, routine: Routine, kind: str = "", source: str = "") -> Routine:
    """The same for what changes the candidate and is no command; `kind` and `source` as for a load."""
    return _reported(context, routine, kind, source)


def _reported(context: Context, routine: Routine, kind: str, source: str) -> Routine:
    device, login = context.device, context.login
    assert context.editing is not None
    if kind:
        change_log.load_began(device, login, kind, source)
    if kind == change_log.ROLLBACK:
        candidate = context.editing.candidate
        before = candidate.fork().root
        yield from routine
        yield from change_log.differences(device, login, before, candidate.fork().root)
        return
    journal: Journal = []
    count = 0
    try:
        yield from _observed(context, routine, journal)
        while count < len(journal):
            change_log.tell(device, login, journal[count])
            count += 1
            if count % _SLICE == 0:
                yield PAUSE
    finally:  # what a command had done that was refused or cut off
        for entry in journal[count:]:
            change_log.tell(device, login, entry)


def _load_of(command: Command) -> tuple[str, str]:
    """What kind of load a command is, and what it loads; nothing for others."""
    if command.handler == _ROLLBACK:
        number = "rescue" if "rescue" in command.arguments else command.arguments.get("number") or "0"
        return change_log.ROLLBACK, number
    if (command.handler or "").startswith("configuration.load"):
        return command.node.word, command.arguments.get("filename", "")
    return "", ""


def _observed(context: Context, routine: Routine, journal: Journal) -> Routine:
    """Run a routine with a journal in its candidate; while it waits, others may edit that unobserved.

    Of a step that fails and leaves the candidate as it was, nothing is noted.
    """
    assert context.editing is not None
    candidate = context.editing.candidate
    step = partial(next, routine)
    try:
        while True:
            candidate.freeze()  # so that another root tells of an edit
            root, noted = candidate.root, len(journal)
            candidate.journal = journal
            try:
                item = step()
            except StopIteration:
                return
            except JunosimError:
                if candidate.root is root:
                    del journal[noted:]
                raise
            finally:
                candidate.journal = None
            try:
                reply = yield item
            except ConfigurationError as problem:
                step = partial(routine.throw, problem)
            else:
                step = partial(routine.send, reply)
    finally:
        routine.close()
