"""Secrets in the text of files: found by their form, as a text does not say which statement it is from.

What counts: password hashes and `$9$` texts, what stands before `## SECRET-DATA`, private keys on one line.
"""

from __future__ import annotations

import re
from typing import Final

MASK: Final = b"/* SECRET-DATA */"

_SECRET: Final = re.compile(
    rb'"?\$(?:9|1|5|6|sha1|sha256|sha512)\$[^\s";\]]+"?'
    rb'|"[^"\n]*"(?=;? ## SECRET-DATA)'
    rb'|"?-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^"\n]*"?'
)


def holds_secrets(data: bytes) -> bool:
    """True when there is a secret in a text."""
    return _SECRET.search(data) is not None


def masked(data: bytes) -> bytes:
    """The text with a comment in the place of each secret, as configurations are shown without `secret`."""
    return _SECRET.sub(MASK, data)
