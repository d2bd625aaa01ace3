"""What flows between the programs of a pipeline, and from the last one to the session.

A program is a generator. It yields text for its standard output as strings (in pieces of any size) and the values
below; it returns its exit status. What a program reads from its standard input that is no string it passes on.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

PIECE: Final = 16 * 1024
"""Characters that a program gives at once: sending them takes well under a millisecond."""


class _Pause(Enum):
    PAUSE = "pause"


PAUSE: Final = _Pause.PAUSE
"""Other sessions get their turn if the slice is over."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Text for the standard error of the program that yields it."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Text on its way to the terminal, past all later programs of the pipeline."""

    text: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """Nothing is to be done for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Paging:
    """From here on (or no more) the output on the terminal stops at each full screen."""

    on: bool


@dataclass(slots=True)
class Input:
    """A line that is wanted from the terminal; the session sets `text`, or leaves None at the end of the input.

    With a prompt it is a question; a hidden answer is not echoed.
    """

    prompt: str = ""
    hidden: bool = False
    text: str | None = None


@dataclass(slots=True)
class Nested:
    """Another session takes the terminal until it ends: the CLI (`kind` "cli"), or a shell of this name.

    `user` is whose session it is. With `command` the shell runs that alone. `status` is set when it is over.
    """

    kind: str
    user: str
    command: str | None = None
    is_login: bool = False
    status: int = 0


Item: TypeAlias = "str | Complaint | Shown | Sleep | Paging | Input | Nested | Literal[_Pause.PAUSE]"
Items: TypeAlias = Iterator[Item]
Program: TypeAlias = Generator[Item, None, int]


def lines(items: Items) -> Items:
    """The lines of a stream, each with its end (the last may lack it); what is no text passes through.

    There is a pause behind each piece of text, as a program may swallow any number of lines.
    """
    rest: list[str] = []
    for item in items:
        if not isinstance(item, str):
            yield item
            continue
        *whole, last = item.split("\n")
        for line in whole:
            yield "".join(rest) + line + "\n" if rest else line + "\n"
            rest.clear()
        if last:
            rest.append(last)
        yield PAUSE
    if rest:
        yield "".join(rest)


def pieces(text: str) -> Iterator[str]:
    """A long text in pieces."""
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]
