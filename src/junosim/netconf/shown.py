"""The commands that show a configuration, as `<command>` and by the names of their calls."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.cli.commands import displaying, showing
from junosim.config.lookup import excerpt
from junosim.errors import JunosimError
from junosim.netconf import forms
from junosim.netconf.refusals import refused
from junosim.netconf.replies import OK, Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.command import Command
    from junosim.cli.commands.displaying import Subject, Wish
    from junosim.cli.context import Context
    from junosim.config.tree import Branch
    from junosim.netconf.caller import Caller
    from junosim.slices import Lines, Slices

_FORMAT: Final = "format"  # an argument of some calls
_LOADING: Final = "rollback-information"  # says that it could be loaded (vendor documentation)


def _configuration(context: Context, command: Command) -> Subject:
    path = command.statements[0] if command.statements else ()
    return showing.committed_subject(context, context.device.stores.committed, path)


def _rollback(context: Context, command: Command) -> Subject:
    return showing.revision_subject(
        context, context.device.stores.revision(int(command.arguments["rollback"]))
    )


def _rescue(context: Context, _command: Command) -> Subject:
    return showing.rescue_subject(context)


_SUBJECTS: Final[Mapping[str, Callable[[Context, Command], Subject]]] = MappingProxyType(
    {"show.configuration": _configuration, "show.rescue": _rescue, "show.rollback": _rollback}
)


def shows(command: Command) -> bool:
    """True for a command of this module."""
    return command.handler in _SUBJECTS


def answer(caller: Caller, command: Command, form: str, name: str) -> Lines:
    """The answer of such a command, in the form of its pipes or arguments, or else in `form` (`xml`, `text` …).

    `name` is that of the call. Raises Refused.
    """
    context = caller.context
    by_pipe, wish = displaying.asked(command.pipes)
    form = by_pipe if by_pipe != "text" else command.arguments.get(_FORMAT, form)
    if wish.as_request:
        yield from displaying.request(command, context.device.release.configuration)
        return
    try:
        subject = _SUBJECTS[command.handler or ""](context, command)
        old, new = (yield from _compared_with(context, command)), subject.root
        if "compare" in command.arguments:
            old, new = (revision.root for revision in showing.two_revisions(context, command))
        if old is not None and by_pipe == "xml":
            path = subject.path
            lines = forms.compared_elements(context, excerpt(old, path), excerpt(new, path))
        elif old is not None:
            lines = forms.output(showing.compared(context, old, new, subject.path))
        else:
            lines = _formed(context, form, wish, subject)
        if form == "json":
            yield from lines
        else:
            yield from _within(subject.within, lines)
    except JunosimError as problem:
        raise refused(context, problem, name) from problem


def _formed(context: Context, form: str, wish: Wish, subject: Subject) -> Lines:
    if form in ("xml", "json"):
        return forms.formed(context, form, wish, subject)
    return forms.output(displaying.FORMS[form](context, wish, subject))


def _within(name: str, lines: Lines) -> Lines:
    """The answer of a command has an element of its own around it, but for `show configuration`."""
    if not name:
        yield from lines
        return
    yield f"<{name}>"
    if name == _LOADING:
        yield OK
    yield from lines
    yield f"</{name}>"


def _compared_with(context: Context, command: Command) -> Slices[Branch | None]:
    """The configuration that a pipe compares with; None without such a pipe. Raises Refused for a bad file."""
    pipe = command.pipe("compare")
    if pipe is None:
        return None
    said: list[str] = []
    steps = showing.compared_with(context, pipe)
    while True:
        try:
            item = next(steps)
        except StopIteration as end:
            old: Branch | None = end.value
            break
        if isinstance(item, str):
            said.append(item)
        else:
            yield
    if old is None:
        raise Refused(RpcError("\n".join(said)))
    return old
