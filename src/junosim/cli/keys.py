"""Bytes from a terminal become runs of printable text and named keys.

The names of the escape sequences come from prompt_toolkit's table. Its `Vt100Parser` is not used: it keeps
every prefix of every sequence it ever saw in a process-wide cache and has no bound on the length of one, so
that a client could make it grow without end. Here a sequence has at most `_LONGEST` parameter bytes.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from typing import TYPE_CHECKING, Final

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTER: Final = "enter"
BAD_INPUT: Final = "bad-input"
"""The key reported for neither text nor key: invalid UTF-8, 8-bit controls, too long a sequence."""

PRINTABLE: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd]+")
"""A run of text. U+FFFD stands for bytes that are not UTF-8."""

_LONGEST: Final = 16
_SEQUENCE: Final = re.compile(rf"\x1b(?:\[\[?[0-9;?<=>]{{0,{_LONGEST}}}[@-~]|O[@-~]|[^\[O\x1b])", re.DOTALL)
_UNFINISHED: Final = re.compile(rf"\x1b(?:\[\[?[0-9;?<=>]{{0,{_LONGEST}}}|O)?\Z")


def _plain_keys() -> Mapping[str, str]:
    """Return the single control characters and their names (`c-a`, `enter`, `backspace` …)."""
    names = {chr(code): f"c-{chr(code + 0x60)}" for code in range(1, 27)}
    return names | {"\r": ENTER, "\n": ENTER, "\t": "tab", "\x08": "backspace", "\x7f": "backspace"}


def _sequence_keys() -> Mapping[str, str]:
    """Return prompt_toolkit's escape sequences that stand for one key, and their names (`up`, `c-left` …)."""
    return {
        sequence: key.value
        for sequence, key in ANSI_SEQUENCES.items()
        if len(sequence) > 1 and isinstance(key, Keys) and not key.value.startswith("<")
    }


_PLAIN: Final = _plain_keys()
_SEQUENCES: Final = _sequence_keys()


class KeyReader:
    """The typed-ahead input of one terminal, read key by key.

    `queued` counts the characters not read yet; a server pauses reading from the client when it grows.
    """

    __slots__ = ("_after_cr", "_chunks", "_decoder", "_position", "_text", "queued")

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._chunks: deque[str] = deque()
        self._text = ""
        self._position = 0
        self._after_cr = False
        self.queued = 0

    def queue(self, data: bytes) -> None:
        """Add bytes of the client. NUL is dropped (clients probe with it), UTF-8 may be split anywhere."""
        text = self._decoder.decode(data)
        if "\0" in text:
            text = text.replace("\0", "")
        if text:
            self._chunks.append(text)
            self.queued += len(text)

    def run(self, allowed: re.Pattern[str] = PRINTABLE) -> str:
        """Take the text up to the next key, end of chunk or character not `allowed`; "" if there is none."""
        if (self._after_cr or self._position >= len(self._text)) and not self._fill():
            return ""
        found = allowed.match(self._text, self._position)
        if found is None:
            return ""
        self._after_cr = False
        self._advance(found.end())
        return found.group()

    def press(self) -> str | None:
        """Take one key: a printable character, or a name. None when there is none, or not all of it yet.

        Names are `enter`, `tab`, `backspace`, `c-a` … `c-z`, `up` …, `escape x` for Esc followed by x, "" for
        a key without a meaning, and BAD_INPUT.
        """
        if (self._after_cr or self._position >= len(self._text)) and not self._fill():
            return None
        char = self._text[self._position]
        if char == "\x1b":
            return self._escape()
        self._advance(self._position + 1)
        self._after_cr = char == "\r"
        if PRINTABLE.match(char):
            return char
        return _PLAIN.get(char, "" if char < "\x20" else BAD_INPUT)

    def discard_through(self, char: str) -> bool:
        """Drop the input up to and with the first `char`, if it is there; say whether it was."""
        text = self._text[self._position :] + "".join(self._chunks)
        at = text.find(char)
        if at < 0:
            return False
        self._replace(text[at + 1 :])
        self._after_cr = False
        return True

    def clear(self) -> None:
        """Drop all input."""
        self._replace("")

    def _escape(self) -> str | None:
        """Take the sequence at the position."""
        while self._chunks and _UNFINISHED.match(self._text, self._position):
            self._text = self._text[self._position :] + self._chunks.popleft()
            self._position = 0
        if _UNFINISHED.match(self._text, self._position):
            return None
        self._after_cr = False
        found = _SEQUENCE.match(self._text, self._position)
        if found is None:
            return self._broken_sequence()
        self._advance(found.end())
        return _name(found.group())

    def _broken_sequence(self) -> str:
        """Drop a sequence that is too long, with its text, or the first of two Esc."""
        end = self._position + 1
        if self._text[end] == "\x1b":
            self._advance(end)
            return ""
        end += 1
        while (
            end < len(self._text)
            and end - self._position < _LONGEST
            and self._text[end] in "[0123456789;?<=>"
        ):
            end += 1
        self._advance(end)
        return BAD_INPUT

    def _fill(self) -> bool:
        """Stand on a character, behind the LF that belongs to a CR; False when there is no input."""
        while True:
            if self._position >= len(self._text):
                if not self._chunks:
                    self._text, self._position = "", 0
                    return False
                self._text, self._position = self._chunks.popleft(), 0
            if not (self._after_cr and self._text[self._position] == "\n"):
                return True
            self._after_cr = False
            self._advance(self._position + 1)

    def _advance(self, end: int) -> None:
        self.queued -= end - self._position
        self._position = end

    def _replace(self, text: str) -> None:
        self._chunks.clear()
        self._text, self._position, self.queued = text, 0, len(text)


def _name(sequence: str) -> str:
    """Return the name of a complete sequence; "" for one without a meaning."""
    known = _SEQUENCES.get(sequence)
    if known is not None:
        return known
    if len(sequence) > 2 or sequence[1] in "[O":
        return ""
    return f"escape {_PLAIN.get(sequence[1], sequence[1])}"
