"""The operational commands of several releases as one tree of words, each with the releases that have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.schema.rpc_facts import Argument, RpcFacts

# Commands that the source gives under a name for machines.
_COMMANDS = {"file-copy": ("file", "copy"), "file-rename": ("file", "rename")}


@dataclass(slots=True)
class MergedArgument:
    """An argument and the releases where it is exactly so; `members` are merged likewise."""

    argument: Argument
    releases: set[str]
    members: list[MergedArgument] = field(default_factory=list)

    def within(self, releases: set[str]) -> MergedArgument:
        """The same argument for some of its releases."""
        members = [member.within(releases) for member in self.members if member.releases & releases]
        return MergedArgument(self.argument, self.releases & releases, members)


@dataclass(slots=True)
class CommandWord:
    """One word of a command: its RPC if it can be executed, arguments, and the words that may follow.

    `executable` are the releases in which it can be; elsewhere the word only leads to others.
    """

    releases: set[str] = field(default_factory=set)
    rpc: str = ""
    executable: set[str] = field(default_factory=set)
    arguments: list[MergedArgument] = field(default_factory=list)
    children: dict[str, CommandWord] = field(default_factory=dict)

    def count(self) -> int:
        """The number of words from here on."""
        return 1 + sum(child.count() for child in self.children.values())

    def within(self, releases: set[str]) -> CommandWord:
        """The same word for some of its releases."""
        executable = self.executable & releases
        return CommandWord(
            self.releases & releases,
            self.rpc if executable else "",
            executable,
            [argument.within(releases) for argument in self.arguments if argument.releases & releases],
            {
                word: child.within(releases)
                for word, child in self.children.items()
                if child.releases & releases
            },
        )

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], CommandWord]]:
        """All words below, with their paths."""
        for word, child in self.children.items():
            yield (*path, word), child
            yield from child.walk((*path, word))


def merge(facts: Mapping[str, RpcFacts]) -> CommandWord:
    """The commands of all releases in one tree. RPCs without a known command are left out."""
    root = CommandWord()
    for release, found in facts.items():
        root.releases.add(release)
        for rpc in found.rpcs:
            words = _COMMANDS.get(rpc.name, rpc.words)
            if not words:
                continue
            node = root
            for word in words:
                node = node.children.setdefault(word, CommandWord())
                node.releases.add(release)
            node.rpc = rpc.name
            node.executable.add(release)
            _merge_arguments(node.arguments, rpc.arguments, release)
    return root


def merge_groups(facts: Mapping[str, RpcFacts]) -> dict[str, list[MergedArgument]]:
    """The named groups of arguments of all releases, by name."""
    groups: dict[str, list[MergedArgument]] = {}
    for release, found in facts.items():
        for name, arguments in found.groups.items():
            _merge_arguments(groups.setdefault(name, []), arguments, release)
    return groups


def _merge_arguments(merged: list[MergedArgument], arguments: tuple[Argument, ...], release: str) -> None:
    """Add the arguments of one release; equal ones are shared, the order of the first release is kept."""
    for argument in arguments:
        known = next((entry for entry in merged if _same(entry.argument, argument)), None)
        if known is None:
            known = MergedArgument(argument, set())
            merged.append(known)
        known.releases.add(release)
        _merge_arguments(known.members, argument.members, release)


def _same(one: Argument, other: Argument) -> bool:
    mine = (one.kind, one.name, one.type, one.attributes, one.pattern)
    return mine == (other.kind, other.name, other.type, other.attributes, other.pattern)
