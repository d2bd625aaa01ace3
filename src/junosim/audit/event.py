"""An event of the audit trail, and the kind of message it is. Nothing here knows how a line looks."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.audit.priority import Facility, Severity


@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that a message says: `name` for those who make the event, `field` in structured data.

    `usual` is its value when none is given; None for an argument that has to be given. `keyword` is the name as code
    writes it: `source_address` for `source-address`.
    """

    name: str
    field: str
    usual: str | None = None
    keyword: str = dataclasses.field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Write the name as code does."""
        object.__setattr__(self, "keyword", self.name.replace("-", "_"))


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the catalogue.

    `tag` is empty for messages that have none; `gives_pid` False where the process stands without its number.
    `is_durable`: whoever causes it goes on only when it is safe on the disk.
    """

    key: str
    tag: str
    process: str
    gives_pid: bool
    facility: Facility
    severity: Severity
    arguments: tuple[Argument, ...]
    template: str
    is_durable: bool = False
    _parts: tuple[tuple[str, int], ...] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the template apart. Raises ValueError when it names an argument that the kind does not have."""
        places = {argument.name: place for place, argument in enumerate(self.arguments)}
        parts: list[tuple[str, int]] = []
        for text, name, _, _ in Formatter().parse(self.template):
            if name is not None and name not in places:
                raise ValueError(f"{self.key}: the template names {name!r}, which is no argument")
            parts.append((text, -1 if name is None else places[name]))
        object.__setattr__(self, "_parts", tuple(parts))

    def text(self, values: tuple[str, ...]) -> str:
        """The words of the message; `values` are in the order of the arguments."""
        return "".join([text if place < 0 else text + values[place] for text, place in self._parts])

    def values(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """What was given by name, in the order of the arguments; `source_address` stands for `source-address`.

        Raises TypeError when one is missing or unknown, as a call of a function does.
        """
        found: list[str] = []
        unused = len(given)
        for argument in self.arguments:
            value = given.get(argument.keyword)
            if value is not None:
                unused -= 1
            elif (value := argument.usual) is None:
                raise TypeError(f"{self.key}: argument {argument.name!r} is missing")
            found.append(value)
        if unused:
            known = {argument.keyword for argument in self.arguments}
            unknown = sorted(name.replace("_", "-") for name in given if name not in known)
            raise TypeError(f"{self.key}: there is no argument {', '.join(unknown)}")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be logged; `arguments` are in the order of the kind's. Process and time are added later."""

    kind: Kind
    arguments: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words of the message, as they are."""
        return self.kind.text(self.arguments)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: what, with which values, in which process, at which time.

    `arguments` are in the order of the kind's; `pid` is None when nobody knows it; `time` is in seconds since 1970
    (UTC).
    """

    kind: Kind
    arguments: tuple[str, ...]
    pid: int | None
    time: float

    @property
    def text(self) -> str:
        """The words of the message, as they are: control characters of a user are still in them."""
        return self.kind.text(self.arguments)
