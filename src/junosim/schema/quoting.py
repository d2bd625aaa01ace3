"""Quotes around values, as the text and set forms of a configuration need them.

Within quotes, `\\"` is a quote, `\\\\` a backslash, `\\n`, `\\r` and `\\t` the control characters; a
backslash before anything else stands for itself, so that `"ge-.\\.1"` shows as it was typed.
`unquote(quote(text))` is `text`.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9&()*+\-./:<>_]+")
_CONTROL = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN_OF_ESCAPE = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_SPECIAL = re.compile(r'["\n\r\t]|\\(?=["\\nrt\n\r\t]|\Z)')
_ESCAPE = re.compile(r'\\(["\\nrt])')


def quote(text: str, *, always: bool = False) -> str:
    """The text as shown: bare where it can be, else in quotes; `always` for secrets."""
    if not always and _PLAIN.fullmatch(text):
        return text
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return _CONTROL.get(char) or "\\" + char


def unquote(text: str) -> str:
    """The value that a token stands for; a token without quotes is its own value."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return _ESCAPE.sub(lambda found: _PLAIN_OF_ESCAPE[found[1]], text[1:-1])
