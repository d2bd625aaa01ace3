"""Texts that a value type accepts and texts that it refuses, made from the type with a seeded source."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

import posix_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.entropy import Entropy
    from junosim.schema.types import TypeSpec

LONGEST = 4000
ATTEMPTS = 400
BOUNDS = {
    **{f"u{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    **{f"i{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
}
FREE_TEXTS = (
    "alpha", "two words", 'with "quotes"', "back\\slash", "[ x ]", "a;b{c}", "#x", "naïve", "\\.n", "x" * 300,
    "/* c */", "inactive:", "protect:", "replace:", "apply-groups", "two\nlines", "]", "[", "## x", "<x>", "$x",
    "set", "delete", "ends\\", '"', "\t", "{", "}", ";", "(", "( x )", "to", "|", "!", "'", "\u2028", "except",
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "a b", "!", "-", "_", "/", "..", "%", "a/b", "a%b", "ä", "0", "1", "99999999999", "abc", "*",
    "__x__", "all", "default", "<x>", "x" * 65, "x" * 130, "x" * 300, "x y=z:", "A.b-c_d", "(x)", ":", "\n",
    "A&B", "a+b",
)  # fmt: skip


def valid(spec: TypeSpec, entropy: Entropy) -> list[str]:
    """Texts that the type accepts, at least one."""
    if spec.base in BOUNDS:
        return _valid_integers(spec, entropy)
    if spec.base.startswith("dec") and spec.base[3:].isdigit():
        return _valid_decimals(spec)
    if spec.base in ("enum", "literal"):
        return [word.word for word in spec.words]
    if spec.base == "union":
        return [text for member in spec.members for text in valid(member, entropy)]
    if spec.base == "str":
        return _valid_strings(spec, entropy)
    return JUNOS[spec.base][0](entropy)


def invalid(spec: TypeSpec, entropy: Entropy) -> list[str] | None:
    """Texts that the type refuses, at least one; None for a type that refuses nothing."""
    if spec.base in BOUNDS:
        return _invalid_integers(spec)
    if spec.base.startswith("dec") and spec.base[3:].isdigit():
        return _invalid_decimals(spec)
    if spec.base in ("enum", "literal"):
        words = {word.word for word in spec.words}
        return [text for text in ("no-such-word", "", *(word + "x" for word in words)) if text not in words]
    if spec.base == "union":
        return _invalid_unions(spec, entropy)
    if spec.base == "str":
        return _invalid_strings(spec, entropy)
    return JUNOS[spec.base][1]


def refuses(spec: TypeSpec, text: str) -> bool:
    """The tests' own opinion on whether a string, number or enumeration refuses a text."""
    if spec.base in ("enum", "literal"):
        return text not in {word.word for word in spec.words}
    if spec.base in BOUNDS:
        return not text.isdecimal() or not any(low <= int(text) <= high for low, high in _integers(spec))
    assert spec.base == "str", spec.base
    return not _fits(spec, text)


# ------------------------------------------------------------------ numbers


def _integers(spec: TypeSpec) -> list[tuple[int, int]]:
    low, high = BOUNDS[spec.base]
    words = {"min": low, "max": high}
    ranges = spec.ranges or ((str(low), str(high)),)
    return [(words.get(first) or int(first), words.get(last) or int(last)) for first, last in ranges]


def _valid_integers(spec: TypeSpec, entropy: Entropy) -> list[str]:
    found = []
    for low, high in _integers(spec):
        found += [str(low), str(high), str(low + entropy.below(high - low + 1))]
    return found


def _invalid_integers(spec: TypeSpec) -> list[str]:
    ranges = _integers(spec)
    low, high = ranges[0][0] - 1, ranges[-1][1] + 1
    return [str(low), str(high), "slow", "64kb", "1.5", "", "-", "0x10", " 1"]


def _valid_decimals(spec: TypeSpec) -> list[str]:
    found = [text for pair in spec.ranges for text in pair] or ["0", "2.5"]
    return [*found, *(str((Decimal(low) + Decimal(high)) / 2) for low, high in spec.ranges)]


def _invalid_decimals(spec: TypeSpec) -> list[str]:
    high = Decimal(spec.ranges[-1][1]) + 1 if spec.ranges else None
    return ["slow", "1.", "1.5x", "", "1." + "1" * 12] + ([str(high)] if high is not None else [])


# ------------------------------------------------------------------ strings


def _lengths(spec: TypeSpec) -> list[tuple[int, int]]:
    words = {"min": 0, "max": LONGEST}
    return [
        (words[low] if low in words else int(low), words[high] if high in words else int(high))
        for low, high in spec.ranges
    ]


def _shortest(spec: TypeSpec) -> int:
    return min((low for low, _ in _lengths(spec)), default=0)


def _fits(spec: TypeSpec, text: str) -> bool:
    if spec.ranges and not any(low <= len(text) <= high for low, high in _lengths(spec)):
        return False
    if spec.pattern is None:
        return True
    found = posix_samples.oracle(spec.pattern.regex).search(text)
    return (found is None) == spec.pattern.negated


def _valid_strings(spec: TypeSpec, entropy: Entropy) -> list[str]:
    if not spec.ranges and spec.pattern is None:
        return list(FREE_TEXTS)
    pool = ["alpha", "a", "A1", "abc-1_2", "a.b", "a b", "x" * 8, "7", "#ff00aa"]
    for low, high in _lengths(spec):
        pool += ["a" * low, "a" * min(high, LONGEST), "b" * min(low + 1, high)]
    if spec.pattern is not None and not spec.pattern.negated:
        pool += _pattern_texts(spec, entropy)
    return list(dict.fromkeys(text for text in pool if _fits(spec, text)))


def _pattern_texts(spec: TypeSpec, entropy: Entropy) -> list[str]:
    """A few texts that the pattern matches, with lengths the type allows."""
    assert spec.pattern is not None
    tree = posix_samples.read(spec.pattern.regex)
    found: list[str] = []
    for attempt in range(ATTEMPTS):
        text = posix_samples.text_of(tree, entropy, reach=(attempt * 2) % 70)
        found += [
            candidate for candidate in (text, text.ljust(_shortest(spec), "a")) if _fits(spec, candidate)
        ]
        if len(found) >= 6:
            break
    return found


def _invalid_strings(spec: TypeSpec, entropy: Entropy) -> list[str] | None:
    if not spec.ranges and spec.pattern is None:
        return None
    pool = list(ODD_TEXTS)
    for low, high in _lengths(spec):
        pool += ["a" * (high + 1), "a" * max(low - 1, 0)]
    if spec.pattern is not None and spec.pattern.negated:
        tree = posix_samples.read(spec.pattern.regex)
        pool += [posix_samples.text_of(tree, entropy) for _ in range(20)]
    return [text for text in pool if not _fits(spec, text)] or None


def _invalid_unions(spec: TypeSpec, entropy: Entropy) -> list[str] | None:
    refused: list[str] = []
    for member in spec.members:
        texts = invalid(member, entropy)
        if texts is None:
            return None
        refused += texts
    return [text for text in refused if all(refuses(member, text) for member in spec.members)] or None


# ------------------------------------------------------------------ the types of Junos


def _ipv4(entropy: Entropy) -> str:
    return str(IPv4Address(entropy.below(2**32)))


def _ipv6(entropy: Entropy) -> str:
    return str(IPv6Address((0x20010DB8 << 96) + entropy.below(2**96)))


def _mac(entropy: Entropy, first: str) -> str:
    return ":".join([first, *(f"{byte:02x}" for byte in entropy.bytes(5))])


def _ipv4_addresses(entropy: Entropy) -> list[str]:
    return ["192.0.2.1", "0.0.0.0", "255.255.255.255", _ipv4(entropy)]


def _ipv6_addresses(entropy: Entropy) -> list[str]:
    return ["2001:DB8::1", "::", "::ffff:192.0.2.1", "fe80:0:0:0:0:0:0:1", _ipv6(entropy)]


def _addresses(entropy: Entropy) -> list[str]:
    return _ipv4_addresses(entropy) + _ipv6_addresses(entropy)


def _ipv4_prefixes(entropy: Entropy) -> list[str]:
    return ["10/8", "0.0.0.0/0", "192.0.2.1/24", f"{_ipv4(entropy)}/{entropy.below(33)}"]


def _ipv6_prefixes(entropy: Entropy) -> list[str]:
    return ["2001:db8::/32", "::/0", f"{_ipv6(entropy)}/{entropy.below(129)}"]


def _prefixes(entropy: Entropy) -> list[str]:
    return _ipv4_prefixes(entropy) + _ipv6_prefixes(entropy)


def _units(entropy: Entropy) -> list[str]:
    return [
        "ge-0/0/0.0",
        "xe-0/1/2:3.100",
        "ae0.32767",
        "lo0",
        "irb.10",
        f"et-0/0/{entropy.below(64)}",
        "all",
    ]


def _devices(entropy: Entropy) -> list[str]:
    return ["ge-0/0/0", "xe-0/1/2:3", "ae0", "lo0", "irb", "fxp0", f"et-0/0/{entropy.below(64)}"]


def _wild(entropy: Entropy) -> list[str]:
    return [*_units(entropy), "ge-*", "ge-0/0/[0-3]", "ge-0/0/0.*"]


def _fixed(*texts: str) -> Callable[[Entropy], list[str]]:
    return lambda entropy: list(texts)


BAD_IPV4 = ["1.2.3.999", "1.2.3", "a.b.c.d", "", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 "]
BAD_IPV6 = ["2001:db8::g", "1:2:3", ":::", "1::2::3", "fe80::1%ge-0/0/0"]
BAD_PREFIX = [
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/x",
    "10.0.0/-1",
    "x/8",
    "",
    "2001:db8::/129",
    "10.0.0.0/08",
]
BAD_INTERFACE = ["abc-22/22/22", "ge-0/0", "ge0/0/0", "", "ge-0/0/0.x", "-1/2/3", "ge-0/0/0 "]
BAD_MAC = ["00:11:22:33:44", "00:11:22:33:44:gg", "001122334455", "", "00-11-22-33-44-55"]

JUNOS: dict[str, tuple[Callable[[Entropy], list[str]], list[str] | None]] = {
    "ipaddr": (_addresses, [*BAD_IPV4, *BAD_IPV6]),
    "ipv4addr": (_ipv4_addresses, [*BAD_IPV4, "2001:db8::1"]),
    "ipv6addr": (_ipv6_addresses, [*BAD_IPV6, "192.0.2.1"]),
    "hostname": (
        _fixed("router-1.example.net", "192.0.2.1", "2001:db8::1"),
        ["1.2.3.999", "", "a b", "-x", "a/b"],
    ),
    "ipprefix": (lambda e: [*_prefixes(e), "192.0.2.1", "default"], BAD_PREFIX),
    "ipv4prefix": (lambda e: [*_ipv4_prefixes(e), "192.0.2.1"], [*BAD_PREFIX, "2001:db8::/32"]),
    "ipv6prefix": (lambda e: [*_ipv6_prefixes(e), "2001:db8::1"], [*BAD_PREFIX, "10.0.0.0/8"]),
    "ipprefix-only": (_prefixes, BAD_PREFIX),
    "ipv4prefix-only": (_ipv4_prefixes, BAD_PREFIX),
    "ipv6prefix-only": (_ipv6_prefixes, BAD_PREFIX),
    "ipprefix-mandatory": (_prefixes, [*BAD_PREFIX, "192.0.2.1"]),
    "ipv4prefix-mandatory": (_ipv4_prefixes, [*BAD_PREFIX, "192.0.2.1"]),
    "ipv6prefix-mandatory": (_ipv6_prefixes, [*BAD_PREFIX, "2001:db8::1"]),
    "ipprefix-optional": (lambda e: [*_prefixes(e), "192.0.2.1"], BAD_PREFIX),
    "ipv4prefix-optional": (lambda e: [*_ipv4_prefixes(e), "192.0.2.1"], BAD_PREFIX),
    "ipv6prefix-optional": (lambda e: [*_ipv6_prefixes(e), "2001:db8::1"], BAD_PREFIX),
    "mac-addr": (lambda e: [_mac(e, "00"), "0011.22AA.bbcc", "0:1:2:A:b:c"], BAD_MAC),
    "mac-unicast": (lambda e: [_mac(e, "02"), _mac(e, "00")], [*BAD_MAC, "01:00:5e:00:00:01"]),
    "mac-multicast": (lambda e: [_mac(e, "01")], [*BAD_MAC, "00:00:5e:00:00:01"]),
    "mac-addr-prefix": (lambda e: [_mac(e, "00"), _mac(e, "00") + "/24"], [*BAD_MAC, "00:11:22:33:44:55/49"]),
    "interface-name": (_units, BAD_INTERFACE),
    "interface-unit": (_units, BAD_INTERFACE),
    "interface-device": (_devices, [*BAD_INTERFACE, "ge-0/0/0.0"]),
    "interface-wildcard": (_wild, ["abc-22/22/22", "", "ge 0", "ge-*;"]),
    "interface-range-wild": (_wild, ["abc-22/22/22", "", "ge 0"]),
    "interface-device-wildcard": (_wild, ["abc-22/22/22", "", "ge 0"]),
    "ipaddr-or-interface": (lambda e: _addresses(e) + _units(e), ["1.2.3.999", "abc-22/22/22", ""]),
    "ipv4addr-or-interface": (lambda e: _ipv4_addresses(e) + _units(e), ["1.2.3.999", "2001:db8::1", "x"]),
    "areaid": (_fixed("0", "0.0.0.1", "4294967295"), ["4294967296", "-1", "0.0.1", "x", ""]),
    "sysid": (_fixed("0100.0000.0001", "00AA.00bb.0001"), ["0100.0000", "0100.0000.00zz", ""]),
    "isosysid": (_fixed("0100.0000.0001"), ["0100.0000", "0100.0000.00zz", ""]),
    "isoaddr": (
        _fixed("49.0001.0100.0000.0001.00", "47.0005"),
        ["49.1", "zz.0001", "", "49." + "0001." * 12 + "00"],
    ),
    "isoprefix": (_fixed("49.0001.0100", "47.0005.80/40"), ["49.0001/153", "49.0001/", "x", ""]),
    "esi": (_fixed("00:11:22:33:44:55:66:77:88:99", "0:1:2:3:4:5:6:7:8:A"), ["00:11:22", "", "x"]),
    "community": (
        _fixed(
            "65000:1", "no-export", "target:65001:1", "target:192.0.2.1:7", "large:1:2:3", "origin:65536L:1"
        ),
        ["65000", "no-such", "", "target:x:1", "a b"],
    ),
    "regular-expression": (_fixed("a|b", "^(show .*)$", "[[:digit:]]+\\.x"), ["a(b", "[a", "(a)\\1", "*a("]),
    "class-pattern": (
        _fixed("a|b", "^(show .*)$", "(interfaces)|(protocols)"),
        ["a(b", "[a", "(a)\\1", "*a("],
    ),
    "class-patterns": (_fixed("a|b", "interfaces .*", "[[:digit:]]+\\.x"), ["a(b", "[a", "(a)\\1", "*a("]),
    "policy-algebra": (
        _fixed("alpha", "( A && B )", "( !A || ( B && C ) )"),
        ["( A && )", "( A", "( A B )", ""],
    ),
    "filename": (_fixed("/var/tmp/x", "ftp://user@192.0.2.1/x y", "x"), ["", "a\0b"]),
    "time": (
        _fixed("2020-07-08.07:00:00", "2020-7-8.07:00:00 +0000", "201803202034.00", "07:30"),
        ["25:00", "20181350", "soon", "", "2020-13-01"],
    ),
    "time-of-day": (_fixed("23:59", "23:59:00 +0000", "11:30AM"), ["24:00", "12:60", "noon", ""]),
    "vlan-range": (_fixed("1", "10-20", "4094"), ["4095", "20-10", "x", "", "1-", "1-2-3"]),
    "range": (_fixed("1", "10-20"), ["20-10", "x", "", "1-"]),
    "atm-vci": (_fixed("32", "0.100", "255.65535"), ["65536", "1.2.3", "x", ""]),
    "unsigned-float": (_fixed("0", "1.5", "100"), ["-1", "x", "1.", ""]),
    "size": (_fixed("10m", "128k", "1g", "4096"), ["64kb", "slow", "", "-1", "1 m"]),
    "string-huge": (_fixed(*FREE_TEXTS), None),
    "secret": (_fixed("$9$LbHX-wg4Z", "two words", "x"), [""]),
}
