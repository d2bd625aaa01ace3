"""Groups in a large configuration: what they add to a commit of one line, and to showing it.

    python -m benchmarks.groups [LINES]

Interfaces, firewall filters, prefix lists and BGP neighbours of the MX release, made by LINES set commands (default
100,000); groups with wildcards speak about each interface and each neighbour. Times are the processor's. Figures
without a promise have no limit.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from junosim.clock import SystemClock
from junosim.config.commit import Committer
from junosim.config.groups.inheritance import Inheritance
from junosim.config.load import Form, tree_of
from junosim.config.stores import Stores
from junosim.schema.release import load as load_release
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.schema.node import Node

_LINES = 100_000
_GROUPS = """
set groups ports interfaces <ge-*> mtu 9000
set groups ports interfaces <*> unit <*> family inet mtu 1500
set groups peers protocols bgp group <*> neighbor <*> hold-time 90
set groups node system services netconf ssh
set apply-groups [ ports node ]
set protocols bgp apply-groups peers
"""
_EDITS = {
    "an interface": "set interfaces ge-0/0/1 description edit{}",
    "a neighbor": "set protocols bgp group g7 neighbor 10.0.7.2 peer-as {}",
    "the host name": "set system host-name edit{}",
}


def commands(count: int) -> Iterator[str]:
    """About `count` set commands."""
    yield 'set system root-authentication encrypted-password "$6$salt$hash"'
    for number in range(count // 5):
        name = f"ge-{number // 480}/{number // 48 % 10}/{number % 48}"
        address = f"10.{number >> 8 & 255}.{number & 255}"
        yield f"set interfaces {name} unit 0 family inet address {address}.1/24"
        yield f"set interfaces {name} description port{number}"
        yield f"set policy-options prefix-list p{number % 200} {address}.0/24"
        yield f"set protocols bgp group g{number % 50} neighbor {address}.2 peer-as {number + 1}"
        yield f"set firewall family inet filter f{number % 100} term t{number} then accept"


def milliseconds(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that one call takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def figures(schema: Node, lines: int) -> Iterator[Figure]:
    """All figures, for the same configuration without and with groups."""
    source = "\n".join(commands(lines))
    for name, text in (("without groups", source), ("with groups", source + _GROUPS)):
        root, _ = tree_of(schema, text, Form.SET)
        gc.collect()
        gc.freeze()
        stores = Stores(schema, SystemClock(), root)
        committer = Committer(stores)
        first = milliseconds(partial(committer.inheritance.view, root))
        yield Figure(f"{name}: first view of {lines} lines", first, "ms", inf)
        committer.check(stores.shared)  # reads the rules of the whole tree, once
        for what, edit in _EDITS.items():
            spent = _median_commit(stores, committer, edit)
            yield Figure(f"{name}: commit of one line, {what}", spent, "ms", 50)
    spent = _median_commit(stores, committer, "set groups ports interfaces <ge-*> mtu 90{}")
    yield Figure("with groups: commit of a line that all inherit", spent, "ms", inf)
    shown = milliseconds(lambda: finish(Inheritance().explained(root)))
    yield Figure("with groups: until display inheritance begins", shown, "ms", inf)


def _median_commit(stores: Stores, committer: Committer, edit: str) -> float:
    spent = []
    for number in range(10, 15):
        stores.shared.load(edit.format(number), form=Form.SET)
        spent.append(milliseconds(lambda: committer.commit(stores.shared, user="bench")))
    return sorted(spent)[2]


async def measure(lines: int = _LINES) -> list[Figure]:
    """All figures."""
    return list(figures(load_release("mx19").configuration, lines))


if __name__ == "__main__":
    for figure in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else _LINES)):
        print(figure)
