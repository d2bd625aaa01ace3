"""What a command line may be, and what becomes of one: the trees it is read against, and the command it gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.access.command_rights import CommandRights
    from junosim.config.wholesale.operands import Ranged
    from junosim.config.wholesale.wildcard import Place
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


class Operand(Enum):
    """What follows the words of a command that takes more than its arguments."""

    STATEMENTS = "statements"  # complete statements, as `set` takes them
    STATEMENT = "statement"  # one statement, with or without its value, as `delete` takes it
    OPTIONAL = "optional"  # the same, or nothing, as `show` takes it
    SIBLING = "sibling"  # a statement beside the one before, as `rename … to` takes it
    PATTERN = (
        "pattern"  # one statement whose last word is a pattern, or nothing, as `wildcard delete` takes it
    )
    RANGES = "ranges"  # complete statements with ranges in their words, as `wildcard range set` takes them
    RANGE = "range"  # one statement with ranges in its words, as `wildcard range delete` takes it
    SUBJECT = "subject"  # keywords of a statement without its values, as `help topic` takes them
    TEXT = "text"  # one free text
    COMMAND = "command"  # a configuration command at another level, as after `top`
    OPERATION = "operation"  # an operational command, as after `run`


Form: TypeAlias = tuple["Operand | tuple[str, ...]", ...]

FORMS: Mapping[str, Form] = {
    "configuration.set": (Operand.STATEMENTS,),
    "configuration.delete": (Operand.OPTIONAL,),
    "configuration.edit": (Operand.STATEMENTS,),
    "configuration.show": (Operand.OPTIONAL,),
    "configuration.activate": (Operand.STATEMENT,),
    "configuration.deactivate": (Operand.STATEMENT,),
    "configuration.protect": (Operand.STATEMENT,),
    "configuration.unprotect": (Operand.STATEMENT,),
    "configuration.range-activate": (Operand.RANGE,),
    "configuration.range-annotate": (Operand.RANGE, Operand.TEXT),
    "configuration.range-deactivate": (Operand.RANGE,),
    "configuration.range-delete": (Operand.RANGE,),
    "configuration.range-protect": (Operand.RANGE,),
    "configuration.range-set": (Operand.RANGES,),
    "configuration.range-unprotect": (Operand.RANGE,),
    "configuration.wildcard-delete": (Operand.PATTERN,),
    "configuration.annotate": (Operand.STATEMENT, Operand.TEXT),
    "configuration.rename": (Operand.STATEMENT, ("to",), Operand.SIBLING),
    "configuration.copy": (Operand.STATEMENT, ("to",), Operand.SIBLING),
    "configuration.insert": (Operand.STATEMENT, ("before", "after"), Operand.SIBLING),
    "configuration.prompt": (Operand.STATEMENT,),
    "configuration.run": (Operand.OPERATION,),
    "configuration.top": (Operand.COMMAND,),
    "configuration.up": (Operand.COMMAND,),
    "help.reference": (Operand.SUBJECT,),
    "help.topic": (Operand.SUBJECT,),
    "show.configuration": (Operand.OPTIONAL,),
}
"""What each handler takes behind its own words; a tuple of words stands for one of these words."""

READING = frozenset(
    {"configuration.edit", "configuration.show", "help.reference", "help.topic", "show.configuration"}
)
"""The handlers of the commands that only look at the statements they name."""

SHOWING = frozenset({"configuration.show", "show.configuration"})
"""The handlers of those that show what is configured there."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The trees that a line is read against, and what of them the user may see.

    `base` is the hierarchy of the session; `climb` gives the one after `top` (None) or `up N`. What the user may
    change is what a command may name, but for the commands in `READING`: those may name what the user may see.
    `rights` decide about the whole line; a grammar without any is for everybody. Words that are there
    (`existing_statement`) and not seen are refused as such by the commands in `SHOWING`.
    """

    commands: Node
    operations: Node
    pipes: Node
    configuration: Node
    base: Path = ()
    visible_command: Visible | None = None
    rights: CommandRights | None = None
    existing_statement: Visible | None = None
    visible_statement: Visible | None = None
    changeable_statement: Visible | None = None
    climb: Callable[[int | None], Path] = lambda levels: ()

    def at(self, commands: Node, base: Path) -> Grammar:
        """The same trees for a nested command at another level."""
        return replace(self, commands=commands, base=base)


@dataclass(frozen=True, slots=True)
class PipeCall:
    """One stage of a pipe: its name (`match`) and its words, spelled out, with the arguments by name."""

    name: str
    words: tuple[str, ...]
    arguments: Mapping[str, str]


@dataclass(slots=True)
class Command:
    """A complete command line.

    `statements` are the statement paths it names (several only for `set`), `other` the path behind `to`,
    `before` or `after`, `link` that word, `text` the free text; `inner` is the command behind `run`, `top`, `up`.
    `line` is what expressions of a login class are held against (`LineParser.line`).
    `ranged` are statements with ranges in them; `pattern` is that of `wildcard delete`, `place` where it holds.
    `secrets` are the places of the words that are values of secrets; `shown` is the line as the log has it.
    """

    handler: str | None
    node: Node
    words: tuple[str, ...] = ()
    arguments: dict[str, str] = field(default_factory=dict)
    base: Path = ()
    statements: tuple[Path, ...] = ()
    other: Path = ()
    link: str = ""
    text: str = ""
    ranged: Ranged | None = None
    place: Place | None = None
    pattern: str = ""
    inner: Command | None = None
    pipes: tuple[PipeCall, ...] = ()
    line: str = ""
    secrets: tuple[int, ...] = ()
    shown: str = ""

    def pipe(self, name: str) -> PipeCall | None:
        """The first pipe of that name behind the command."""
        return next((call for call in self.pipes if call.name == name), None)
