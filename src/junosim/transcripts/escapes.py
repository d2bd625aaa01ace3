r"""Bytes of a terminal as text that a person can read and edit, and back.

`\a \b \e \n \r \t` and `\\` as usual, `\^A` for Ctrl and a letter, `\xNN` for the rest of the control characters and
for what is not UTF-8, and `\s` for a space at the end of a line, which editors like to lose.
"""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    "\a": r"\a", "\b": r"\b", "\x1b": r"\e", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", "\x7f": r"\^?",
}  # fmt: skip
_LETTERS: Final = {"s": " "} | {name[1]: char for char, name in _NAMES.items() if len(name) == 2}
_SPECIAL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\\udc80-\udcff\u2028\u2029]")
_ESCAPE: Final = re.compile(r"\\(?:\^([?-Z])|x([0-9a-f]{2})|u([0-9a-f]{4})|(.?))")


def escaped(data: bytes) -> str:
    """The bytes as one line of text; a space at its end is `\\s`."""
    text = _SPECIAL.sub(_escape, data.decode("utf-8", "surrogateescape"))
    return f"{text[:-1]}\\s" if text.endswith(" ") else text


def unescaped(text: str) -> bytes:
    """The bytes that a text stands for. Raises ValueError for an escape that is none."""
    return _ESCAPE.sub(_plain, text).encode("utf-8", "surrogateescape")


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    code = ord(char)
    if char in _NAMES:
        return _NAMES[char]
    if code < 0x1B:
        return f"\\^{chr(code + 0x40)}"
    if code < 0x20 or code >= 0xDC80:
        return f"\\x{code % 0xDC00:02x}"
    return f"\\u{code:04x}"


def _plain(found: re.Match[str]) -> str:
    control, byte, code, letter = found.groups()
    if control is not None:
        return "\x7f" if control == "?" else chr(ord(control) - 0x40)
    if byte is not None:
        return bytes((int(byte, 16),)).decode("utf-8", "surrogateescape")
    if code is not None:
        return chr(int(code, 16))
    if letter not in _LETTERS:
        raise ValueError(f"no such escape: \\{letter}")
    return _LETTERS[letter]
