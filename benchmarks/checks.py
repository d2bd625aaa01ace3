"""What the checks of a commit cost, for commits of one line into a large configuration in which much is referenced.

    python -m benchmarks.checks [LINES]

Half of the configuration are interfaces with filters, the rest prefix lists, a firewall filter, BGP neighbors with
policies, and OSPF. Each figure is the time of all rules of the language for one commit, the best of three.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from junosim.config.diff import diff
from junosim.config.load import load, tree_of
from junosim.config.rules.step import Rules
from junosim.config.transition import Transition
from junosim.config.workspace import Workspace
from junosim.schema.release import load as load_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.schema.node import Node

_LINES = 100_000
_PROMISE = 5.0  # milliseconds
_EDITS = (
    "set policy-options prefix-list big 11.0.0.0/32",
    "delete policy-options prefix-list big 10.0.0.1/32",
    "set interfaces ge-9/9/9 unit 0 family inet address 10.9.9.9/24",
    "delete interfaces ge-0/0/5 unit 5",
    "delete interfaces ge-0/0/0 vlan-tagging",
    "set firewall family inet filter f term t5 then count x",
    "set protocols bgp group g5 neighbor 10.0.0.5 import nobody",
    "set chassis network-services enhanced-ip",
    "set bridge-domains b vlan-id 5",
)
_BROAD_EDITS = (  # these concern thousands of statements, and find them
    "delete firewall family inet filter f",
    "delete policy-options policy-statement p",
)


def commands(count: int) -> Iterator[str]:
    """About `count` set commands."""
    yield 'set system root-authentication encrypted-password "$6$x"'
    yield "set policy-options policy-statement p then accept"
    for number in range(count // 8):
        port = f"ge-{number // 480}/{number // 48 % 10}/{number % 48}"
        unit = f"set interfaces {port} unit {number % 10}"
        yield f"set interfaces {port} vlan-tagging"
        yield f"{unit} vlan-id {number % 4000 + 1}"
        yield f"{unit} family inet address 10.{number >> 8 & 255}.{number & 255}.1/24"
        yield f"{unit} family inet filter input f"
    for number in range(count // 4):
        yield f"set policy-options prefix-list big 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32"
    for number in range(count // 24):
        term = f"set firewall family inet filter f term t{number}"
        yield f"{term} from protocol tcp"
        yield f"{term} from destination-port {number % 60000 + 1}"
        yield f"{term} then accept"
        port = f"ge-{number // 480}/{number // 48 % 10}/{number % 48}"
        yield f"set protocols ospf area 0 interface {port}.{number % 10}"
        neighbor = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        yield f"set protocols bgp group g{number % 100} neighbor {neighbor} import p"


def figures(schema: Node, lines: int) -> Iterator[Figure]:
    """All figures."""
    root, loaded = tree_of(schema, "\n".join(commands(lines)))
    assert loaded.errors == 0
    rules = Rules()
    spent, found = _checked(rules, root, root)
    assert found == 0
    yield Figure(f"rules: the whole of {lines} lines", spent, "ms", float("inf"))
    for edits, limit in ((_EDITS, _PROMISE), (_BROAD_EDITS, float("inf"))):
        for edit in edits:
            spent, found = min(_checked(rules, root, _edited(root, edit)) for _ in range(3))
            yield Figure(f"rules: {edit}", spent, "ms", limit, note=f"{found} findings")


def _edited(root: Branch, edit: str) -> Branch:
    work = Workspace(root)
    assert load(work, edit).errors == 0
    return work.root


def _checked(rules: Rules, old: Branch, new: Branch) -> tuple[float, int]:
    """How long the check takes in milliseconds, the comparison of the trees included, and what it finds."""
    start = time.perf_counter()
    found = rules.problems(Transition(old, new, diff(old, new)))
    return (time.perf_counter() - start) * 1000, len(found)


async def measure(lines: int = _LINES) -> list[Figure]:
    """All figures."""
    schema = load_release("mx19").configuration
    gc.collect()
    gc.freeze()  # as the command does once the schema is loaded
    return list(figures(schema, lines))


if __name__ == "__main__":
    for figure in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else _LINES)):
        print(figure)
