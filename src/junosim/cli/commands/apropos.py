"""`help apropos`: the commands, or in configuration mode the statements, that mention a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import PAUSE
from junosim.cli.schema_search import commands, stanza, statements
from junosim.cli.topics import typed
from junosim.cli.visibility import commands_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.cli.schema_search import Found
    from junosim.cli.topics import Chain
    from junosim.schema.node import Node


def apropos(context: Context, command: Command) -> Routine:
    """List what mentions the text in its name or help, upper and lower case alike.

    Operational mode lists the commands and arguments that the user may give; configuration mode the statements
    below the current level, as `set` takes them there. A statement that many paths reach is listed once for each
    stanza, on its shortest path; copies of the configuration in groups, logical systems, routing instances and
    dynamic profiles are left out, unless the session edits in one of them.
    """
    text = command.arguments["string"].lower()
    count = 0
    if context.editing is None:
        device = context.device
        visible = commands_for(context.rights)
        for hit in commands(device.release.commands, visible):
            if hit is None:
                yield PAUSE
            elif _mentions(hit[1][-1], text):
                count += 1
                yield _entry("", hit[1])
    else:
        for walk in _stanzas(context, command):
            hits: list[Found] = []
            for hit in walk:
                if hit is None:
                    yield PAUSE
                elif _mentions(hit[1][-1], text):
                    hits.append(hit)
            count += len(hits)
            for _, chain in sorted(hits, key=_place):
                yield _entry("set ", chain)
    if not count:
        yield messages.no_match(command.arguments["string"])


def _stanzas(context: Context, command: Command) -> Iterator[Iterator[Found | None]]:
    """The walks over the statements at the level of the session, at the top one for each stanza."""
    root = context.device.release.configuration
    visible = context.readable
    tops = frozenset(node.name for node in root.children)
    if command.base:
        yield statements(command.base[-1].node, visible, tops)
        return
    for top in root.children:
        if top.order >= 0 and visible((), top):
            yield stanza(top, visible, tops)


def _place(found: Found) -> tuple[int, ...]:
    return found[0]


def _mentions(node: Node, text: str) -> bool:
    return text in node.word.lower() or text in node.help.lower()


def _entry(verb: str, chain: Chain) -> list[str]:
    """The full line with placeholders, and below it the help text."""
    words = " ".join(filter(None, map(typed, chain)))
    return [f"{verb}{words}", f"    {chain[-1].help}"]
