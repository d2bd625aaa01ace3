"""What a user asks for who wants to speak XML: the words of `xml-mode`, `junoscript` and `netconf`.

Programs send them as a command over SSH, type them at the prompt of the CLI, or at that of a shell (documentation of
the Junos XML protocol; clients): `xml-mode netconf need-trailer`, `junoscript`, `cli xml-mode need-trailer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NETCONF: Final = "netconf"
JUNOSCRIPT: Final = "junoscript"
XML_MODE: Final = "xml-mode"
VERBS: Final = (XML_MODE, JUNOSCRIPT, NETCONF)
"""The commands that begin such a session."""

_TRAILER: Final = "need-trailer"
_ECHO: Final = "interactive"
_OPTIONS: Final = frozenset({NETCONF, _TRAILER, _ECHO})
_BEFORE: Final = ("exec", "cli", "/usr/sbin/cli")
"""Words that stand before these where a shell would read them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A session of `protocol` (`netconf` or `junoscript`).

    has_trailers  each message has `]]>]]>` behind it; NETCONF has it always
    echoes        what the user types is shown to him
    """

    protocol: str
    has_trailers: bool = True
    echoes: bool = False


SUBSYSTEM: Final = Asked(NETCONF)
"""What the subsystem `netconf` of SSH is."""


def asked(command: str) -> Asked | None:
    """What these words ask for; None for words that are no such command."""
    words = command.split()
    for word in _BEFORE:
        if words[:1] == [word]:
            words = words[1:]
    if not words or words[0] not in VERBS or not _OPTIONS.issuperset(words[1:]):
        return None
    protocol = NETCONF if NETCONF in words else JUNOSCRIPT
    return Asked(protocol, protocol == NETCONF or _TRAILER in words, _ECHO in words)
