"""What stands in log lines in the place of secrets."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "/* SECRET-DATA */"
"""What stands in the place of a secret."""

_STORED: Final = re.compile(r"\$(?:\d|sha1|sha256|sha512|md5)\$[^\s\"';]+")
_IN_ADDRESS: Final = re.compile(r"(?<=://)([^\s/:@]*):[^\s/]*(?=@)")


def without_passwords(text: str) -> str:
    """A text without the passwords of the addresses in it (`ftp://user:password@host`)."""
    return _IN_ADDRESS.sub(rf"\1:{HIDDEN}", text) if "://" in text else text


def without_stored_secrets(text: str) -> str:
    """A text without the stored forms of secrets: hashes, and what is obfuscated."""
    return _STORED.sub(HIDDEN, text) if "$" in text else text


def cleaned(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments of an event, whoever has made it, without stored secrets and without passwords of addresses."""
    for text in arguments:
        if "$" in text or "://" in text:
            return tuple(without_passwords(without_stored_secrets(text)) for text in arguments)
    return arguments
