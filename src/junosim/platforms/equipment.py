"""How a chassis is equipped: which Routing Engine it has, one or two of them, and which cards.

A suffix behind the name of the chassis names them, `ngre-ms-mpc` for instance, with `dual` for two Routing Engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from junosim.errors import PlatformError
from junosim.platforms.model import RoutingEngine, Slot
from junosim.platforms.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DUAL: Final = "dual"
_NAME: Final = "equipment"


@dataclass(frozen=True, slots=True)
class Equipped:
    """Routing Engines with their lines of the inventory, and the names of the cards that are plugged in."""

    engines: tuple[RoutingEngine, ...]
    engine_parts: tuple[Slot, ...]
    cards: frozenset[str]

    def has(self, table: Table) -> bool:
        """True for a part or port that belongs to no card, or to one that is there."""
        card = table.text("card", "")
        return not card or card in self.cards


def suffixes(content: Mapping[str, Any], file: str) -> Iterator[str]:
    """What may stand behind the name of a chassis with this file."""
    table = Table(content.get(_NAME, {}), file, f"{_NAME}.")
    pairs = ["-".join(pair) for pair in table.take("certified", list, [])]
    yield from pairs
    if table.take("two-engines", bool, default=False):
        yield DUAL
        yield from (f"{pair}-{DUAL}" for pair in pairs)


def equipped(top: Table, suffix: str, chassis: str, known: tuple[str, ...]) -> Equipped:
    """What the suffix stands for; none for the usual equipment. Raises PlatformError for an unknown one."""
    if suffix and suffix not in known:
        raise PlatformError(f"{chassis} has no equipment {suffix!r}; it has: {', '.join(known) or 'one'}")
    table = top.table(_NAME)
    usual, certified = table.texts("usual"), table.take("certified", list, [])
    table.take("two-engines", bool, default=False)
    is_dual = suffix == DUAL or suffix.endswith(f"-{DUAL}")
    pair = suffix.removesuffix(DUAL).removesuffix("-") if is_dual else suffix
    chosen = next((tuple(each) for each in certified if "-".join(each) == pair), usual)
    engines = table.named_tables("engines")
    table.finish()
    if not chosen or chosen[0] not in engines:
        raise table.error("usual", "the first must be a Routing Engine of this table")
    built = {name: _routing_engines(engine, 2 if is_dual else 1) for name, engine in engines.items()}
    return Equipped(*built[chosen[0]], frozenset(chosen[1:]))


def _routing_engines(entry: Table, count: int) -> tuple[tuple[RoutingEngine, ...], tuple[Slot, ...]]:
    """One or two Routing Engines of a kind, and their lines of the inventory."""
    model, memory = entry.text("model"), entry.integer("memory")
    processors, is_guest = entry.integer("processors"), entry.take("vmhost", bool, default=False)
    version, number = entry.text("version", ""), entry.text("part-number")
    serials, description = entry.texts("serial-numbers"), entry.text("description", model)
    entry.finish()
    if len(serials) < count:
        raise entry.error("serial-numbers", f"must be {count}")
    slots = range(count)
    engines = tuple(RoutingEngine(n, f"re{n}", model, memory, processors, is_guest) for n in slots)
    parts = tuple(
        Slot(f"Routing Engine {n}", "routing-engine", description, version, number, serials[n]) for n in slots
    )
    return engines, parts
