"""Tells those who listen to the device what the commands of configuration mode do to the configuration.

The events, with their arguments:

    load         user, kind (`merge`, `override`, `update`, `factory-default`, `rollback` …), source (the name of
                 the file, `terminal`, the number of the rollback): a load begins
    set-secret   user, verb (`set`, `replace`), path: a secret was given; its value is told to nobody
    change       user, verb (`set`, `delete`, `deactivate`, `rename` …), path, old, new: anything else was done;
                 `old` and `new` as in `config.journal.Entry`, "" where there is none

A command of which nobody wants to hear runs as if there were no such module.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.cli.context import PAUSE
from junosim.config.journal import REPLACE, SET
from junosim.errors import ConfigurationError, JunosimError

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.journal import Entry, Journal

_SECRET_VERBS: Final = frozenset({SET, REPLACE})
_SLICE: Final = 100  # events between two pauses: about 2 ms
_CHANGES: Final = frozenset(
    f"configuration.{name}"
    for name in (
        "activate", "annotate", "copy", "deactivate", "delete", "insert", "load", "load-factory-default", "prompt",
        "protect", "range-activate", "range-annotate", "range-deactivate", "range-delete", "range-protect",
        "range-set", "range-unprotect", "rename", "replace-pattern", "rollback", "set", "unprotect",
        "wildcard-delete",
    )
)  # fmt: skip


def reported(context: Context, command: Command, routine: Routine) -> Routine:
    """The routine of a command, which tells what it has done if somebody wants to know."""
    if not context.device.subscribers or command.handler not in _CHANGES or context.editing is None:
        return routine
    return _reported(context, routine, *_load_of(command))


def reported_change(context: Context, routine: Routine, kind: str = "", source: str = "") -> Routine:
    """The same for what changes the candidate and is no command; `kind` and `source` as in the event `load`."""
    return _reported(context, routine, kind, source) if context.device.subscribers else routine


def _reported(context: Context, routine: Routine, kind: str, source: str) -> Routine:
    device, user = context.device, context.login.user
    if kind:
        device.report("load", user=user, kind=kind, source=source)
    journal: Journal = []
    told = 0
    try:
        yield from _observed(context, routine, journal)
        while told < len(journal):
            _tell(context, journal[told])
            told += 1
            if told % _SLICE == 0:
                yield PAUSE
    finally:  # what a command had done that was refused or cut off
        for entry in journal[told:]:
            _tell(context, entry)


def _tell(context: Context, entry: Entry) -> None:
    device, user, path = context.device, context.login.user, " ".join(entry.words)
    if entry.is_secret and entry.verb in _SECRET_VERBS:
        device.report("set-secret", user=user, verb=entry.verb, path=path)
    else:
        old, new = entry.old or "", entry.new or ""
        device.report("change", user=user, verb=entry.verb, path=path, old=old, new=new)


def _load_of(command: Command) -> tuple[str, str]:
    """What kind of load a command is, and what it loads; nothing for others."""
    if command.handler == "configuration.rollback":
        number = "rescue" if "rescue" in command.arguments else command.arguments.get("number") or "0"
        return "rollback", number
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
