"""The typed errors of the project as errors of this protocol; `cli.refusals` words them for people.

Of what captures of devices show: the refusal of a lock names who holds it, with the number of the session in
`error-info`; so does here that of an edit or commit meanwhile, which the standard calls `in-use`. Findings of a
commit have a path and the statement, and the daemon that speaks before the text; warnings have neither type nor tag;
what is wrong with a text that was loaded has the bad word alone, unless it is a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands.commit_xml import RESULTS
from junosim.cli.refusals import refusal
from junosim.errors import (
    CommitError,
    ConfigurationError,
    DatabaseModified,
    LockHeld,
    MergeConflict,
    PrivateEdits,
)
from junosim.netconf.replies import OPERATION_FAILED, Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.context import Context
    from junosim.config.formats.problems import LoadProblem
    from junosim.errors import JunosimError, Problem

LOCK_DENIED: Final = "lock-denied"
IN_USE: Final = "in-use"
OPENING: Final = "open-configuration"
"""The name by which a refusal to open or lock the configuration is known here, whichever call asked for it."""
_APPLICATION: Final = "application"
_INVALID_VALUE: Final = "invalid-value"
_WARNING: Final = "warning"
_DAEMON: Final = "mgd: "  # before what mgd itself finds in a commit
_SYNTAX: Final = "syntax error"


def refused(context: Context, problem: JunosimError, name: str, *, check: bool = False) -> Refused:
    """What to raise for a call named `name` that met this problem; `check` for a commit that was only checked."""
    if isinstance(problem, Refused):
        return problem
    within = RESULTS if isinstance(problem, CommitError | MergeConflict) else ""
    return Refused(*_errors(context, problem, name, check=check), within=within)


def _errors(context: Context, problem: JunosimError, name: str, *, check: bool) -> Iterator[RpcError]:
    said = _without_prefix("\n".join(refusal(context, problem)))
    if isinstance(problem, LockHeld):
        tag = LOCK_DENIED if name == OPENING else IN_USE
        yield RpcError(said, tag=tag, info=(("session-id", str(problem.session)),))
    elif isinstance(problem, PrivateEdits | DatabaseModified):
        yield RpcError(said, tag=OPERATION_FAILED if name == OPENING else IN_USE)
    elif isinstance(problem, CommitError):
        yield from findings(problem.problems, by_daemons=not problem.reason)
        yield RpcError(_without_prefix(messages.commit_closing(problem, check=check)))
    elif isinstance(problem, MergeConflict):
        yield from findings(problem.problems)
    elif isinstance(problem, ConfigurationError) and problem.message == messages.PERMISSION_DENIED:
        yield RpcError(problem.message, bad_element=name)
    elif isinstance(problem, ConfigurationError) and problem.severity == _WARNING:
        yield warning(problem.message)
    else:
        yield RpcError(said)


def findings(problems: Iterable[Problem], *, by_daemons: bool = False) -> Iterator[RpcError]:
    """What a commit found, errors and warnings; what it only says of itself (a deed) is no finding.

    The errors `by_daemons` are those of a check that names no reason at its end.
    """
    for problem in problems:
        if problem.is_deed:
            continue
        path = messages.level(problem.path) if problem.path or problem.statement else ""
        says_who = path and (problem.warning or not by_daemons)
        text = _DAEMON + problem.message if says_who else problem.message
        if problem.warning:
            yield warning(text, problem.statement, path)
        elif by_daemons:
            yield RpcError(text, problem.statement, path)
        else:
            yield RpcError(text, problem.statement, path, tag=_INVALID_VALUE, kind=_APPLICATION)


def load_errors(problems: Iterable[LoadProblem]) -> Iterator[RpcError]:
    """What was wrong with a text that was loaded; a statement that is deleted and is not there is a warning."""
    for problem in problems:
        message = messages.excerpt(problem.message)
        if problem.warning:
            yield warning(message)
        else:
            path = messages.level(problem.path) if problem.path and message != _SYNTAX else ""
            yield RpcError(message, messages.excerpt(problem.word or problem.source), path)


def warning(message: str, bad_element: str = "", path: str = "") -> RpcError:
    """What does not keep a call from being done."""
    return RpcError(message, bad_element, path, tag="", kind="", severity=_WARNING)


def _without_prefix(text: str) -> str:
    return text.removeprefix("error: ").removeprefix("warning: ")
