"""Messages read: bytes in, an element or what is wrong with them out.

The text comes from outside. It is parsed as the content of an element of our own, in which no document type can be
declared, so that there are no entities but the five of XML; the prefixes `junos` and `nc` need not be declared
there. Nothing is fetched, and `Bounds` sees the bytes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from junosim.netconf.bounds import Bounds, Excess

_START: Final = (
    b'<document xmlns:junos="http://xml.juniper.net/junos/"'
    b' xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">'
)
_END: Final = b"</document>"
_BLANKS: Final = b" \t\r\n"
_BOM: Final = b"\xef\xbb\xbf"
_DECLARATION: Final = re.compile(rb"<\?xml[ \t\r\n][^<>]*?\?>")
_LONGEST_DECLARATION: Final = 256  # bytes
_ILL_FORMED: Final = "message is not well-formed XML"
_NO_ELEMENT: Final = "message is not one XML element"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A message that is no XML. `is_fatal` when it was not read to its end, or is more than a message may be."""

    text: str
    is_fatal: bool = False


XmlElement: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for it
Message: TypeAlias = "XmlElement | Malformed | None"


class MessageReader:
    """Reads one message; `feed` takes its parts, `close` says what it is.

    Once something is wrong the rest is dropped as it comes: nothing of it is kept.
    """

    __slots__ = ("_bounds", "_head", "_parser", "_problem")

    def __init__(self) -> None:
        self._bounds = Bounds()
        self._head: bytes | None = b""  # what may be a declaration; None behind it
        self._problem: Malformed | None = None
        self._parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,  # `Bounds` is what limits it
            remove_comments=True,
            remove_pis=True,
        )
        self._parser.feed(_START)

    @property
    def problem(self) -> Malformed | None:
        """What is wrong with the message as far as it has come."""
        return self._problem

    def feed(self, data: bytes) -> None:
        """Take a part of the message."""
        if self._problem is not None:
            return
        if self._head is not None:
            data = self._without_declaration(self._head + data)
        if data:
            self._parse(data)

    def close(self) -> Message:
        """The message; None for nothing but blanks and comments, of which nobody takes notice."""
        if self._head is not None and self._problem is None:
            head, self._head = self._head, None
            if head:
                self._parse(head)
        if self._problem is not None:
            return self._problem
        try:
            self._parser.feed(_END)
            document = self._parser.close()
        except etree.XMLSyntaxError:
            return Malformed(_ILL_FORMED)
        elements = list(document)
        has_text = any(text and text.strip() for text in (document.text, *(item.tail for item in elements)))
        if not elements and not has_text:
            return None
        return elements[0] if len(elements) == 1 and not has_text else Malformed(_NO_ELEMENT)

    def _without_declaration(self, head: bytes) -> bytes:
        """What is behind an XML declaration, which our own element takes the place of; b"" while it is not known."""
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._head = head
            return b""
        head = head.removeprefix(_BOM).lstrip(_BLANKS)
        found = _DECLARATION.match(head)
        if found is not None:
            self._head = None
            return head[found.end() :]
        beginning = b"<?xml"
        if beginning.startswith(head[: len(beginning)]) and len(head) < _LONGEST_DECLARATION:
            self._head = head
            return b""
        self._head = None
        return head

    def _parse(self, data: bytes) -> None:
        excess = self._bounds.look(data)
        if isinstance(excess, Excess):
            self._problem = Malformed(excess.text, is_fatal=True)
            return
        try:
            self._parser.feed(data)
        except etree.XMLSyntaxError:
            self._problem = Malformed(_ILL_FORMED)


def local_name(element: XmlElement) -> str:
    """The name of an element without its namespace: clients send requests in several, or in none."""
    return etree.QName(element).localname


def text_of(element: XmlElement | None) -> str:
    """The text of an element without the blanks around it; "" for none."""
    return "" if element is None else (element.text or "").strip()


def child(element: XmlElement, name: str) -> XmlElement | None:
    """The first child of that local name."""
    return next((found for found in element.iterchildren("*") if local_name(found) == name), None)
