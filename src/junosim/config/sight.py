"""Which statements a login class covers: by its permission flags, and before them by its patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from junosim.config.statement_patterns import PatternReader, Reading, Verdict, words_of_step
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.tree import Keys
    from junosim.schema.node import Node
    from junosim.schema.walk import Path


class Place(NamedTuple):
    """Where a walk stands: the flag that the statement there asks for, what patterns have read, and whether the
    statement is a secret."""

    flag: str | None = None
    read: Reading = Reading()
    is_secret: bool = False


TOP: Final = Place()


class Sight:
    """Which statements one class covers; `attribute` is where they say what they ask for. Secrets ask for the flag
    `for_secrets` as well, if that is given.

    Which flags are asked for below a node is found out once for each node: nodes are shared, and say the same
    wherever they stand.
    """

    def __init__(
        self,
        permissions: frozenset[str],
        attribute: str,
        grants: Callable[[frozenset[str], str], bool],
        reader: PatternReader | None,
        for_secrets: str | None = None,
    ) -> None:
        self._permissions = permissions
        self._attribute = attribute
        self._grants = grants
        self._reader = reader
        self._changes_secrets = for_secrets is None or grants(permissions, for_secrets)
        self._known: dict[str, bool] = {}
        self._below: dict[tuple[Node, bool], bool] = {}
        self._last: tuple[Path, Place] = ((), TOP)

    def step(self, place: Place, node: Node, keys: Keys = ()) -> Place:
        """The place of a statement one level further down."""
        flag = node.attributes.get(self._attribute, place.flag)
        is_secret = node.is_secret or (bool(keys) and any(node.by_name[name].is_secret for name in node.keys))
        if self._reader is None:
            return Place(flag, is_secret=is_secret)
        read = self._reader.step(place.read, words_of_step(Step(node, keys)))
        return Place(flag, read, is_secret=is_secret)

    def at(self, path: Path) -> Place:
        """The place of the statement at the end of a path; the last one asked for is remembered."""
        known, place = self._last
        if path == known:
            return place
        place = TOP if not path else self.step(self.at(path[:-1]), path[-1].node, path[-1].values)
        self._last = path, place
        return place

    def covers(self, place: Place) -> bool:
        """True when the statement at a place is covered."""
        verdict = self._verdict(place)
        if verdict is not Verdict.OPEN:
            return verdict is Verdict.ALLOWED
        return self._grants_flag(place.flag) and (self._changes_secrets or not place.is_secret)

    def _verdict(self, place: Place) -> Verdict:
        return Verdict.OPEN if self._reader is None else self._reader.verdict(place.read)

    def _grants_flag(self, flag: str | None) -> bool:
        if flag is None:
            return True
        found = self._known.get(flag)
        if found is None:
            found = self._known[flag] = self._grants(self._permissions, flag)
        return found

    def reaches(self, path: Path, node: Node) -> bool:
        """True when the statement is covered, or one below it may be."""
        place = self.step(self.at(path), node)
        return self.covers(place) or self.differs_below(place, node)

    def differs_below(self, place: Place, node: Node) -> bool:
        """True when some statement below this one may be covered where this one is not, or the other way round."""
        reader, verdict = self._reader, self._verdict(place)
        covered = self.covers(place)
        if verdict is Verdict.OPEN and self._flag_below(node, covered=not covered):
            return True
        if reader is None or not node.has_children:
            return False
        return reader.has_denials if covered else reader.may_allow_below(place.read)

    def leads_on(self, place: Place) -> bool:
        """True when a pattern allows something below this place."""
        return self._reader is not None and self._reader.may_allow_below(place.read)

    def _flag_below(self, node: Node, *, covered: bool) -> bool:
        """True when a statement below the node asks for a flag of its own that is covered, or not `covered`."""
        found = self._below.get((node, covered))
        return self._search(node, covered) if found is None else found

    def _search(self, node: Node, covered: bool) -> bool:
        """Look at the nodes below, each once: the language is a graph."""
        seen = {node}
        waiting = [node]
        while waiting:
            for child in waiting.pop().children:
                if child in seen:
                    continue
                known = self._below.get((child, covered))
                if known or self._says(child, covered=covered):
                    self._below[node, covered] = True
                    return True
                seen.add(child)
                if known is None and child.has_children:
                    waiting.append(child)
        for searched in seen:
            self._below[searched, covered] = False
        return False

    def _says(self, node: Node, *, covered: bool) -> bool:
        """True when a node itself asks for what is covered, or not `covered`."""
        if node.is_secret and not self._changes_secrets:
            return not covered
        flag = node.attributes.get(self._attribute)
        return flag is not None and self._grants_flag(flag) is covered
