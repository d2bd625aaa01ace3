"""Commands of the CLI that are no question but a deed, for callers: packages, reboots, zeroization, archives.

They run as in the CLI, with the rights of the caller, and say the same. Their questions are answered with yes: who
calls has made up his mind. What they print is an `<output>`; some say more to programs (captures of devices).
"""

from __future__ import annotations

import re
from itertools import dropwhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from junosim.cli.commands import cleaning, pinging, routine
from junosim.cli.commands.filing import REMOVED_SLASH
from junosim.cli.context import Ask, ReadText, Wait
from junosim.netconf import replies
from junosim.netconf.replies import Refused, RpcError
from junosim.operations.operation import Operation
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output
    from junosim.netconf.caller import Caller
    from junosim.operations.model import Element
    from junosim.slices import Lines, Slices

T = TypeVar("T")

Shape: TypeAlias = "Callable[[Context, list[str]], Iterator[str]]"
"""The lines of a reply, made of those that a command has said."""

_YES: Final = "yes"
_STOPS: Final = frozenset({"system.stop", "system.stop-vmhost"})
_ZEROIZES: Final = frozenset({"system.zeroize", "system.zeroize-vmhost"})
_SHUTDOWN: Final = re.compile("[Ss]hutdown")
_WARNING: Final = "warning: "


def _output(_context: Context, said: list[str]) -> Iterator[str]:
    """What was said; nothing of a command that says nothing."""
    if any(said):
        yield "<output>"
        yield from (xml_text(line, lines=True) for line in said)
        yield "</output>"


def _archive(context: Context, said: list[str]) -> Iterator[str]:
    """Nothing where all went well: programs take any text for a failure."""
    yield from _output(context, [line for line in said if line != REMOVED_SLASH])


def _end(_context: Context, _said: list[str]) -> Iterator[str]:
    """That the session ends, as by its own call."""
    yield "<end-session/>"


def _packages(context: Context, said: list[str]) -> Iterator[str]:
    """What was said, and whether it was done: 0 for yes."""
    yield from _output(context, said)
    yield f"<package-result>{context.outcome}</package-result>"


def _stop(_context: Context, said: list[str]) -> Iterator[str]:
    """That the device goes down, or when; not what all terminals are told."""
    yield "<request-reboot-results>"
    yield "<request-reboot-status>"
    yield from (
        xml_text(line, lines=True) for line in dropwhile(lambda line: not _SHUTDOWN.match(line), said) if line
    )
    yield "</request-reboot-status>"
    yield "</request-reboot-results>"


_SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "system.show-reboot", "system.clear-reboot", "fips.self-test", "request.support-information",
                "file.change-owner", "file.compare", "file.compress", "file.delete-directory",
                "file.extract", "network.ping", "network.traceroute", "system.clean-up", "cli.history",
                "help.apropos", "help.reference", "help.topic", "monitor.list",
            ),
            _output,
        ),
        "cli.quit": _end,
        **dict.fromkeys(
            ("software.add", "software.add-on-host", "software.delete", "software.rollback", "software.validate"),
            _packages,
        ),
        "file.archive": _archive,
        **dict.fromkeys(_STOPS, _stop),
        **dict.fromkeys(_ZEROIZES, _output),
    }
)  # fmt: skip


_MODELS: Final[Mapping[str, Callable[[Context, Command], Generator[Output, str, Element]]]] = (
    MappingProxyType(
        {
            "network.ping": pinging.ping_results,
            "network.traceroute": pinging.traceroute_results,
            "system.clean-up": cleaning.cleanup_results,
        }
    )
)


def has_model(command: Command) -> bool:
    """True for a command that says more to programs than to people."""
    return command.handler in _MODELS


def model(caller: Caller, command: Command) -> Slices[Operation]:
    """The answer of such a command as that of an operation, once all of it is known. Raises what the command does."""
    run = _MODELS[command.handler or ""](caller.context, command)
    found = yield from _driven(caller, run, [])
    return Operation(command.node.word, lambda _context: found, lambda _answer, _context: ())


def carries_out(command: Command) -> bool:
    """True for a command of this module."""
    return command.handler in _SHAPES


def answer(caller: Caller, command: Command) -> Lines:
    """The answer of such a command. Raises what the command does, and Refused for what it warns of."""
    handler = command.handler or ""
    said = yield from _said(caller, command)
    warnings = [line.removeprefix(_WARNING) for line in said if line.startswith(_WARNING)]
    if handler in _ZEROIZES:
        raise Refused(*(RpcError(line, severity="warning") for line in warnings))
    for warning in warnings:
        yield from replies.error(RpcError(warning, severity="warning"))
    caller.ended = caller.ended or caller.context.ended
    yield from _SHAPES[handler](caller.context, [line for line in said if not line.startswith(_WARNING)])


def _said(caller: Caller, command: Command) -> Slices[list[str]]:
    """The lines that a command says."""
    said: list[str] = []
    caller.context.outcome = 0
    yield from _driven(caller, routine(caller.context, command), said)
    return said


def _driven(caller: Caller, run: Generator[Output, str, T], said: list[str]) -> Slices[T]:
    """Run a routine to its end, whose lines go into `said`; the session rests while it waits."""
    reply = ""
    try:
        while True:
            item = run.send(reply) if reply else next(run)
            reply = ""
            if item is None:
                yield
            elif isinstance(item, Ask):
                reply = _YES
            elif isinstance(item, ReadText):
                raise Refused(RpcError("a terminal is needed"))
            elif isinstance(item, Wait):
                caller.until = item.deadline
                yield
            else:
                said += item if isinstance(item, list) else [item]
    except StopIteration as end:
        outcome: T = end.value
        return outcome
    finally:
        run.close()
