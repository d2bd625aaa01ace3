"""Configurations of any size, made by rule: interfaces, prefix lists, firewall filters, BGP groups.

A third of the lines are of each of the first three kinds and BGP takes what is left, as set commands or as the text
that shows the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PORTS = 480  # of one FPC
_LIST = 50  # prefixes of a small list


def commands(count: int) -> Iterator[str]:
    """About `count` set commands."""
    yield 'set system root-authentication encrypted-password "$6$x"'
    yield "set routing-options autonomous-system 65000"
    yield from _interfaces(count * 3 // 10)
    yield from _prefix_lists(count * 3 // 10)
    yield from _filters(count * 2 // 10)
    yield from _neighbors(count * 2 // 10)


def _interfaces(count: int) -> Iterator[str]:
    """Three lines a port."""
    for number in range(count // 3):
        port = f"ge-{number // _PORTS}/{number // 48 % 10}/{number % 48}"
        yield f'set interfaces {port} description "port {number}"'
        yield f"set interfaces {port} unit 0 family inet address {_address(number, 1)}/24"
        yield f"set interfaces {port} unit 0 family inet mtu {1500 + number % 500}"


def _prefix_lists(count: int) -> Iterator[str]:
    """Half of them in one list, the others in small ones."""
    for number in range(count):
        name = "big" if number < count // 2 else f"P{number // _LIST}"
        yield f"set policy-options prefix-list {name} {_address(number)}/32"


def _filters(count: int) -> Iterator[str]:
    """Four lines a term, a hundred terms a filter."""
    for number in range(count // 4):
        term = f"set firewall family inet filter F{number // 100} term t{number % 100}"
        yield f"{term} from protocol tcp"
        yield f"{term} from destination-port {number % 60000 + 1}"
        yield f"{term} then count c{number}"
        yield f"{term} then accept"


def _neighbors(count: int) -> Iterator[str]:
    """Two lines a neighbor, fifty neighbors a group."""
    for number in range(count // 2):
        group = f"set protocols bgp group G{number // 50}"
        if not number % 50:
            yield f"{group} type external"
        neighbor = f"{group} neighbor {_address(number, 2)}"
        yield f"{neighbor} peer-as {64512 + number % 1000}"
        yield f'{neighbor} description "peer {number}"'


def _address(number: int, last: int | None = None) -> str:
    """An address of 10.0.0.0/8, or one in the subnet of that number."""
    if last is None:
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return f"{10 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.{last}"
