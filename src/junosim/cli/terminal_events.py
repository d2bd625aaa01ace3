"""What a terminal can be doing, and what happens there that a session has to handle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias


class Mode(Enum):
    """What the keys of a terminal mean."""

    BUSY = auto()
    """Nothing is read; keys wait, Ctrl-C interrupts."""
    COMMAND = auto()
    """A command line, with history, help keys and completion."""
    TEXT = auto()
    """Lines of text (`load … terminal`): every character is taken literally."""
    QUESTION = auto()
    """The reply to a question."""
    SECRET = auto()
    """The reply to a question, not echoed and not kept."""
    KEYS = auto()
    """Single keys, for the pager."""


@dataclass(frozen=True, slots=True)
class Enter:
    """A line was entered. `overlong` says that it was longer than a line may be: it must not be executed."""

    text: str
    overlong: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Space was pressed outside quotes while it completes words; nothing was inserted yet."""

    text: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Tab:
    """Tab was pressed; nothing was inserted."""

    text: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Question:
    """`?` was pressed outside quotes; nothing was inserted."""

    text: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to `Terminal.ask`."""

    text: str
    overlong: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A single key, where keys are read (`Terminal.read_keys`): a character or a name like `enter`, `c-f`."""

    name: str


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Ctrl-C. The line is as it was; `Terminal.finish_line("^C", remember=False)` drops it."""


@dataclass(frozen=True, slots=True)
class ToggleMonitor:
    """Esc-q where a command is typed: hide what is watched, or show it again. The line is as it was."""


@dataclass(frozen=True, slots=True)
class EndOfInput:
    """Ctrl-D on an empty line, or (`final`) the client will send no more."""

    final: bool = False


Event: TypeAlias = Enter | Space | Tab | Question | Answer | Key | Interrupt | ToggleMonitor | EndOfInput
