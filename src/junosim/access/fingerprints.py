"""Fingerprints of public keys, as OpenSSH prints them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

MD5: Final = "md5"
"""The word of `fingerprint-hash` for the older form; the other one is `sha2-256`."""


def fingerprint(text: str, kind: str = "sha2-256") -> str:
    """The fingerprint of a key that is given in base64: `SHA256:47DEQpj…`, or `MD5:d4:1d:8c:…` for the word `md5`.

    A text that is no base64 has none: "".
    """
    try:
        key = base64.b64decode(text)
    except binascii.Error:
        return ""
    if kind == MD5:
        return f"MD5:{hashlib.md5(key, usedforsecurity=False).digest().hex(':')}"
    return f"SHA256:{base64.b64encode(hashlib.sha256(key).digest()).decode('ascii').rstrip('=')}"
