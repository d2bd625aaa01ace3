"""Which words exist for one session: what its class allows, and what a piped command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.schema.limits import Limited, narrowed
from junosim.schema.node import Kind
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from junosim.access.command_rights import CommandRights
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


_COMPARES = frozenset({"show.configuration", "configuration.show"})
_OPERATIONAL_PIPES = frozenset({"refresh", "request", "resolve"})
_SHOWS_CONFIGURATION = frozenset({*_COMPARES, "show.rescue", "show.rollback"})
_COMMITS = frozenset({"configuration.commit", "configuration.commit-confirmed"})
_ACTING = frozenset({"append", "request", "save", "tee"})  # pipes that do more than show
_DISPLAY = "display"
_ANSWER_FORMS = frozenset({"json", "rfc5952", "xml"})
_COMMIT_FORMS = frozenset({"detail", "xml"})


def commands_for(rights: CommandRights) -> Visible:
    """The words of commands that there are for those who have these rights."""
    return Limited(rights, rights)


def pipes_behind(handler: str | None, rights: CommandRights | None, line: str) -> Visible:
    """The pipes that there may be behind a command line with this handler.

    What a pipe writes or sends is part of the command, as far as the expressions of a login class are concerned.
    """
    hidden = frozenset() if handler in _COMPARES else frozenset({"compare"})
    forms = _forms_of(handler)
    if handler in _COMPARES or (handler or "").startswith("configuration."):
        hidden |= _OPERATIONAL_PIPES
    if not (forms is None or forms):
        hidden |= {_DISPLAY}

    def shows(path: Path, node: Node) -> bool:
        if not path:
            fits = node.name not in hidden
        else:
            fits = forms is None or len(path) > 1 or path[0].node.name != _DISPLAY or node.name in forms
        return fits and (rights is None or _is_permitted(rights, line, path, node))

    return shows


def _is_permitted(rights: CommandRights, line: str, path: Path, node: Node) -> bool:
    if not existing_on(rights.traits)(path, node):
        return False
    verb = path[0].node.name if path else node.name
    if node.kind is not Kind.CONTAINER or verb not in _ACTING:
        return True
    words = " ".join((*(step.node.word for step in path), node.word))
    return rights.verdict(f"{line} | {words}") is not False


def _forms_of(handler: str | None) -> frozenset[str] | None:
    """What `| display` can do with the output of a command; None for all there is."""
    if handler in _SHOWS_CONFIGURATION:
        return None
    if handler in _COMMITS:
        return _COMMIT_FORMS
    return frozenset() if (handler or "").startswith("configuration.") else _ANSWER_FORMS


def levels_among(visible: Visible | None) -> Visible:
    """Those of the visible statements that are levels of the hierarchy, which `edit` goes to."""
    return narrowed(visible, lambda _path, node: node.has_children)
