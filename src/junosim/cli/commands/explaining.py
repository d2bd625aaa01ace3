"""`help topic` and `help reference`: what the schema says about a statement, as wrapped text."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.context import PAUSE
from junosim.cli.schema_search import COPIES, statements
from junosim.cli.topics import find, level_text, substatements, typed
from junosim.schema import values
from junosim.schema.node import Flag, Kind, Node

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine
    from junosim.cli.topics import Chain
    from junosim.schema.walk import Visible

_WIDTH: Final = 75
_INDENT: Final = 3
_STEP: Final = 4  # further in, as in `show configuration`


def topic(context: Context, command: Command) -> Routine:
    """The short form: what a statement is for, where it stands, and the statements below it with their help."""
    chain = _subject(context, command)
    if chain is None:
        yield messages.no_match(" ".join(_words(command)))
        return
    statement = chain[-1]
    yield [statement.word, "", *_paragraph(_sentence(statement)), ""]
    yield _paragraph("It stands at the hierarchy level")
    yield _paragraph(level_text(chain[:-1]), 2)
    below = _below(context, statement)
    if below:
        yield ["", *_paragraph("Statements below it:")]
        width = max(len(node.word) for node in below)
        yield [line for node in below for line in _row(node.word, width, node.help)]


def reference(context: Context, command: Command) -> Routine:
    """The long form: syntax, hierarchy levels, description, options, required privileges."""
    chain = _subject(context, command)
    if chain is None:
        yield messages.no_match(" ".join(_words(command)))
        return
    statement = chain[-1]
    below = _below(context, statement)
    yield [statement.word, "", "Syntax", "", *_syntax(statement, below), "", "Hierarchy Level", ""]
    levels = yield from _levels(context, chain)
    yield [line for level in levels for line in _paragraph(level, 1)]
    yield ["", "Description", "", *_paragraph(_sentence(statement))]
    options = list(_options(statement, below))
    if options:
        yield ["", "Options", "", *options]
    yield ["", "Required Privilege Level", "", *_privileges(chain)]


def _subject(context: Context, command: Command) -> Chain | None:
    return find(context.device.release.configuration, _words(command))


def _words(command: Command) -> tuple[str, ...]:
    return tuple(step.node.word for step in command.statements[0])


def _below(context: Context, statement: Node) -> list[Node]:
    visible = _visible(context)
    return [node for node in substatements(statement) if visible((), node)]


def _visible(context: Context) -> Visible:
    return context.readable


# ---------------------------------------------------------------------- where a statement stands


def _levels(context: Context, chain: Chain) -> Generator[Output, str, list[str]]:
    """The levels at which the statement stands: its own, those with its like nearby, and the copies of its stanza.

    Nearby is what stands below the same two topmost statements (`protocols bgp`); a level that many paths reach is
    named once. The copies are looked for right below logical systems, routing instances and dynamic profiles.
    """
    root = context.device.release.configuration
    levels = [level_text(chain[:-1])]
    if len(chain) > 2:
        for hit in statements(chain[1], _visible(context), frozenset()):
            if hit is None:
                yield PAUSE
            elif _is_like(hit[1][-1], chain[-1]):
                levels.append(level_text((*chain[:2], *hit[1][:-1])))
    words = [node.word for node in chain if not node.has_no_word]
    for before in (
        ("logical-systems",),
        ("routing-instances",),
        ("logical-systems", "routing-instances"),
        ("dynamic-profiles",),
    ):
        copy = None if words[0] in COPIES else find(root, (*before, *words))
        if copy is not None and _is_like(copy[-1], chain[-1]):
            levels.append(level_text(copy[:-1]))
    return list(dict.fromkeys(levels))


def _is_like(one: Node, other: Node) -> bool:
    """Whether two statements are the same one at different places."""
    return (one.name, one.kind, one.type, one.keys) == (other.name, other.kind, other.type, other.keys)


# ---------------------------------------------------------------------- the sections


def _syntax(statement: Node, below: Iterable[Node]) -> Iterator[str]:
    """The statement as it is written, with one level of what stands below it."""
    inner = list(below)
    if not inner:
        yield from _paragraph(f"{_form(statement)};", 1)
        return
    yield from _paragraph(f"{typed(statement)} {{", 1)
    for node in inner:
        opens = node.has_children and bool(node.children)
        yield from _paragraph(f"{_form(node)} {{ ... }}" if opens else f"{_form(node)};", 2)
    yield from _paragraph("}", 1)


def _form(node: Node) -> str:
    """A statement with its value: the words it may be, or a placeholder; brackets where it takes several."""
    if node.kind not in (Kind.LEAF, Kind.LEAF_LIST) or node.type is None or node.asks:
        return typed(node)
    words = [word.word for word in values.enumerated(node.type) if not word.deprecated]
    if values.is_open(node.type):
        words.insert(0, f"<{node.name}>")
    value = words[0] if len(words) == 1 else f"({' | '.join(words)})"
    return f"{node.word} [ {value} ... ]" if node.kind is Kind.LEAF_LIST else f"{node.word} {value}"


def _options(statement: Node, below: Iterable[Node]) -> Iterator[str]:
    """The keys and value of the statement, then what stands below it, each with range, unit and default."""
    for key in statement.keys:
        yield from _option(f"<{key}>", statement.by_name[key])
    if statement.type is not None:
        yield from _option(f"<{statement.name}>", statement)
    for node in below:
        yield from _option(node.word, node)


def _option(name: str, node: Node) -> Iterator[str]:
    text = f"{name}--{node.help}{values.value_help(node)}"
    yield from _paragraph(f"{text} (mandatory)." if node.flags & Flag.MANDATORY else f"{text}.")
    if node.type is not None and (words := values.enumerated(node.type)):
        yield from _paragraph("Values: " + ", ".join(word.word for word in words if not word.deprecated), 1)


def _privileges(chain: Chain) -> Iterator[str]:
    """The permissions to see and to change the statement, as the nearest statement above says them."""
    said = next((node.attributes for node in reversed(chain) if "view" in node.attributes), {})
    view, control = said.get("view", "configure"), said.get("control", "configure")
    yield from _paragraph(f"{view}--To view this statement in the configuration.")
    yield from _paragraph(f"{control}--To add this statement to the configuration.")


def _row(name: str, width: int, text: str) -> list[str]:
    """A line of a table of names, with the text wrapped in its column."""
    first = f"{'':{_INDENT + _STEP}}{name:<{width}}  "
    return wrap(text, max(_WIDTH, len(first) + 20), initial_indent=first, subsequent_indent=" " * len(first))


def _sentence(statement: Node) -> str:
    return f"{statement.help.rstrip('.')}."


def _paragraph(text: str, depth: int = 0) -> list[str]:
    """Wrapped text; continued lines stand further in where `depth` is not 0."""
    first = " " * (_INDENT + _STEP * max(depth - 1, 0))
    rest = first + " " * _STEP if depth else first
    return wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
