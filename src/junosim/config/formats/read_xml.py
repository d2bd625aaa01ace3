"""The XML form read: elements by their local names, whatever their namespaces.

The text comes from outside. It is parsed as the content of an element of our own: there a document type cannot
be declared, so there are no entities but the five of XML, and the prefix `junos` need not be declared. Nothing is
fetched, and libxml2's limits of depth and size hold. What is not well-formed is refused before anything is set.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from junosim.config import comments
from junosim.config.formats.problems import LoadProblem
from junosim.config.formats.read_fields import NESTING, FieldReader, Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

NO_DOCTYPE = "document type declarations are not allowed"
_CHUNK = 1 << 16  # bytes between two yields: about 2 ms
_START = '<document xmlns:junos="http://xml.juniper.net/junos/" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">'
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_POSITION = re.compile(r", line [0-9]+, column [0-9]+\Z")
_BLANKS = " \t\r\n"
_WRAPPERS = frozenset({"rpc-reply", "data", "config"})


class XmlReader:
    """Sets the statements of a document on a workspace, from the hierarchy `base`.

    The statements stand in an element `configuration`, which may be in a reply or another `configuration`.
    `problems` collects what was wrong; see FieldReader for the attributes. `refused` is set when the text is no
    document, of which nothing is set then.
    """

    def __init__(
        self,
        work: Workspace,
        base: Path = (),
        *,
        replacing: bool = False,
        merging: bool = True,
        stopping: bool = False,
    ) -> None:
        self._fields = FieldReader(work, base, replacing=replacing, merging=merging, stopping=stopping)
        self.problems: list[LoadProblem] = self._fields.problems
        self.refused = False

    def read(self, text: str) -> Iterator[None]:
        """Read the whole text; yields now and then so that other work can be done in between."""
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_pis=True,
        )
        data = _framed(text).encode("utf-8", "surrogatepass")
        try:
            for start in range(0, len(data), _CHUNK):
                parser.feed(data[start : start + _CHUNK])
                yield
            document = parser.close()
        except etree.XMLSyntaxError as problem:
            first = next(iter(parser.feed_error_log), None)
            if first is None:
                self._refuse(*problem.position, problem.msg or "syntax error", text)
            else:
                self._refuse(first.line, first.column, first.message, text)
            return
        configuration = configuration_in(document)
        if configuration is None:
            self.refused = True
            self.problems.append(LoadProblem(1, 0, "syntax error", word="configuration"))
            return
        yield from self._fields.read(parts(configuration))

    def _refuse(self, line: int, column: int, message: str, text: str) -> None:
        """Report what is not well-formed; line and column count from 1, in the text with our element around it."""
        self.refused = True
        message = _POSITION.sub("", message)
        if "<!DOCTYPE" in text[_line_start(text, line) :].partition("\n")[0]:
            message = NO_DOCTYPE
        elif message.startswith("Excessive depth"):
            message = NESTING
        column -= 1 + (len(_START) if line == 1 else 0)
        self.problems.append(LoadProblem(line, max(column, 0), message))


def _framed(text: str) -> str:
    """The text as the content of one element, every line where it was."""
    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    if declaration is not None:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    return f"{_START}{text}</document>"


def _line_start(text: str, line: int) -> int:
    """Where a line, counted from 1, begins."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def configuration_in(document: etree._Element) -> etree._Element | None:
    """The innermost of the elements `configuration` that only wrap one another; None when there is none."""
    element = document
    while True:
        names = {_local(child.tag): child for child in element.iterchildren("*")}
        inner = names.get("configuration")
        if inner is None and _local(element.tag) != "configuration":
            inner = next((names[name] for name in sorted(_WRAPPERS) if name in names), None)
            if inner is None:
                return None
        if inner is None:
            return element
        element = inner


def parts(element: etree._Element) -> Iterator[Given]:
    """The statements right below an element, such as `configuration`; a comment belongs to the one after it."""
    comment: str | None = None
    for child in element.iterchildren("*"):
        name = _local(child.tag)
        if name == "comment" and _is_junos(child):
            comment = comments.kept(child.text or "")
            continue
        attributes = {_local(str(key)): str(value) for key, value in child.attrib.items()}
        line = child.sourceline or 0
        yield Given(name, _text(child), partial(parts, child), attributes, comment, line)
        comment = None


def _text(element: etree._Element) -> str | None:
    """The text of an element; None for blanks that only lay it out, and these around a text do not count."""
    text = element.text or ""
    if len(element):
        text += "".join(child.tail or "" for child in element)
    bare = text.strip(_BLANKS)
    if not bare and (not text or len(element) or "\n" in text):
        return None
    before, after = text[: len(text) - len(text.lstrip(_BLANKS))], text[len(text.rstrip(_BLANKS)) :]
    return bare if "\n" in before or "\n" in after else text


def _is_junos(element: etree._Element) -> bool:
    """True for an element that is not a statement, but says something about the next one."""
    tag = str(element.tag)
    return tag.startswith(("{http://xml.juniper.net/junos/", "{http://yang.juniper.net/", "junos:"))


def _local(tag: object) -> str:
    """The name of an element or attribute without its namespace or an undeclared prefix."""
    return str(tag).rpartition("}")[2].rpartition(":")[2]
