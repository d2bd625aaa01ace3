"""Messages read back from the wire or a file, by a reader of their own: what the standards say, not what we write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Structured:
    """A line of RFC 5424, field by field; `data` is None where the line has `-`."""

    priority: int
    time: str
    host: str
    process: str
    pid: str
    tag: str
    data_id: str
    data: tuple[tuple[str, str], ...]
    text: str | None


def structured(line: str) -> Structured:
    """Take a line apart, one character at a time where values may hold anything."""
    number, _, rest = line.removeprefix("<").partition(">")
    version, time, host, process, pid, tag, rest = rest.split(" ", 6)
    assert version == "1"
    if rest.startswith("-"):
        data_id, pairs, rest = "", (), rest[1:]
    else:
        data_id, pairs, rest = _element(rest)
    assert rest[:1] in ("", " ")
    return Structured(int(number), time, host, process, pid, tag, data_id, pairs, rest[1:] if rest else None)


def _element(text: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    assert text[0] == "["
    at = next(place for place, letter in enumerate(text) if letter in " ]")
    data_id, pairs = text[1:at], []
    while text[at] == " ":
        equals = text.index("=", at)
        name = text[at + 1 : equals]
        assert text[equals + 1] == '"'
        value, at = "", equals + 2
        while text[at] != '"':
            at += text[at] == "\\"
            value += text[at]
            at += 1
        pairs.append((name, value))
        at += 1
    assert text[at] == "]"
    return data_id, tuple(pairs), text[at + 1 :]
