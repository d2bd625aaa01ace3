"""What a session says first: two comments, and a hello that says what it can do (the guides; traces of devices)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.netconf.reading import child, local_name, text_of
from junosim.netconf.replies import BASE
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.netconf.reading import XmlElement
    from junosim.platforms.model import NetconfHello

CHUNKED: Final = "urn:ietf:params:netconf:base:1.1"
_ZOMBIES: Final = "<!-- No zombies were killed during the creation of this user interface -->"


def preamble(user: str, class_name: str) -> Iterator[str]:
    """The comments that stand before the hello; `class_name` as log lines have it."""
    yield _ZOMBIES
    yield f"<!-- user {_in_comment(user)}, class {_in_comment(class_name)} -->"


def hello(session: int, said: NetconfHello) -> Iterator[str]:
    """The lines of the hello of a session, whose id is the number of its management process."""
    yield f'<hello xmlns="{BASE}">' if said.has_namespace else "<hello>"
    yield "<capabilities>"
    for name in said.capabilities:
        yield f"<capability>{xml_text(name)}</capability>"
    yield "</capabilities>"
    yield f"<session-id>{session}</session-id>"
    yield "</hello>"


def takes_chunks(said: NetconfHello, client: XmlElement) -> bool:
    """True when the hellos of both sides know the chunks of NETCONF 1.1."""
    names = child(client, "capabilities")
    if CHUNKED not in said.capabilities or names is None:
        return False
    return any(
        local_name(name) == "capability" and text_of(name) == CHUNKED for name in names.iterchildren("*")
    )


def farewell(time: str) -> str:
    """The comment behind the last reply; `time` as the device's clock shows it."""
    return f"<!-- session end at {time} -->"


def _in_comment(text: str) -> str:
    return xml_text(text).replace("--", "-&#45;")
