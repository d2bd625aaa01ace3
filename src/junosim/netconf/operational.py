"""Operational commands by the names of their calls, and as texts in `<command>`.

A call is read like the line that it stands for: the words of its command and of its arguments go to the parser of the
CLI, with the rights of the caller, so that there is one grammar and one answer to who may do what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.command import Grammar
from junosim.cli.may_run import command_of, permits_call
from junosim.cli.parse import LineParser
from junosim.cli.refusals import refusal
from junosim.cli.visibility import commands_for
from junosim.cli.words import Word, split
from junosim.errors import JunosimError, SyntaxProblem
from junosim.netconf import replies, routines, shown
from junosim.netconf.reading import local_name, text_of
from junosim.netconf.replies import Refused, RpcError
from junosim.operations import render
from junosim.operations.operation import Context as OperationContext
from junosim.operations.registry import OPERATIONS
from junosim.schema.values import enumerated
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.schema.node import Node
    from junosim.slices import Lines

_FORMAT: Final = "format"
_FORMS: Final = ("xml", "text", "json", "ascii")
_SYNTAX: Final = "syntax error"
_LONGEST_LINE: Final = 8192  # of a command, or of the arguments of a call [g]
_WORDS_EXPECTED: Final = frozenset({"unknown-command", "expecting-command", "expecting-statement"})


def by_name(caller: Caller, call: XmlElement) -> Lines:
    """The answer of the command whose call has this name, in the form that its attribute `format` asks for.

    Raises Refused for a name or arguments that nothing has, and for what the caller may not do.
    """
    name = local_name(call)
    path = command_of(caller.device.release, name)
    if path is None:
        raise Refused(RpcError(_SYNTAX, bad_element=name))
    if sum(len(given.text or "") for given in call.iterchildren("*")) > _LONGEST_LINE:
        raise _too_long()
    if not permits_call(caller.context, path, _arguments(path[-1].node, call)):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=name))
    words = [*(_word(step.node.word) for step in path), *_words(path[-1].node, call)]
    try:
        command = _read(caller.context, words)
    except SyntaxProblem as problem:
        text = _SYNTAX if problem.kind in _WORDS_EXPECTED else _text_of(problem)
        raise Refused(RpcError(text, bad_element=problem.word or name)) from problem
    if shown.shows(command):
        yield from shown.answer(caller, command, _form_of(call), name)
    else:
        yield from _answered(caller, command, _form_of(call), name)


def by_text(caller: Caller, call: XmlElement) -> Lines:
    """The answer of the command line in `<command>`, whole whatever pipes but `display` and `compare` are behind it.

    Devices take the others and do nothing with them (issues of clients). Raises Refused as `by_name` does.
    """
    line = text_of(call)
    if len(line) > _LONGEST_LINE:
        raise _too_long()
    try:
        command = _read(caller.context, split(line))
    except SyntaxProblem as problem:
        raise Refused(RpcError(_text_of(problem), bad_element=problem.word or line)) from problem
    form = _form_of(call)
    if shown.shows(command):
        yield from shown.answer(caller, command, form, line)
        return
    for pipe in command.pipes:
        if pipe.name == "display" and pipe.words[1:] == ("xml", "rpc"):
            yield from _call_of(command)
            return
        if pipe.name == "display" and pipe.words[1:] in (("xml",), ("json",)):
            form = pipe.words[1]
    yield from _answered(caller, command, form, line)


def _call_of(command: Command) -> Iterator[str]:
    """The call that stands for a command, as `| display xml rpc` shows it."""
    if "rpc" in command.node.attributes:
        yield from (line.strip() for line in render.request(command.node, command.arguments))
    else:
        yield from ("<message>", messages.NO_REQUEST, "</message>")


def _read(context: Context, words: Iterable[Word]) -> Command:
    """The command of these words, as its user may run it. Raises SyntaxProblem."""
    release = context.device.release
    grammar = Grammar(
        release.commands, release.commands, release.pipes, release.configuration,
        visible_command=commands_for(context.rights), rights=context.rights, visible_statement=context.readable,
    )  # fmt: skip
    return LineParser(grammar).feed_all(words).command()


def _too_long() -> Refused:
    """The refusal of a command that is longer than any, and would be long read; the words are ours."""
    return Refused(RpcError(f"command line is longer than {_LONGEST_LINE} bytes"))


def _text_of(problem: SyntaxProblem) -> str:
    return messages.syntax_text(problem).removesuffix(".")


def _answered(caller: Caller, command: Command, form: str, name: str) -> Lines:
    """The lines of the answer; an answer of nothing is an empty reply."""
    context = caller.context
    operation = OPERATIONS.get(command.handler or "")
    try:
        if form != "text" and routines.has_model(command):
            operation = yield from routines.model(caller, command)
        elif routines.carries_out(command):
            yield from routines.answer(caller, command)
            return
    except JunosimError as problem:
        raise _refused(context, problem) from problem
    if operation is None:
        text = messages.not_valid_on(context.device.platform.model).removeprefix("error: ")
        raise Refused(RpcError(text, bad_element=name))
    call = OperationContext(context.device, context.login, context.settings, command.arguments)
    try:
        if form == "json":
            for line in render.json(operation, call):
                # a text for programs that look for it as it is
                yield None if line is None else xml_text(line).replace("&quot;", '"')
        elif form == "xml":
            answer = yield from render.reply(operation, call)
            if answer is not None:
                yield from replies.element(answer)
        else:
            lines = yield from render.text(operation, call)
            if lines:
                yield from ("<output>", *(xml_text(line) for line in lines), "</output>")
    except JunosimError as problem:
        raise _refused(context, problem) from problem


def _refused(context: Context, problem: JunosimError) -> Refused:
    """What a command cannot do, in the words of the CLI."""
    if isinstance(problem, Refused):
        return problem
    return Refused(RpcError("\n".join(refusal(context, problem)).removeprefix("error: ")))


def _form_of(call: XmlElement) -> str:
    """The form that a call asks for; "text" for its older name."""
    form = str(call.get(_FORMAT, "xml"))
    if form not in _FORMS:
        raise Refused(RpcError(_SYNTAX, bad_element=form))
    return "text" if form == "ascii" else form


def _arguments(command: Node, call: XmlElement) -> dict[str, str]:
    """What a call gives its command, by the names of the tree."""
    return {local_name(given): text_of(given) for given in call.iterchildren("*") if _has(command, given)}


def _has(command: Node, given: XmlElement) -> bool:
    return local_name(given) in command.by_name


def _words(command: Node, call: XmlElement) -> Iterator[Word]:
    """The words of a line that the arguments of a call stand for: their names, and their values as if in quotes."""
    for given in call.iterchildren("*"):
        name, value = local_name(given), text_of(given)
        node = command.by_name.get(name)
        if len(given) or (node is None and not _is_choice(command, name)):
            raise Refused(RpcError(_SYNTAX, bad_element=local_name(given[0]) if len(given) else name))
        if node is None or not node.has_no_word:
            yield _word(name if node is None else node.word)
        if value:
            yield Word(value, 0, 0, quoted=True)


def _is_choice(command: Node, name: str) -> bool:
    """True for a word of an argument that stands without its own name, which is an element itself (`detail`)."""
    return any(
        leaf.has_no_word
        and leaf.type is not None
        and any(word.word == name for word in enumerated(leaf.type))
        for leaf in command.children
    )


def _word(text: str) -> Word:
    return Word(text, 0, 0)
