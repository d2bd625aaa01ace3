"""What a session sends: replies to calls, with the attributes of the call, and errors as clients look for them.

Errors are unprefixed elements in the namespace of NETCONF, each field on a line of its own (captures of devices, in
which the message of an error without a bad element is also on lines of its own); clients look for `<rpc-error>` as
it is written here. A reply with `<ok/>` right below it hides the errors beside it
from most of them: there is none on a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.errors import JunosimError
from junosim.operations.envelope import namespace
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.netconf.reading import XmlElement
    from junosim.operations.model import Element
    from junosim.slices import Lines

BASE: Final = "urn:ietf:params:xml:ns:netconf:base:1.0"
OK: Final = "<ok/>"
OPERATION_FAILED: Final = "operation-failed"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class RpcError:
    """One error or warning (RFC 6241, 4.3). `info` are the elements in `error-info` and their texts.

    `source` is the daemon that says it; a field that is empty is left out.
    """

    message: str
    bad_element: str = ""
    path: str = ""
    tag: str = OPERATION_FAILED
    kind: str = "protocol"
    severity: str = "error"
    app_tag: str = ""
    source: str = ""
    info: tuple[tuple[str, str], ...] = ()

    @property
    def is_warning(self) -> bool:
        """True for what does not keep the call from being done."""
        return self.severity == "warning"


class Refused(JunosimError):
    """A call that is not carried out. `within` is the element of the reply that its errors stand in, "" for none."""

    def __init__(self, *errors: RpcError, within: str = "") -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors
        self.within = within


def error(problem: RpcError) -> Iterator[str]:
    """The lines of an error."""
    yield "<rpc-error>"
    yield from _field("error-type", problem.kind)
    yield from _field("error-tag", problem.tag)
    yield from _field("error-severity", problem.severity)
    yield from _field("error-app-tag", problem.app_tag)
    yield from _field("source-daemon", problem.source)
    yield from _field("error-path", problem.path)
    yield from _message(problem)
    info = (*((("bad-element", problem.bad_element),) if problem.bad_element else ()), *problem.info)
    if info:
        yield "<error-info>"
        for name, text in info:
            yield from _field(name, text)
        yield "</error-info>"
    yield "</rpc-error>"


def refusal(problem: Refused) -> Iterator[str]:
    """The lines of the errors of a call that is not carried out."""
    if problem.within:
        yield f"<{problem.within}>"
    for one in problem.errors:
        yield from error(one)
    if problem.within:
        yield f"</{problem.within}>"


def ok(warnings: Iterable[RpcError] = ()) -> Iterator[str]:
    """The answer of a call that was carried out: what it warns of, then `<ok/>`."""
    for warning in warnings:
        yield from error(warning)
    yield OK


def reply(call: XmlElement | None, release: str, lines: Iterable[str | None]) -> Lines:
    """The lines of a reply to `call`, None for a message that is none."""
    yield f'<rpc-reply xmlns="{BASE}" xmlns:junos="{namespace(release)}"{attributes_of(call)}>'
    yield from lines
    yield "</rpc-reply>"


def element(answer: Element) -> Iterator[str]:
    """The lines of the answer of a command: no indentation, and a text on lines of its own."""
    attributes = "".join(f' {name}="{xml_text(value)}"' for name, value in answer.attributes.items())
    head = answer.name + attributes
    if not answer.children and not answer.text:
        yield f"<{head}/>"
        return
    yield f"<{head}>"
    if answer.text:
        yield xml_text(answer.text, lines=True).removeprefix("\n").removesuffix("\n")
    for part in answer.children:
        yield from element(part)
    yield f"</{answer.name}>"


def _message(problem: RpcError) -> Iterator[str]:
    if problem.bad_element:
        yield from _field("error-message", problem.message)
    else:
        yield from ("<error-message>", xml_text(problem.message, lines=True), "</error-message>")


def _field(name: str, text: str) -> Iterator[str]:
    if text:
        yield f"<{name}>{xml_text(text, lines=True)}</{name}>"


def attributes_of(call: XmlElement | None) -> str:
    """All attributes of a call as they stand in its reply, with the declarations of their prefixes."""
    if call is None:
        return ""
    said, declared = [], {"junos": ""}
    prefixes = {space: prefix for prefix, space in call.nsmap.items() if prefix is not None}
    for place, (key, value) in enumerate(call.attrib.items()):
        space, _, name = str(key).rpartition("}")
        space = space.removeprefix("{")
        if space:
            prefix = "xml" if space == _XML else prefixes.get(space, f"a{place}")
            if prefix != "xml" and declared.setdefault(prefix, space) != space:
                prefix = f"a{place}"
            if prefix != "xml":
                said.append(f' xmlns:{prefix}="{xml_text(space)}"')
            name = f"{prefix}:{name}"
        said.append(f' {name}="{xml_text(str(value))}"')
    return "".join(dict.fromkeys(said))
