"""What a commit answers in XML, for `| display xml` and for programs: `commit-results`; the call that asks for it.

A commit that was done has a `routing-engine` for the one that there is; the findings of one that was refused stand in
its place, as `xnm:error` in the CLI (vendor documentation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages, prompt
from junosim.cli.refusals import refusal
from junosim.config.query import find
from junosim.errors import CommitError, JunosimError, Problem
from junosim.operations import envelope, render
from junosim.operations.model import Element
from junosim.slices import without_pauses
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output
    from junosim.config.commit import Outcome
    from junosim.config.stages import Follow, Stage
    from junosim.device.device import Device
    from junosim.slices import Slices

RESULTS: Final = "commit-results"
CHECKED: Final = "commit-check-success"
COMMITTED: Final = "commit-success"
_SPACE: Final = "http://xml.juniper.net/xnm/1.1/xnm"
_PAD: Final = "    "
_REQUEST: Final = "commit-configuration"


def engine(device: Device, outcome: Outcome, word: str, steps: Iterable[str] = ()) -> Element:
    """The element `routing-engine` with the word for what was done; `steps` are those of a commit in detail."""
    told = (Element("progress-indicator", Element("message", step)) for step in steps)
    deeds = (Element("message", found.message) for found in outcome.warnings if found.is_deed)
    name = Element("name", device.platform.member or "re0")
    return Element("routing-engine", name, *told, Element(word), *deeds, attributes={"junos:style": "normal"})


def warns_of_other_engine(device: Device, word: str) -> bool:
    """True for a commit that should have been done on the other Routing Engine too, which is not there."""
    wanted = find(device.configuration, "system", "commit", "synchronize") is not None
    return word == COMMITTED and wanted


def answered(
    context: Context, command: Command, act: Callable[[Follow], Slices[Outcome]], word: str
) -> Generator[Output, str, Outcome | None]:
    """Do it, and show the results; None when it was refused. Without a `word` it needs another Routing Engine."""
    steps: list[str] = []

    def follow(stage: Stage) -> None:
        steps.extend(messages.commit_stage(stage))

    detailed = any(call.words[1:] == ("detail",) for call in command.pipes if call.name == "display")
    is_check = not {"at", "check"}.isdisjoint(command.arguments)
    outcome: Outcome | None = None
    try:
        outcome = yield from act(follow)
        lines = [*_findings(outcome.warnings)]
        if not word:  # the other Routing Engine is not there
            lines += _message("error", messages.NO_OTHER_ENGINE)
        if warns_of_other_engine(context.device, word):
            lines += _message("warning", messages.NO_OTHER_ENGINE)
        if word:
            lines += render.lines(engine(context.device, outcome, word, steps if detailed else ()))
    except CommitError as problem:
        lines = [
            *_findings(problem.problems),
            *_message("error", messages.commit_closing(problem, check=is_check)),
        ]
    except JunosimError as problem:
        lines = [*_message("error", "\n".join(refusal(context, problem)))]
    yield from _reply(context, envelope.within(RESULTS, lines))
    return outcome


def request(context: Context, command: Command) -> Iterator[str]:
    """The call that asks for the same."""
    return _reply(context, _request(command))


def _request(command: Command) -> Iterator[str]:
    given = command.arguments
    parts = [Element(word) for word in ("check", "synchronize") if word in given]
    if command.handler == "configuration.commit-confirmed":
        parts.append(Element("confirmed"))
    named = (("timeout", "confirm-timeout"), ("at", "at-time"), ("comment", "log"))
    parts += [Element(name, given[word]) for word, name in named if given.get(word)]
    yield "<rpc>"
    for line in render.lines(Element(_REQUEST, *parts)):
        yield _PAD + line
    yield "</rpc>"


def _reply(context: Context, lines: Iterable[str | None]) -> Iterator[str]:
    release = context.device.software.release
    return without_pauses(envelope.reply(lines, release, prompt.banner(context)))


def _findings(problems: Iterable[Problem]) -> Iterator[str]:
    for found in problems:
        if not found.is_deed:
            kind = "warning" if found.warning else "error"
            yield from _message(kind, found.message, found.path, found.statement)


def _message(kind: str, text: str, path: tuple[str, ...] = (), statement: str = "") -> Iterator[str]:
    """One error or warning, as the CLI has it in XML."""
    text = text.removeprefix(f"{kind}: ")
    yield f'<xnm:{kind} xmlns="{_SPACE}" xmlns:xnm="{_SPACE}">'
    if path or statement:
        yield f"{_PAD}<edit-path>{xml_text(messages.level(path))}</edit-path>"
    if statement:
        yield f"{_PAD}<statement>{xml_text(statement)}</statement>"
    yield f"{_PAD}<message>"
    yield from (f"{_PAD}{_PAD}{xml_text(line)}" for line in text.split("\n"))
    yield f"{_PAD}</message>"
    yield f"</xnm:{kind}>"
