"""Values against their types: stored forms, refusals with Junos's words, and what `?` says."""

from __future__ import annotations

import pytest

from junosim.errors import GrammarError, ValueProblem
from junosim.schema import values
from junosim.schema.node import Kind, Node
from junosim.schema.types import EnumWord, Pattern, TypeSpec


def words(*names: str) -> tuple[EnumWord, ...]:
    return tuple(EnumWord(name) for name in names)


U32 = TypeSpec("u32")
PERCENT = TypeSpec("u32", ranges=(("0", "100"),))
SPLIT = TypeSpec("u16", ranges=(("0", "0"), ("10", "20")))
LEVEL = TypeSpec("enum", words=words("any", "info", "notice"))
NAME = TypeSpec("str", ranges=(("1", "8"),))
FILE = TypeSpec(
    "str", ranges=(("1", "1024"),), pattern=Pattern("[/ %]", "Must not contain '/', % or a space", True)
)
HOST = TypeSpec(
    "str", ranges=(("1", "255"),), pattern=Pattern("^[[:alnum:]._-]+$", "Invalid host-name string")
)
DEFAULT_OR_NAME = TypeSpec("union", members=(TypeSpec("literal", words=words("default")), NAME))
UNIT = TypeSpec("union", members=(TypeSpec("literal", words=words("*")), TypeSpec("u32", (("0", "9"),))))


@pytest.mark.parametrize(
    ("spec", "text", "stored"),
    [
        (U32, "65000", "65000"),
        (U32, "007", "7"),
        (U32, "0", "0"),
        (TypeSpec("i32"), "-5", "-5"),
        (SPLIT, "0", "0"),
        (SPLIT, "20", "20"),
        (TypeSpec("u32", (("5", "max"),)), "4294967295", "4294967295"),
        (LEVEL, "info", "info"),
        (HOST, "mx-480.lab", "mx-480.lab"),
        (FILE, "messages", "messages"),
        (TypeSpec("str"), "", ""),
        (TypeSpec("str"), "two words", "two words"),
        (DEFAULT_OR_NAME, "default", "default"),
        (UNIT, "*", "*"),
        (TypeSpec("dec2", (("0", "100"),)), "0.5", "0.5"),
        (TypeSpec("ipaddr"), "2001:DB8:0:0::1", "2001:db8::1"),
        (TypeSpec("ipv6addr"), "::FFFF:192.0.2.1", "::ffff:192.0.2.1"),
        (TypeSpec("ipv6addr"), "::192.0.2.1", "::192.0.2.1"),
        (TypeSpec("ipv6addr"), "::1", "::1"),
        (TypeSpec("ipprefix"), "10.0.0.1", "10.0.0.1/32"),
        (TypeSpec("ipprefix"), "2001:DB8::1", "2001:db8::1/128"),
        (TypeSpec("ipprefix"), "10/8", "10.0.0.0/8"),
        (TypeSpec("ipprefix"), "default", "0.0.0.0/0"),
        (TypeSpec("ipv4prefix"), "192.0.2.1/24", "192.0.2.1/24"),
        (TypeSpec("ipprefix-optional"), "10.0.0.1", "10.0.0.1"),
        (TypeSpec("mac-addr"), "00:11:22:AA:b:CC", "00:11:22:aa:0b:cc"),
        (TypeSpec("mac-unicast"), "0011.22AA.0bcc", "00:11:22:aa:0b:cc"),
        (TypeSpec("mac-addr-prefix"), "00:11:22:33:44:55", "00:11:22:33:44:55/48"),
        (TypeSpec("areaid"), "0", "0.0.0.0"),
        (TypeSpec("areaid"), "256", "0.0.1.0"),
        (TypeSpec("areaid"), "0.0.0.3", "0.0.0.3"),
        (TypeSpec("interface-name"), "ge-0/0/0", "ge-0/0/0.0"),
        (TypeSpec("interface-name"), "all", "all"),
        (TypeSpec("interface-unit"), "irb.100", "irb.100"),
        (TypeSpec("interface-device"), "xe-0/0/1:3", "xe-0/0/1:3"),
        (TypeSpec("interface-wildcard"), "ge-0/0/*", "ge-0/0/*"),
        (TypeSpec("ipaddr-or-interface"), "192.0.2.1", "192.0.2.1"),
        (TypeSpec("ipaddr-or-interface"), "ge-0/0/0.1", "ge-0/0/0.1"),
        (TypeSpec("isoaddr"), "49.0001.0100.0000.00AA.00", "49.0001.0100.0000.00aa.00"),
        (TypeSpec("esi"), "0:1:2:3:4:5:6:7:8:A", "00:01:02:03:04:05:06:07:08:0a"),
        (TypeSpec("vlan-range"), "010-20", "10-20"),
        (TypeSpec("policy-algebra"), "(A&&!B)", "( A && !B )"),
        (TypeSpec("size"), "10m", "10m"),
        (TypeSpec("secret"), "$9$x", "$9$x"),
    ],
)
def test_stored_form(spec: TypeSpec, text: str, stored: str) -> None:
    assert values.check(spec, text) == stored
    assert values.check(spec, stored) == stored
    assert values.matches(spec, text)


@pytest.mark.parametrize(
    ("spec", "text", "message"),
    [
        (U32, "4294967296", "Value 4294967296 is not within range (0..4294967295) at '4294967296'"),
        (SPLIT, "5", "Value 5 is not within range (0|10..20) at '5'"),
        (PERCENT, "-1", "Invalid numeric value: '-1' at '-1'"),
        (TypeSpec("i8"), "-129", "Value -129 is not within range (-128..127) at '-129'"),
        (U32, "slow", "Invalid numeric value: 'slow' at 'slow'"),
        (U32, "", "Invalid numeric value: '' at ''"),
        (U32, "10k", "Invalid trailing data 'k' for numeric value: '10k' at '10k'"),
        (TypeSpec("size"), "64kb", "Invalid trailing data 'b' for numeric value: '64kb' at '64kb'"),
        (TypeSpec("size"), "slow", "Invalid numeric value: 'slow' at 'slow'"),
        (TypeSpec("dec2"), "1.234", "Invalid trailing data '4' for numeric value: '1.234' at '1.234'"),
        (TypeSpec("dec2", (("0", "100"),)), "101", "Value 101 is not within range (0..100) at '101'"),
        (LEVEL, "loud", "invalid value 'loud'"),
        (NAME, "123456789", "Must be a string of 8 characters or less"),
        (NAME, "", "Must be a string of 1 characters or more"),
        (FILE, "a/b", "Must not contain '/', % or a space"),
        (HOST, "a b", "Invalid host-name string"),
        (TypeSpec("ipaddr"), "1.2.3.999", "invalid ip address or hostname: 1.2.3.999 at '1.2.3.999'"),
        (TypeSpec("ipprefix"), "10.0.0.0/33", "invalid prefix length in '10.0.0.0/33': '33'"),
        (TypeSpec("ipv4prefix"), "x/8", "invalid ip address or hostname: x at 'x/8'"),
        (TypeSpec("ipprefix-mandatory"), "10.0.0.0", "missing prefix length in '10.0.0.0'"),
        (TypeSpec("interface-device"), "abc-22/22/22", "invalid interface type in 'abc-22/22/22'."),
        (TypeSpec("interface-unit"), "ge-0/0/0.x", "invalid value 'x' in 'ge-0/0/0.x'."),
        (TypeSpec("mac-unicast"), "01:00:5e:00:00:01", "invalid mac address: '01:00:5e:00:00:01'"),
        (TypeSpec("regular-expression"), "a(b", "invalid regular expression: 'a(b'"),
        (TypeSpec("regular-expression"), r"(a)\1", r"invalid regular expression: '(a)\1'"),
        (TypeSpec("areaid"), "4294967296", "invalid value '4294967296'"),
        (UNIT, "10", "Value 10 is not within range (0..9) at '10'"),
    ],
)
def test_refusal(spec: TypeSpec, text: str, message: str) -> None:
    assert not values.matches(spec, text)
    with pytest.raises(ValueProblem) as caught:
        values.check(spec, text)
    assert caught.value.message == message


def test_wildcards_and_variables_only_where_they_are_allowed() -> None:
    assert values.check(U32, "<*>", wildcard=True) == "<*>"
    assert values.check(U32, "$junos-interface-unit", variable=True) == "$junos-interface-unit"
    for text in ("<*>", "$junos-interface-unit"):
        assert not values.matches(U32, text)
    assert not values.matches(U32, "<>", wildcard=True)
    assert not values.matches(U32, "$", variable=True)


def test_very_long_numbers_are_refused_like_others() -> None:
    digits = "9" * 20000
    with pytest.raises(ValueProblem, match="is not within range"):
        values.check(U32, digits)


def test_unknown_type_is_a_fault_of_the_grammar() -> None:
    with pytest.raises(GrammarError, match="no-such-type"):
        values.check(TypeSpec("no-such-type"), "x")
    with pytest.raises(GrammarError, match="does not compile"):
        values.check(TypeSpec("str", pattern=Pattern("(", "")), "x")


def test_words_of_a_union() -> None:
    assert [word.word for word in values.enumerated(DEFAULT_OR_NAME)] == ["default"]
    assert values.is_open(DEFAULT_OR_NAME)
    assert not values.is_open(LEVEL)


def test_sizes_are_recognised_by_name_or_unit() -> None:
    text = TypeSpec("str")
    assert values.refined(text, "size", None).base == "size"
    assert values.refined(text, "burst-size-limit", "bytes").base == "size"
    assert values.refined(text, "bandwidth-limit", "bits_per_second").base == "size"
    assert values.refined(text, "description", None) is text
    assert values.refined(NAME, "size", None) is NAME


def leaf(spec: TypeSpec, name: str = "timeout", unit: str | None = None, default: str | None = None) -> Node:
    return Node(name, Kind.LEAF, type=spec, unit=unit, default=default)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (leaf(U32), " (0..4294967295)"),
        (leaf(PERCENT, unit="percent", default="50"), " (0..100 percent; default 50)"),
        (leaf(U32, unit="packets_per_second"), " (0..4294967295 packets per second)"),
        (leaf(LEVEL, default="info"), " (default info)"),
        (leaf(HOST), ""),
        (leaf(TypeSpec("ipv4addr")), " (IPv4 address)"),
        (leaf(UNIT), " (0..9)"),
        (Node("finger", Kind.LEAF), ""),
    ],
)
def test_help_suffix(node: Node, text: str) -> None:
    assert values.value_help(node) == text


@pytest.mark.parametrize(
    ("name", "spec", "label"),
    [
        ("host-name", HOST, "<host-name>"),
        ("share", PERCENT, "<share>"),
        ("name", DEFAULT_OR_NAME, "<name>"),
        ("name", TypeSpec("interface-device"), "<interface-name>"),
        ("source", TypeSpec("interface-device"), "<source>"),
    ],
)
def test_a_placeholder_has_the_name_of_the_leaf_or_of_its_type(name: str, spec: TypeSpec, label: str) -> None:
    assert values.placeholder(Node(name, Kind.LEAF, type=spec)) == label
