"""Which words exist for one session: what its class allows, a piped command takes, the platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.schema.limits import narrowed
from junosim.schema.node import Kind
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


_COMPARES = frozenset({"show.configuration", "configuration.show"})
_OPERATIONAL_PIPES = frozenset({"refresh", "request", "resolve"})
_SHOWS_CONFIGURATION = frozenset({*_COMPARES, "show.rescue", "show.rollback"})
_COMMITS = frozenset({"configuration.commit", "configuration.commit-confirmed"})
_DISPLAY = "display"
_ANSWER_FORMS = frozenset({"json", "rfc5952", "xml"})
_COMMIT_FORMS = frozenset({"detail"})


def commands_for(permissions: frozenset[str], traits: frozenset[str]) -> Visible:
    """The command words that a class with these permissions sees on a platform with these traits.

    A word with a permission is there for those who have it. One that names none, and cannot be executed itself, is
    there as long as something below it is.
    """
    known: dict[Node, bool] = {}
    exists = existing_on(traits)

    def allows(node: Node) -> bool:
        found = known.get(node)
        if found is None:
            found = known[node] = _is_granted(node)
        return found

    def _is_granted(node: Node) -> bool:
        if not exists((), node):
            return False
        needed = node.attributes.get("view")
        if needed is not None:
            return not permissions.isdisjoint(needed.split())
        if node.kind is not Kind.CONTAINER or node.is_executable or not node.children:
            return True
        return any(allows(child) for child in node.children)

    if "all" in permissions:
        return exists
    return lambda _path, node: allows(node)


def pipes_behind(handler: str | None, visible: Visible | None) -> Visible:
    """The pipes that a command with this handler may have, out of those that are visible."""
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
        return fits and (visible is None or visible(path, node))

    return shows


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
