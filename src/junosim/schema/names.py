"""Names and expressions as texts: hosts, communities, regular expressions, combinations of policies."""

from __future__ import annotations

import re

from junosim.schema import addresses, patterns, posix

_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_.])?", re.ASCII)
_LOOKS_NUMERIC = re.compile(r"[0-9.]+", re.ASCII)
_NUMBER = r"(?:\d{1,10}|\*)"
_SYSTEM = r"(?:\d{1,10}L?|\*)"
_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"
_COMMUNITY = re.compile(
    rf"{_SYSTEM}:{_NUMBER}|large:{_NUMBER}:{_NUMBER}:{_NUMBER}"
    rf"|(?:target|origin|domain-id|domain|src-as|rt-import|l2vpn-id|bandwidth|bandwidth-non-transitive|redirect"
    rf"|redirect-to-ip|traffic-rate|color|encapsulation|mac-mobility|vni|evpn-mcast-flags|ieee-flag)"
    rf":(?:{_SYSTEM}|{_ADDRESS})(?::{_NUMBER}){{1,2}}"
    rf"|0x[0-9a-fA-F]{{1,4}}:(?:{_SYSTEM}|{_ADDRESS}):{_NUMBER}",
    re.ASCII,
)
_WELL_KNOWN = frozenset(
    (
        "no-advertise",
        "no-export",
        "no-export-subconfed",
        "llgr-stale",
        "no-llgr",
        "accept-own",
        "blackhole",
        "none",
    )
)
_ALGEBRA = re.compile(r"\s*(&&|\|\||[()!]|[^\s()!&|]+)")


def host(text: str) -> str | None:
    """A host name or an IP address; four numbers with dots must be an address."""
    address = addresses.ip(text)
    if address is not None:
        return address
    return text if _HOST.fullmatch(text) and not _LOOKS_NUMERIC.fullmatch(text) else None


def file_name(text: str) -> str | None:
    """A path or URL."""
    return text if text and "\0" not in text else None


def community(text: str) -> str | None:
    """A community: `65000:1`, a well-known name, or an extended or large one."""
    return text if text in _WELL_KNOWN or _COMMUNITY.fullmatch(text) else None


def regular_expression(text: str) -> str | None:
    """A POSIX extended regular expression that RE2 takes."""
    try:
        posix.compiled(text)
    except posix.BadPattern:
        return None
    return text


def class_pattern(text: str) -> str | None:
    """A pattern of a login class, as the CLI will compile it."""
    return text if _pattern_problem(text) is None else None


def class_pattern_problem(text: str) -> str:
    """What is wrong with it, with the reason that the library of FreeBSD gives."""
    return f"invalid regular expression {_pattern_problem(text) or ''}"


def class_patterns(text: str) -> str | None:
    """Patterns with blanks between them, for one word of a path after the other."""
    parts = text.split()
    return text if parts and all(_pattern_problem(part) is None for part in parts) else None


def class_patterns_problem(text: str) -> str:
    """What is wrong with the first of them that is none."""
    found = (problem for part in text.split() or [""] if (problem := _pattern_problem(part)) is not None)
    return f"invalid regular expression {next(found, '')}"


def _pattern_problem(text: str) -> str | None:
    try:
        patterns.Pattern(text)
    except patterns.BadPattern as problem:
        return f"'{problem.pattern}': {problem.reason}"
    return None


def policy_expression(text: str) -> str | None:
    """The name of a policy, or names joined with `&&`, `||`, `!` and parentheses: `( A && !B )`."""
    if not text.startswith(("(", "!")):
        return text or None
    tokens: list[str] = []
    place = 0
    while place < len(text.rstrip()):
        found = _ALGEBRA.match(text, place)
        if found is None:
            return None
        tokens.append(found[1])
        place = found.end()
    return " ".join(tokens).replace("! ", "!") if _is_expression(tokens) else None


def _is_expression(tokens: list[str]) -> bool:
    """True when operands and operators alternate and the parentheses close."""
    depth = 0
    wants_operand = True
    for token in tokens:
        if token in {"(", "!"}:
            if not wants_operand:
                return False
            depth += token == "("
        elif token in {"&&", "||"}:
            if wants_operand:
                return False
            wants_operand = True
        elif token == ")":
            depth -= 1
            if wants_operand or depth < 0:
                return False
        elif wants_operand:
            wants_operand = False
        else:
            return False
    return depth == 0 and not wants_operand
