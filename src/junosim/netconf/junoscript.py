"""What a session of the Junos XML protocol sends that one of NETCONF does not: its document, and its errors.

Opening tag: captures and documentation of the protocol; the comments behind it are those of NETCONF, with the time of
the beginning before them [recalled]. Errors and warnings are `xnm:error` and `xnm:warning` with the fields of the
documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.netconf import replies
from junosim.operations.envelope import namespace
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

CLOSING: Final = "</junoscript>"
NO_HANDSHAKE: Final = "communication error while exchanging credentials"
"""Told to a client whose first words are no declaration and no opening tag (documentation)."""

_XNM: Final = "http://xml.juniper.net/xnm/1.1/xnm"
_FIELDS: Final = (
    ("<source-daemon>", "source-daemon"),
    ("<error-path>", "edit-path"),
    ("<bad-element>", "token"),
    ("<error-message>", "message"),
)
"""Fields of an error of NETCONF, and what they are called here; the others are left out."""
_SEVERITY: Final = "<error-severity>warning<"


def opening(release: str, host: str, time: str, comments: Iterable[str]) -> Iterator[str]:
    """The declaration, the tag that opens the document of the session, and comments."""
    space = namespace(release)
    folder = space.removeprefix("http://xml.juniper.net/").rpartition("/")[0]
    yield '<?xml version="1.0" encoding="us-ascii"?>'
    yield (
        f'<junoscript xmlns="{_XNM}" xmlns:junos="{space}" schemaLocation="{space} {folder}/junos.xsd"'
        f' os="JUNOS" release="{xml_text(release)}" hostname="{xml_text(host)}" version="1.0">'
    )
    yield f"<!-- session start at {time} -->"
    yield from comments


def reply(call: XmlElement | None, release: str, lines: Iterable[str | None]) -> Lines:
    """The lines of a reply to `call`, None for a message that is none."""
    yield f'<rpc-reply xmlns:junos="{namespace(release)}"{replies.attributes_of(call)}>'
    yield from _with_own_errors(lines)
    yield "</rpc-reply>"


def _with_own_errors(lines: Iterable[str | None]) -> Lines:
    """The lines of an answer, in which each error stands as this protocol has it."""
    held: list[str] | None = None
    for line in lines:
        if line == "<rpc-error>":
            held = []
        elif held is None or line is None:
            yield line
        elif line == "</rpc-error>":
            yield from _error("\n".join(held))
            held = None
        else:
            held.append(line)


def _error(fields: str) -> Iterator[str]:
    kind = "xnm:warning" if _SEVERITY in fields else "xnm:error"
    yield f'<{kind} xmlns="{_XNM}" xmlns:xnm="{_XNM}">'
    for tag, name in _FIELDS:
        _, found, rest = fields.partition(tag)
        if found:
            text = rest.partition("</")[0].strip("\n")
            yield from (f"<{name}>", text, f"</{name}>")
    yield f"</{kind}>"
