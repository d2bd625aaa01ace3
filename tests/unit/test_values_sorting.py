"""The order of system-ordered lists."""

from __future__ import annotations

import pytest

from junosim.schema.node import Kind, Node
from junosim.schema.sorting import entry_key
from junosim.schema.types import EnumWord, TypeSpec

UNIT_NUMBER = TypeSpec("union", members=(TypeSpec("literal", words=(EnumWord("*"),)), TypeSpec("u32")))


def list_of(name: str, *specs: TypeSpec) -> Node:
    leaves = tuple(Node(f"key{place}", Kind.LEAF, type=spec) for place, spec in enumerate(specs))
    return Node(name, Kind.LIST, keys=tuple(leaf.name for leaf in leaves), children=leaves)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (list_of("policy-statement", TypeSpec("str")), ["A", "a10", "a2", "b"]),
        (list_of("unit", TypeSpec("str")), ["0", "2", "10", "<*>"]),
        (list_of("unit", UNIT_NUMBER), ["0", "2", "10", "*"]),
        (list_of("area", TypeSpec("u32")), ["1", "9", "10"]),
        (
            list_of("interface", TypeSpec("str")),
            [
                "xe-0/0/2",
                "ge-0/0/10",
                "xe-0/1/0:0",
                "xe-0/1/0:2",
                "ge-1/0/0",
                "ae0",
                "ae1",
                "ae10",
                "fxp0",
                "irb",
                "lo0",
            ],
        ),
        (
            list_of("dhcp", TypeSpec("interface-name")),
            ["ge-0/0/0.0", "ge-0/0/0.2", "ge-0/0/0.10", "ae0.1"],
        ),
        (
            list_of("prefix", TypeSpec("ipprefix")),
            ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "::/0", "<*>"],
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Node) else None,
)
def test_order(node: Node, expected: list[str]) -> None:
    shuffled = expected.copy()
    shuffled.reverse()
    assert sorted(shuffled, key=lambda text: entry_key(node, (text,))) == expected


def test_second_key_decides_between_equal_first_keys() -> None:
    node = list_of("port", TypeSpec("u16"), TypeSpec("u16"))
    entries = [("10", "1"), ("2", "30"), ("2", "4")]
    assert sorted(entries, key=lambda keys: entry_key(node, keys)) == [("2", "4"), ("2", "30"), ("10", "1")]
