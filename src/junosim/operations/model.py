"""The answer of an operational command as plain data, shaped like its XML reply.

A handler computes an `Element` once; text, XML and JSON are renderings of it. An element has either a text or
children. Attribute names carry their prefix as the device writes them (`junos:seconds`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NONE: Mapping[str, str] = {}


class Element:
    """One element: `Element("uptime-information", Element("active-user-count", "2"), …)`."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(
        self, name: str, *content: str | Element | None, attributes: Mapping[str, str] | None = None
    ) -> None:
        """`content` is one text, or children; a child that is None is left out."""
        self.name = name
        self.text = "".join(part for part in content if isinstance(part, str))
        self.children = tuple(part for part in content if isinstance(part, Element))
        self.attributes = _NONE if attributes is None else attributes
        if self.text and self.children:
            raise ValueError(f"<{name}> has both a text and children")

    def find(self, *path: str) -> Element | None:
        """The first element at that path of names below this one."""
        element = self
        for name in path:
            for child in element.children:
                if child.name == name:
                    element = child
                    break
            else:
                return None
        return element

    def value(self, *path: str) -> str:
        """The text of the first element at that path, "" when there is none."""
        found = self.find(*path)
        return "" if found is None else found.text

    def shown(self, *path: str) -> str:
        """As `value`, but in the form for people where the element has one (`junos:format`)."""
        found = self.find(*path)
        return "" if found is None else found.attributes.get("junos:format", found.text)

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Element):
            return NotImplemented
        return (self.name, self.text, self.children, dict(self.attributes)) == (
            other.name, other.text, other.children, dict(other.attributes),
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{self.name}>{self.text or '…' * bool(self.children)}"
