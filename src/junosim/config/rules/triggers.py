"""From what changed between two trees to the statements that may violate a rule because of it.

A rule that held can only be broken where its bearer is new or changed, or where something that it reads came or
went, whichever of the two harms it. Which bearers read just the keys and values that changed follows from the path
of the rule: often their own value or a key on their way is the same text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from junosim.config.diff import Kind
from junosim.config.rules.evaluate import fits_fixed, template_key
from junosim.config.rules.index import NOT_CHECKED
from junosim.config.rules.spots import Bearer, Spot, spot_at
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.constraints import Harm
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.diff import Change, Changes
    from junosim.config.rules.compiled import Move, Names, Rule
    from junosim.config.rules.evaluate import Evaluator
    from junosim.config.rules.index import Index, Place, Reader
    from junosim.schema.constraints import Word
    from junosim.schema.walk import Path

# What all bearers that are concerned have in common: their own value ("own"), the device that it names ("device"),
# or the unit ("unit", as DEVICE.UNIT), or the key of a list on their way ("key NAME"); and its text.
Binding: TypeAlias = tuple[str, str]

EVERY: Final[Binding] = ("", "")  # nothing in common: all bearers are concerned

_ALL = Harm.COMES | Harm.GOES


class Event(NamedTuple):
    """An active statement that went, and one that came, at one path."""

    path: Path
    gone: Branch | Leaf | Values | None
    come: Branch | Leaf | Values | None


class Concern(NamedTuple):
    """A rule that has to be looked at for all bearers below `start` that fit `wanted`."""

    start: Spot
    place: Place
    rule: Rule
    depth: int
    wanted: Wanted


class Wanted:
    """Which bearers are concerned: those that have one of these texts in one of these respects, or all."""

    __slots__ = ("everything", "texts")

    def __init__(self) -> None:
        self.everything = False
        self.texts: dict[str, set[str]] = {}

    def add(self, binding: Binding) -> None:
        """Let more bearers be concerned."""
        if binding == EVERY:
            self.everything = True
        else:
            self.texts.setdefault(binding[0], set()).add(binding[1])

    def only(self, respect: str) -> set[str] | None:
        """The texts, if this is the only respect that counts."""
        if self.everything or len(self.texts) != 1:
            return None
        return self.texts.get(respect)

    def holds(self, bearer: Bearer) -> bool:
        """True when the bearer is concerned, unless all are."""
        return any(_text(bearer, respect) in texts for respect, texts in self.texts.items())


def events(changes: Changes) -> Iterator[Event | None]:
    """What came and what went, and pauses."""
    beat = Beat()
    for change in changes:
        if beat.due():
            yield None
        if change.kind is Kind.MOVED or not change.path:
            continue
        gone, come = _active(change.old), _active(change.new)
        if change.kind is Kind.MARKED and gone is not None and come is not None:
            continue  # another comment, or protected
        yield _event(change, gone, come)


def _event(change: Change, gone: Branch | Leaf | Values | None, come: Branch | Leaf | Values | None) -> Event:
    if isinstance(gone, Values) and isinstance(come, Values):
        old, new = set(gone.values), set(come.values)
        gone = Values(gone.node, tuple(value for value in gone.values if value not in new))
        come = Values(come.node, tuple(value for value in come.values if value not in old))
    return Event(change.path, gone, come)


def changed(index: Index, new: Branch, found: list[Event]) -> Iterator[tuple[Spot, Place] | None]:
    """The statements that bear rules and came or changed, and pauses."""
    beat = Beat()
    for event in found:
        if beat.due():
            yield None
        if event.come is None or event.path[0].node.name in NOT_CHECKED:
            continue
        spot = spot_at(new, event.path)
        if spot is not None:
            yield from index.spots(spot)


def concerns(index: Index, new: Branch, found: list[Event], evaluator: Evaluator) -> Iterator[Concern | None]:
    """The rules that may be broken by what they read, and pauses."""
    beat = Beat()
    asked: dict[tuple[Path, int], Concern] = {}
    starts: dict[Path, Spot | None] = {}
    whole = Bearer(new, (new,), None)
    static: dict[int, bool] = {}
    for event in found:
        for reader in index.readers(event.path):
            bindings = []
            for binding in _bindings(reader, event, beat):
                if binding is None:
                    yield None
                else:
                    bindings.append(binding)
            if beat.due():
                yield None
            if not bindings:
                continue
            rule, depth = reader.rule, reader.route.depth
            if rule.is_static:
                if id(rule) not in static:
                    static[id(rule)] = evaluator.is_true(rule, whole)
                if static[id(rule)]:
                    continue
            above = event.path[:depth]
            if above not in starts:
                starts[above] = spot_at(new, above)
            start = starts[above]
            if start is None:
                continue
            key = (above, id(rule))
            if key not in asked:
                asked[key] = Concern(start, reader.place, rule, depth, Wanted())
            for binding in bindings:
                asked[key].wanted.add(binding)
    yield from asked.values()


def bearers(concern: Concern) -> Iterator[Spot | None]:
    """The statements that bear the rule and are concerned, and pauses."""
    names = concern.place.names
    beat = Beat()
    for spot in _instances(concern.start, names[concern.depth :], concern):
        if beat.due():
            yield None
        if concern.wanted.everything or any(map(concern.wanted.holds, spot.bearers(concern.rule.key))):
            yield spot


# ---------------------------------------------------------------------- bindings


def _active(item: Item | None) -> Branch | Leaf | Values | None:
    if item is None or isinstance(item, Entries) or item.mark & Mark.INACTIVE:
        return None
    return item


def _bindings(reader: Reader, event: Event, beat: Beat) -> Iterator[Binding | None]:
    """How the rule may read what came or went, nothing if that cannot harm it; and pauses."""
    moves = reader.route.moves
    steps = event.path[reader.route.depth :]
    for harm, item in ((Harm.GOES, event.gone), (Harm.COMES, event.come)):
        if item is None or not reader.harm & harm:
            continue
        if reader.harm == _ALL:
            yield EVERY  # of `all`, what came may lack the rest of the path
            continue
        bound = [EVERY]
        for move, step in zip(moves[: len(steps) - 1], steps, strict=False):
            if not fits_fixed(move.tests, step.values):
                bound = []
                break
            bound = [_bind(reader, move.tests, step.values, binding) for binding in bound]
        for binding in bound:
            yield from _below(reader, item, moves[len(steps) - 1 :], binding, beat)


def _below(
    reader: Reader, item: Branch | Leaf | Values, moves: tuple[Move, ...], binding: Binding, beat: Beat
) -> Iterator[Binding | None]:
    """The bindings of all that a path names in `item`, which its first move leads to; and pauses."""
    if beat.due():
        yield None
    tests, rest = moves[0].tests, moves[1:]
    if not isinstance(item, Branch):
        if not tests:
            yield binding
            return
        values = item.values if isinstance(item, Values) else (item.value,)
        for value in values:
            if value is not None and fits_fixed(tests, (value,)):
                yield _bind(reader, tests, (value,), binding)
        return
    if not fits_fixed(tests, item.keys):
        return
    binding = _bind(reader, tests, item.keys, binding)
    if not rest:
        yield binding
        return
    found = item.children.get(rest[0].name)
    below = found.entries.values() if isinstance(found, Entries) else (found,)
    for child in below:
        active = _active(child)
        if active is not None:
            yield from _below(reader, active, rest, binding, beat)


def _bind(reader: Reader, tests: tuple[Word, ...], texts: tuple[str, ...], known: Binding) -> Binding:
    """What is known of the bearers once keys or a value are: `known`, or what concerns fewer of them."""
    for test, text in zip(tests, texts, strict=False):
        if test.kind == "own":
            known = ("own", text)
        elif test.kind == "device" and known[0] != "own":
            known = ("device", text)
        elif test.kind == "unit" and known[0] == "device":
            known = ("unit", f"{known[1]}.{text}")
        elif test.kind == "template" and known == EVERY:
            name = template_key(test.text)
            if name is not None and reader.place.names.count(name) == 1:
                known = (f"key {name}", text)
    return known


def _text(bearer: Bearer, respect: str) -> str | None:
    if respect.startswith("key "):
        return bearer.key(respect[4:])
    if bearer.value is None or respect == "own":
        return bearer.value
    device, _, unit = bearer.value.partition(".")
    return device if respect == "device" else f"{device}.{unit or '0'}"


# ---------------------------------------------------------------------- finding bearers


def _instances(spot: Spot, names: Names, concern: Concern) -> Iterator[Spot]:
    """The active statements that names lead to; of lists by whose keys bearers are chosen only those entries."""
    if not names:
        yield spot
        return
    held = spot.item.children.get(names[0]) if isinstance(spot.item, Branch) else None
    keys = _chosen(concern.wanted, names) if isinstance(held, Entries) and len(held.node.keys) == 1 else None
    if keys is None or not isinstance(held, Entries):
        for below in spot.named(names[0]):
            yield from _instances(below, names[1:], concern)
        return
    levels = spot.levels
    for key in keys:
        entry = held.entries.get((key,))
        if entry is not None and not entry.mark & Mark.INACTIVE:
            yield from _instances(Spot(entry, levels), names[1:], concern)


def _chosen(wanted: Wanted, names: Names) -> set[str] | None:
    """The only keys that bearers can have in the list `names[0]`, if that is known."""
    found = wanted.only(f"key {names[0]}")
    if found is None and len(names) == 1:
        found = wanted.only("own")
        units = wanted.only("unit")
        if units is not None:
            found = units | {name.removesuffix(".0") for name in units}
    return found
