"""Predefined login classes stay as they are: who configures one configures `NAME-local` [vendor documentation]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.classes import PREDEFINED
from junosim.cli import messages
from junosim.config import arrange
from junosim.config.query import entries
from junosim.errors import ConfigurationError
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

_CLASSES: Final = ("system", "login", "class")
_DEPTH: Final = len(_CLASSES)


def localized(paths: Iterable[Path]) -> Iterator[tuple[Path, str | None]]:
    """The statements as they are to be set, and the name of each class that was predefined."""
    for path in paths:
        place = _place(path)
        if place is None:
            yield path, None
        else:
            step = path[place]
            local = Step(step.node, (_local(step.values[0]),))
            yield (*path[:place], local, *path[place + 1 :]), step.values[0]


def localize(work: Workspace) -> Iterator[str]:
    """Rename the predefined classes that a text has brought; their names."""
    held = {entry.keys[0]: entry for entry in entries(work.root, *_CLASSES)}
    for name in PREDEFINED:
        if name in held and _local(name) not in held:
            path = _path_to(work, name)
            work.apply(arrange.rename, path, (*path[:-1], Step(path[-1].node, (_local(name),))))
            yield name


def refuse_predefined(*paths: Path) -> None:
    """Raise ConfigurationError for a path that names a predefined class."""
    for path in paths:
        place = _place(path)
        if place is not None:
            raise ConfigurationError(messages.predefined_target(path[place].values[0]))


def _local(name: str) -> str:
    return f"{name}-local"


def _place(path: Path) -> int | None:
    """Where in a path a predefined class is named, also within a group; None for most."""
    for place in range(_DEPTH - 1, len(path)):
        step = path[place]
        if step.node.name == _CLASSES[-1] and step.values and step.values[0] in PREDEFINED:
            names = tuple(above.node.name for above in path[place - _DEPTH + 1 : place + 1])
            if names == _CLASSES:
                return place
    return None


def _path_to(work: Workspace, name: str) -> Path:
    node, path = work.root.node, []
    for word in _CLASSES:
        node = node.by_name[word]
        path.append(Step(node))
    return (*path[:-1], Step(node, (name,)))
