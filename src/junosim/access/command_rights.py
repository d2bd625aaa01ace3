"""Which commands a login class may run on a platform, and which words of them it therefore sees.

A command asks for the permission flag in its attribute `view`, or for that of the nearest command it lies below; one
without any is free. Words that lie above a command with a flag of its own say so with `leads-to`. The expressions of
the class (`access.command_rules`) come before the flags.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.access.classes import Expressions
from junosim.access.command_rules import CommandRules
from junosim.access.permissions import ALL
from junosim.schema.node import Flag, Kind
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from junosim.access.classes import LoginClass
    from junosim.schema.node import Node
    from junosim.schema.walk import Path

_FLAG: Final = "view"
_LEADS_TO: Final = "leads-to"
_ALIASES: Final = frozenset({"edit", "exit"})  # of `configure` and `quit`


@lru_cache(maxsize=256)
def rights_of(login_class: LoginClass, traits: frozenset[str]) -> CommandRights:
    """The rights of a class on a platform with these traits."""
    return CommandRights(login_class, traits)


class CommandRights:
    """What one login class may run; as `Visible` it says which words exist for its members, as `Limits` which values.

    A word is there for those who may run the command that it ends, or some command below it. For a value that nobody
    has typed yet this may be said too often, but a whole command is never run without `permits`.
    """

    __slots__ = ("_exceptions", "_exists", "_hides", "_known", "_permissions", "_rules", "traits")

    def __init__(self, login_class: LoginClass, traits: frozenset[str]) -> None:
        self.traits = traits
        self._permissions = login_class.permissions
        self._exists = existing_on(traits)
        expressions = login_class.commands
        has_rules = bool(
            expressions.allow is not None
            or expressions.deny is not None
            or expressions.allow_each
            or expressions.deny_each
        )
        self._rules = CommandRules(expressions) if has_rules else None
        self._hides = login_class.no_hidden_commands
        self._exceptions = CommandRules(Expressions(allow_each=login_class.hidden_exceptions))
        self._known: dict[tuple[Node, str | None, str], bool] = {}

    # ------------------------------------------------------------------ whole commands

    def permits(self, path: Path, line: str) -> bool:
        """True when a command may be run. `path` leads to it, `line` has all its words, spelled out."""
        verdict = self.verdict(line)
        return self._grants(_flag_at(path)) if verdict is None else verdict

    def verdict(self, line: str) -> bool | None:
        """What the expressions of the class say about a line; None where they say nothing."""
        return None if self._rules is None else self._rules.verdict(line)

    # ------------------------------------------------------------------ words

    def __call__(self, path: Path, node: Node) -> bool:
        """True for a word that exists for the members of the class."""
        needs_line = self._rules is not None or self._hides
        if ALL in self._permissions and not needs_line:
            return self._exists(path, node)
        line = line_of(path) if needs_line else ""
        return self._shows(node, _flag_at(path), line)

    def has_word(self, hierarchy: Path, leaf: Node, word: str) -> bool:
        """False for the word of an argument that makes the command one that is denied."""
        if self._rules is None:
            return True
        return self.permits(hierarchy, _joined(_joined(line_of(hierarchy), leaf), word))

    def check(self, hierarchy: Path, leaf: Node, value: str) -> None:
        """Values have no limits before the line is whole."""

    def _shows(self, node: Node, inherited: str | None, above: str) -> bool:
        """As `__call__`, for a node below a line of words (none are collected without rules)."""
        key = (node, inherited, above)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(node, inherited, above)
        return found

    def _find(self, node: Node, inherited: str | None, above: str) -> bool:
        if not self._exists((), node):
            return False
        flag = node.attributes.get(_FLAG, inherited)
        rules = self._rules
        line = _joined(above, node) if rules is not None or self._hides else above
        if self._hides and node.flags & Flag.HIDDEN and not self._is_excepted(node, line):
            return False
        verdict = None if rules is None else rules.verdict(line)
        may = self._grants(flag) if verdict is None else verdict
        if node.kind is not Kind.CONTAINER:
            return may or (rules is not None and self._may_follow(node, flag, above, line, rules))
        if may and (node.is_executable or not node.children):
            return True
        if not may and not self._may_lie_below(node, line):
            return False
        return any(self._shows(child, flag, line) for child in node.children)

    def _is_excepted(self, node: Node, line: str) -> bool:
        """True for a hidden command that stays: an exception of the class, and other names of listed commands."""
        return node.name in _ALIASES or self._exceptions.verdict(line) is True

    def _may_follow(self, node: Node, flag: str | None, above: str, line: str, rules: CommandRules) -> bool:
        """True for an argument that may not be given alone, but behind another one, or with some value.

        What is denied behind the command alone is so behind all else.
        """
        if rules.may_allow_below(above):
            return True
        is_open = rules.verdict(line) is False and not rules.denies_below(line)
        return node.type is not None and is_open and self._grants(flag)

    def _may_lie_below(self, node: Node, line: str) -> bool:
        """True when something below a word that may not be used may have to be looked at."""
        rules = self._rules
        if rules is not None and rules.may_allow_below(line):
            return True
        if rules is not None and rules.denies_below(line):
            return False
        leads_to = node.attributes.get(_LEADS_TO)
        if leads_to is not None and any(self._grants(flag) for flag in leads_to.split()):
            return True
        return rules is not None and rules.verdict(line) is False

    def _grants(self, flag: str | None) -> bool:
        return flag is None or ALL in self._permissions or not self._permissions.isdisjoint(flag.split())


def line_of(path: Path) -> str:
    """The words of a path, spelled out."""
    return " ".join(word for step in path for word in step.words)


def _flag_at(path: Path) -> str | None:
    """The flag that what lies at the end of a path asks for."""
    for step in reversed(path):
        flag = step.node.attributes.get(_FLAG)
        if flag is not None:
            return flag
    return None


def _joined(line: str, more: Node | str) -> str:
    """A line and one more word: that of a node, which may have none, or one as it is."""
    if isinstance(more, str):
        word = more
    elif more.has_no_word:
        return line
    else:
        word = more.word
    return f"{line} {word}" if line else word
