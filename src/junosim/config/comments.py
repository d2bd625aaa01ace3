"""Comments above statements: how they are kept in the tree, and how they are shown.

A comment stands between `/*` and `*/`, or behind `#` in each of its lines. The first kind is kept without its signs,
the second one with them, so that it comes back as it was written. A line that begins with `##` is no comment: it is
what the device says of a configuration.
"""

from __future__ import annotations

_OPEN, _CLOSE, _SIGN, _REMARK = "/*", "*/", "#", "##"
_SECRET = "# SECRET-DATA"  # as older releases mark secrets


def kept(text: str) -> str:
    """The form in which a comment is kept, of one that is written with or without signs."""
    text = text.strip()
    if text.startswith(_OPEN):
        text = text.removeprefix(_OPEN).removesuffix(_CLOSE).strip()
    if text.startswith(_SIGN):
        lines = (line.strip() for line in text.split("\n"))
        return "\n".join(line if line.startswith(_SIGN) else f"{_SIGN} {line}" for line in lines)
    return text.replace(_CLOSE, "* /")  # else the rest of it would be read as statements


def shown(comment: str) -> str:
    """A comment with its signs; it may have several lines."""
    return comment if comment.startswith(_SIGN) else f"{_OPEN} {comment} {_CLOSE}"


def is_remark(text: str) -> bool:
    """True for a text behind `#` that is no comment of a user's."""
    return text.startswith(_REMARK) or text.rstrip() == _SECRET


def followed(before: str | None, text: str) -> str:
    """The comment that a line behind `#` makes together with the lines before it."""
    both = before is not None and before.startswith(_SIGN)
    return f"{before}\n{kept(text)}" if both else kept(text)
