"""A device on hand-made parts, for tests that need no schema: configuration nodes are made on the spot."""

from __future__ import annotations

from dataclasses import dataclass

from junosim.clock import ManualClock
from junosim.config.tree import Branch, Leaf, Mark
from junosim.device.device import Device
from junosim.entropy import SeededEntropy
from junosim.platforms import load_platform
from junosim.schema.node import Kind, Node
from junosim.schema.types import TypeSpec

TEXT = TypeSpec("str")


def container(name: str) -> Node:
    return Node(name, Kind.CONTAINER)


def leaf(name: str, value: str | None, mark: Mark = Mark.NONE) -> Leaf:
    return Leaf(Node(name, Kind.LEAF, type=TEXT), value, mark)


def tree(**system: str) -> Branch:
    leaves = {name.replace("_", "-"): leaf(name.replace("_", "-"), value) for name, value in system.items()}
    below = Branch(container("system"), children=dict(leaves))
    return Branch(container("configuration"), children={"system": below})


@dataclass
class Revision:
    root: Branch
    time: float = 1594188352.0
    user: str = "root"
    client: str = "cli"


@dataclass
class Stores:
    committed: Revision
    confirmation: None = None
    scheduled: None = None

    def speak(self, _visible: object) -> None:
        """Nobody reads texts into these."""


@dataclass
class Release:
    configuration: Node
    commands: Node


def make_device(clock: ManualClock | None = None, **system: str) -> Device:
    return Device(
        load_platform("mx480"),
        Release(container("configuration"), container("commands")),
        Stores(Revision(tree(**system))),
        clock or ManualClock(),
        SeededEntropy(),
    )
