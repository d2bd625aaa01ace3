"""What stands in log lines in the place of secrets."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "/* SECRET-DATA */"
"""What stands in the place of a secret."""

_STORED: Final = re.compile(r"\$(?:\d|sha1|sha256|sha512|md5)\$[^\s\"';]+")
_IN_ADDRESS: Final = re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]*(?=@)")


def without_passwords(text: str) -> str:
    """A text without the passwords of the addresses in it (`ftp://user:password@host`)."""
    return _IN_ADDRESS.sub(rf"\1:{HIDDEN}", text) if "://" in text else text


def without_stored_secrets(text: str) -> str:
    """A text without the stored forms of secrets: hashes, and what is obfuscated."""
    return _STORED.sub(HIDDEN, text) if "$" in text else text
