"""Addresses as texts: each function takes a text and returns its stored form, or None when it is not one.

IP addresses and prefixes, MAC addresses, ISO network entities and system ids, Ethernet segment identifiers,
area identifiers. The stored forms are those Junos shows: IPv6 in lower case and compressed, a MAC address as
six pairs with colons, an OSPF area as a dotted quad.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_QUAD = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
_SHORT_QUAD = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{0,2}}", re.ASCII)
_LENGTH = re.compile(r"0|[1-9]\d{0,2}", re.ASCII)
_COLON_MAC = re.compile(r"[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}", re.IGNORECASE)
_DOTTED_MAC = re.compile(r"[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}", re.IGNORECASE)
_ISO = re.compile(r"[0-9a-f]{2}(?:\.(?:[0-9a-f]{2}){1,6})*", re.IGNORECASE)
_SYSTEM_ID = re.compile(r"[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}", re.IGNORECASE)
_SEGMENT = re.compile(r"[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){9}", re.IGNORECASE)
_ISO_BYTES = 20
_MAC_BITS = 48


def ipv4(text: str) -> str | None:
    """`192.0.2.1`."""
    return text if _QUAD.fullmatch(text) else None


def ipv6(text: str) -> str | None:
    """`2001:db8::1`, lower case and compressed; an embedded IPv4 address keeps its dots."""
    if ":" not in text or "%" in text:
        return None
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return None
    number = int(address)
    if number >> 32 == 0xFFFF or (number >> 32 == 0 and number > 0xFFFF):
        quad = ".".join(str(number >> shift & 0xFF) for shift in (24, 16, 8, 0))
        return ("::ffff:" if number >> 32 else "::") + quad
    return str(address)


def ip(text: str) -> str | None:
    """An IPv4 or IPv6 address."""
    return ipv4(text) or ipv6(text)


def ipv4_prefix(text: str, *, complete: bool = True, mandatory: bool = False) -> str | None:
    """`10.0.0.0/8`, also shortened as `10/8` or named `default`.

    A text without a length gets `/32` when `complete`, and is none when `mandatory`.
    """
    if text == "default":
        return "0.0.0.0/0"
    address, slash, length = text.partition("/")
    if not slash:
        if mandatory or not _QUAD.fullmatch(text):
            return None
        return text + "/32" if complete else text
    if not _LENGTH.fullmatch(length) or int(length) > 32:
        return None
    if _QUAD.fullmatch(address):
        return text
    if _SHORT_QUAD.fullmatch(address):
        return address + ".0" * (3 - address.count(".")) + slash + length
    return None


def ipv6_prefix(text: str, *, complete: bool = True, mandatory: bool = False) -> str | None:
    """`2001:db8::/32`; a text without a length gets `/128` when `complete`, and is none when `mandatory`."""
    if text == "default":
        return "::/0"
    address, slash, length = text.partition("/")
    stored = ipv6(address)
    if stored is None:
        return None
    if not slash:
        if mandatory:
            return None
        return stored + "/128" if complete else stored
    if not _LENGTH.fullmatch(length) or int(length) > 128:
        return None
    return stored + slash + length


def ip_prefix(text: str, *, complete: bool = True, mandatory: bool = False) -> str | None:
    """An IPv4 or IPv6 prefix."""
    return ipv4_prefix(text, complete=complete, mandatory=mandatory) or ipv6_prefix(
        text, complete=complete, mandatory=mandatory
    )


def mac(text: str) -> str | None:
    """`00:11:22:aa:bb:cc`, typed so, with single digits, or as `0011.22aa.bbcc`."""
    if _COLON_MAC.fullmatch(text):
        return ":".join(pair.zfill(2) for pair in text.lower().split(":"))
    if _DOTTED_MAC.fullmatch(text):
        digits = text.lower().replace(".", "")
        return ":".join(digits[place : place + 2] for place in range(0, 12, 2))
    return None


def unicast_mac(text: str) -> str | None:
    """A MAC address whose group bit is clear."""
    stored = mac(text)
    return stored if stored and not int(stored[:2], 16) & 1 else None


def multicast_mac(text: str) -> str | None:
    """A MAC address whose group bit is set."""
    stored = mac(text)
    return stored if stored and int(stored[:2], 16) & 1 else None


def mac_prefix(text: str) -> str | None:
    """A MAC address with a length, `/48` when none is given."""
    address, slash, length = text.partition("/")
    stored = mac(address)
    if stored is None:
        return None
    if not slash:
        return f"{stored}/{_MAC_BITS}"
    return f"{stored}/{length}" if _LENGTH.fullmatch(length) and int(length) <= _MAC_BITS else None


def iso(text: str) -> str | None:
    """An ISO network entity title, `49.0001.0100.0000.0001.00`: at most 20 bytes in groups."""
    if not _ISO.fullmatch(text) or len(text.replace(".", "")) > 2 * _ISO_BYTES:
        return None
    return text.lower()


def iso_prefix(text: str) -> str | None:
    """An ISO address with an optional length in bits, at most 152."""
    address, slash, length = text.partition("/")
    stored = iso(address)
    if stored is None or (slash and (not _LENGTH.fullmatch(length) or int(length) > 152)):
        return None
    return stored + slash + length


def system_id(text: str) -> str | None:
    """An IS-IS system identifier, `0100.0000.0001`."""
    return text.lower() if _SYSTEM_ID.fullmatch(text) else None


def segment_id(text: str) -> str | None:
    """An Ethernet segment identifier: ten pairs of hexadecimal digits with colons."""
    if not _SEGMENT.fullmatch(text):
        return None
    return ":".join(pair.zfill(2) for pair in text.lower().split(":"))


def area_id(text: str) -> str | None:
    """An area or cluster identifier; a number below 2^32 becomes a dotted quad."""
    if text.isascii() and text.isdigit() and len(text) <= 10:
        number = int(text)
        if number >> 32:
            return None
        return ".".join(str(number >> shift & 0xFF) for shift in (24, 16, 8, 0))
    return ipv4(text)
