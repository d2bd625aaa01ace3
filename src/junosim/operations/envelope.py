"""The reply around what a command answers in XML, as the CLI prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.slices import Lines

_NAMESPACE = "http://xml.juniper.net/junos/"
PAD = "    "


def namespace(release: str, daemon: str = "junos") -> str:
    """The namespace of a release (`19.1R2.8`, named without its spin) and of one of its daemons (`junos-chassis`)."""
    version, dot, spin = release.rpartition(".")
    return f"{_NAMESPACE}{version if dot and spin.isdecimal() and '.' in version else release}/{daemon}"


def within(name: str, lines: Iterable[str | None]) -> Lines:
    """The lines of an answer in an element of this name; as they are without one."""
    if not name:
        yield from lines
        return
    yield f"<{name}>"
    for line in lines:
        yield None if line is None else PAD + line
    yield f"</{name}>"


def reply(lines: Iterable[str | None], release: str, banner: str) -> Lines:
    """The lines of an answer, set in a reply; `banner` is what stands above the prompt."""
    yield f'<rpc-reply xmlns:junos="{namespace(release)}">'
    for line in lines:
        yield None if line is None else PAD + line
    yield f"{PAD}<cli>"
    yield f"{PAD}{PAD}<banner>{xml_text(banner)}</banner>"
    yield f"{PAD}</cli>"
    yield "</rpc-reply>"
