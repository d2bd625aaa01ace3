"""From a command's answer to what a session shows: text, XML and JSON are walks over the same model."""

from __future__ import annotations

import json as json_text
from typing import TYPE_CHECKING, Final

from junosim.operations.envelope import namespace
from junosim.operations.model import Element
from junosim.schema import values
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from junosim.operations.operation import Context, Operation
    from junosim.schema.node import Node

_INDENT: Final = "    "
_RULE: Final = "-" * 74  # under the name of a member
_MORE: Final = ", "  # ends a member that others follow; captures have the blank at the end of lines too

# Daemons by the tag of the reply they send [captures]; a tag that is not here carries no namespace of its own.
_DAEMONS: Final[Mapping[str, str]] = {
    "arp-table-information": "junos-arp",
    "chassis-inventory": "junos-chassis",
    "ethernet-switching-table-information": "junos-esw",
    "interface-information": "junos-interface",
    "lldp-neighbors-information": "junos-lldp",
    "route-engine-information": "junos-chassis",
    "route-information": "junos-routing",
    "route-summary-information": "junos-routing",
    "system-uptime-information": "junos",
    "system-users-information": "junos",
}


def text(operation: Operation, context: Context) -> Iterable[str]:
    """Carry out the command and give the lines of its output, without line ends."""
    answer = operation.handler(context)
    if answer is None:
        return ()
    lines = operation.view(answer, context)
    member = _member(operation, context)
    return lines if member is None else (f"{member}:", _RULE, *lines)


def xml(operation: Operation, context: Context) -> Iterator[str]:
    """Carry out the command and give the lines of its reply in XML, without an envelope."""
    answer = reply(operation, context)
    if answer is not None:
        yield from _xml(answer, answer.attributes, "")


def json(operation: Operation, context: Context) -> Iterator[str]:
    """Carry out the command and give the lines of its reply in JSON."""
    answer = reply(operation, context)
    yield "{"
    if answer is not None:
        yield from _array([answer], _INDENT, "", [answer.attributes])
    yield "}"


def reply(operation: Operation, context: Context) -> Element | None:
    """The answer of a command with its namespace; that of a member of a virtual chassis with the member's name."""
    answer = operation.handler(context)
    if answer is None:
        return None
    answer = Element(answer.name, answer.text, *answer.children, attributes=_attributes(answer, context))
    member = _member(operation, context)
    if member is None:
        return answer
    item = Element("multi-routing-engine-item", Element("re-name", member), answer)
    return Element("multi-routing-engine-results", item)


def _member(operation: Operation, context: Context) -> str | None:
    """The member of a virtual chassis that stands above the answer (a switch is always one of its own)."""
    if not operation.by_member or "local" in context.arguments:
        return None
    return context.device.platform.member or None


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
