"""Interface names as texts: which ones exist, their stored form, and the order in which Junos shows them."""

from __future__ import annotations

import re
from typing import TypeAlias

# Media that stand before FPC/PIC/port (`ge-0/0/0`), and names with a plain number or none (`ae0`, `irb`).
# Sources: the guides, the commit rules of the facts, and public Junos documentation; the list is ours [g].
_SLOTTED = """
    apfe at br cau4 ce1 coc1 coc12 coc3 coc48 cp cstm1 cstm16 cstm4 ct1 ct3 ds e1 e3 es et fe fte ge gr ip
    lc ls lsq lt mams mge ml mo ms mt ol pc pd pe pf pfe pfh pic rlsq rmopi rms se si so sp stm1 stm16 stm4
    sxe t1 t3 ud umd urs usp vcp vms vsp vt wl xe xle
"""
_NUMBERED = """
    ae ams apfe as bcm bme cbp container demux dl em et eth fab fti fxp gr gre igb int ipip irb ixgbe ixlv
    jsrv lo lsi lsq mams mcc me mtun pimd pime pip pp ps rbeb reth rlsq rms rsp rvi sfi si so sp st swfab
    tap tb umd vme vtep xgem
"""
_PLAIN = """
    cbp demux dsc esi fti gre ipip irb local lsi mtun pimd pime pip psd tap vlan vme vtep
"""
SLOTTED = frozenset(_SLOTTED.split())
NUMBERED = frozenset(_NUMBERED.split())
PLAIN = frozenset(_PLAIN.split())
EVERY = frozenset(("all", "any"))

_HIGHEST_UNIT = 1073741823
_SLOTS = re.compile(r"([a-z]+[a-z0-9]*)-(\d{1,3})/(\d{1,3})/(\d{1,4})((?::\d{1,4}){0,3})", re.ASCII)
_NUMBER = re.compile(r"([a-z]+)(\d{1,5})((?::\d{1,4})?)", re.ASCII)
_UNIT = re.compile(r"\d{1,10}", re.ASCII)
_WILD = re.compile(r"[-a-z0-9/:.*?\[\]!^,]+", re.ASCII)
_ORDER = re.compile(r"[a-z]+[a-z0-9]*-(\d+)/(\d+)/(\d+)(?::(\d+))?(.*)", re.ASCII | re.DOTALL)
_PARTS = re.compile(r"(\d+)")

# A place in an order: rank, numbers, and the pieces of a name as (is number, number, letters).
InterfaceOrder: TypeAlias = tuple[int, tuple[int, ...], tuple[tuple[int, int, str], ...]]


def is_device(text: str) -> bool:
    """True for the name of a physical or pseudo interface, without a unit."""
    found = _SLOTS.fullmatch(text)
    if found:
        return found[1] in SLOTTED
    if text in PLAIN:
        return True
    found = _NUMBER.fullmatch(text)
    return bool(found) and found[1] in NUMBERED if found else False


def device(text: str) -> str | None:
    """A physical or pseudo interface: `ge-0/0/0`, `xe-0/0/1:3`, `ae0`, `lo0`."""
    return text if is_device(text) else None


def logical(text: str) -> str | None:
    """A logical interface; without a unit it is unit 0, as Junos shows it."""
    name, dot, unit = text.partition(".")
    if not is_device(name):
        return None
    if not dot:
        return name + ".0"
    if unit == "*":
        return text
    return text if _UNIT.fullmatch(unit) and int(unit) <= _HIGHEST_UNIT else None


def any_name(text: str) -> str | None:
    """A logical interface, or `all`."""
    return text if text in EVERY else logical(text)


def wild(text: str) -> str | None:
    """An interface, or a pattern of names: `ge-*`, `ge-0/0/[0-3]`, `all`."""
    if text in EVERY or is_device(text) or logical(text):
        return text
    return text if ("*" in text or "[" in text or "?" in text) and _WILD.fullmatch(text) else None


def display_order(name: str) -> InterfaceOrder:
    """Sort key: names with slots by FPC, PIC, port, channel whatever the media, then the others by name."""
    found = _ORDER.fullmatch(name)
    if found:
        channel = int(found[4]) if found[4] else -1
        return (
            0,
            (int(found[1]), int(found[2]), int(found[3]), channel),
            _natural(found[5]) + _natural(name),
        )
    return (1, (), _natural(name))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A text cut into letters and numbers, so that numbers compare as numbers."""
    return tuple(
        (1, int(part), "") if part.isascii() and part.isdigit() else (0, 0, part)
        for part in _PARTS.split(text)
        if part
    )
