"""Strings of the grammar language."""

from __future__ import annotations

import re


def quoted(text: str) -> str:
    r"""`text` as a string of the language: `\"`, `\\` and `\n` are its escapes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def unquoted(token: str) -> str:
    """The text of a string token."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], token[1:-1])
