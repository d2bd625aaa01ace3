"""From a command's answer to what a session shows: text, XML and JSON are walks over the same model."""

from __future__ import annotations

import json as json_text
from itertools import islice
from typing import TYPE_CHECKING, Final

from junosim.errors import ConfigurationError
from junosim.operations.envelope import namespace
from junosim.operations.model import Element
from junosim.schema import values
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from junosim.operations.operation import Context, Operation
    from junosim.schema.node import Node
    from junosim.slices import Lines, Slices

_INDENT: Final = "    "
_RULE: Final = "-" * 74  # under the name of a member
_AT_ONCE: Final = 256  # lines between two pauses: less than 1 ms
_MORE: Final = ", "  # ends a member that others follow; captures have the blank at the end of lines too

# Daemons by the tag of the reply they send [captures]; a tag that is not here carries no namespace of its own.
_DAEMONS: Final[Mapping[str, str]] = {
    "arp-table-information": "junos-arp",
    "chassis-inventory": "junos-chassis",
    "ethernet-switching-table-information": "junos-esw",
    "interface-information": "junos-interface",
    "l2ng-l2ald-rtb-macdb": "junos-l2al",
    "lldp-neighbors-information": "junos-lldp",
    "route-engine-information": "junos-chassis",
    "route-information": "junos-routing",
    "route-summary-information": "junos-routing",
    "system-uptime-information": "junos",
    "system-users-information": "junos",
}


def text(operation: Operation, context: Context) -> Slices[list[str]]:
    """Carry out the command; the lines of its output, without line ends.

    They come as a list, piece by piece: most answers are short, and a pause behind each line would cost more than it.
    """
    answer = yield from _answer(operation, context)
    if answer is None:
        return []
    view, lines = iter(operation.view(answer, context)), list[str]()
    while piece := list(islice(view, _AT_ONCE)):
        lines += piece
        if len(piece) == _AT_ONCE:
            yield
    engines = answering(operation, context)
    if not engines:
        return lines
    parts = (line for engine in engines for line in (f"{engine}:", _RULE, *lines, ""))
    return list(parts)[:-1]


def xml(operation: Operation, context: Context) -> Lines:
    """Carry out the command and give the lines of its reply in XML, without an envelope, in slices."""
    answer = yield from reply(operation, context)
    if answer is not None:
        yield from _in_slices(_xml(answer, answer.attributes, ""))


def lines(element: Element) -> Iterator[str]:
    """The lines of an element, four columns a level."""
    return _xml(element, element.attributes, "")


def json(operation: Operation, context: Context) -> Lines:
    """Carry out the command and give the lines of its reply in JSON, in slices."""
    answer = yield from reply(operation, context)
    yield "{"
    if answer is not None:
        yield from _in_slices(_array([answer], _INDENT, "", [answer.attributes]))
    yield "}"


def reply(operation: Operation, context: Context) -> Slices[Element | None]:
    """The answer of a command with its namespace; those of several engines with the name of each."""
    answer = yield from _answer(operation, context)
    if answer is None:
        return None
    answer = Element(answer.name, answer.text, *answer.children, attributes=_attributes(answer, context))
    engines = answering(operation, context)
    if not engines:
        return answer
    items = (Element("multi-routing-engine-item", Element("re-name", engine), answer) for engine in engines)
    return Element("multi-routing-engine-results", *items)


def _answer(operation: Operation, context: Context) -> Slices[Element | None]:
    if operation.work is not None:
        return (yield from operation.work(context))
    return operation.handler(context)


def _in_slices(lines: Iterable[str]) -> Lines:
    """The lines, with a pause now and then."""
    for number, line in enumerate(lines, 1):
        yield line
        if number % _AT_ONCE == 0:
            yield None


def answering(operation: Operation, context: Context) -> tuple[str, ...]:
    """The names above the answers of several engines; none where there is one answer without a name.

    A switch is a virtual chassis of its own, whose members answer. The Routing Engines of a router do when they are
    asked for (`invoke-on`); they run the same software and have the same configuration, so that they say the same.
    """
    platform, arguments = context.device.platform, context.arguments
    if not operation.by_member or "local" in arguments:
        return ()
    asked = arguments.get("invoke-on")
    if asked is None:
        return (platform.member,) if platform.member else ()
    names = tuple(engine.name for engine in platform.routing_engines)
    chosen = names if asked == "all-routing-engines" else names[1:]
    if not chosen:
        raise ConfigurationError("could not find the other routing engine")
    return chosen


def request(command: Node, arguments: Mapping[str, str]) -> Iterator[str]:
    """The request that asks for the same as a command, in XML; `arguments` as a command's context has them.

    `command` is the word of the tree that names the request. A word of several (`detail`) is an element itself.
    """
    rpc = command.attributes["rpc"]
    yield "<rpc>"
    yield f"{_INDENT}<{rpc}>"
    for name, value in arguments.items():
        leaf = command.by_name.get(name)
        if not value or (leaf is not None and leaf.has_no_word and _is_keyword(leaf, value)):
            yield f"{2 * _INDENT}<{value or name}/>"
        else:
            yield f"{2 * _INDENT}<{name}>{xml_text(value)}</{name}>"
    yield f"{_INDENT}</{rpc}>"
    yield "</rpc>"


def _is_keyword(leaf: Node, value: str) -> bool:
    return leaf.type is not None and any(word.word == value for word in values.enumerated(leaf.type))


def _attributes(answer: Element, context: Context) -> Mapping[str, str]:
    """The attributes of the reply itself, with its namespace."""
    daemon = _DAEMONS.get(answer.name)
    if daemon is None:
        return answer.attributes
    return {"xmlns": namespace(context.device.software.release, daemon), **answer.attributes}


def _xml(element: Element, attributes: Mapping[str, str], pad: str) -> Iterator[str]:
    head = element.name + "".join(f' {name}="{xml_text(value)}"' for name, value in attributes.items())
    if element.children:
        yield f"{pad}<{head}>"
        for child in element.children:
            yield from _xml(child, child.attributes, pad + _INDENT)
        yield f"{pad}</{element.name}>"
    elif element.text:
        yield f"{pad}<{head}>{xml_text(element.text, lines=True)}</{element.name}>"
    else:
        yield f"{pad}<{head}/>"


def _array(elements: list[Element], pad: str, end: str, attributes: list[Mapping[str, str]]) -> Iterator[str]:
    """All siblings of one name: an array of one object each."""
    yield f"{pad}{_quoted(elements[0].name)} : ["
    for place, (element, own) in enumerate(zip(elements, attributes, strict=True), 1):
        yield f"{pad}{{"
        yield from _members(element, own, pad + _INDENT)
        yield pad + ("}" + _MORE if place < len(elements) else "}")
    yield f"{pad}]{end}"


def _members(element: Element, attributes: Mapping[str, str], pad: str) -> Iterator[str]:
    notes = ", ".join(f"{_quoted(name)} : {_quoted(value)}" for name, value in attributes.items())
    if not element.children:
        yield f'{pad}"data" : {_quoted(element.text) if element.text else "[null]"}{_MORE if notes else ""}'
    if notes:
        yield f'{pad}"attributes" : {{{notes}}}{_MORE if element.children else ""}'
    groups: dict[str, list[Element]] = {}
    for child in element.children:
        groups.setdefault(child.name, []).append(child)
    for place, same in enumerate(groups.values(), 1):
        end = _MORE if place < len(groups) else ""
        yield from _array(same, pad, end, [child.attributes for child in same])


def _quoted(text: str) -> str:
    return json_text.dumps(text, ensure_ascii=False)
