"""`show interfaces`: the ports of the platform and what the configuration makes of them; a level says how much.

Layout: public captures of devices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.errors import ConfigurationError
from junosim.operations import interface_text
from junosim.operations.interface_elements import NORMAL, STYLES, physical
from junosim.operations.interface_facts import LOOPBACK, all_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled
from junosim.slices import collected, finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.operations.interface_facts import Physical, Unit
    from junosim.slices import Slices

TERSE: Final = "terse"
DESCRIPTIONS: Final = "descriptions"
_TERSE_HEADER: Final = "Interface               Admin Link Proto    Local                 Remote"
_DESCRIPTIONS_HEADER: Final = "Interface       Admin Link Description"
_MODELLED: Final = frozenset({"interface-name", "level", "level-extra", "routing-instance", "snmp-index"})


def interfaces(context: Context) -> Element:
    """All at once what `listing` gives."""
    return finish(listing(context))


def listing(context: Context) -> Slices[Element]:
    """The interfaces, or those whose name fits; in the order of the slots, others behind them by name.

    Raises ConfigurationError for a name that fits none, and for a level that is not modelled.
    """
    arguments, device = context.arguments, context.device
    style = arguments.get("level-extra") or arguments.get("level") or NORMAL
    wanted = arguments.get("interface-name", "")
    found = yield from collected(all_of(device, wanted, arguments.get("routing-instance", "")))
    if wanted and style != DESCRIPTIONS and not found:
        raise ConfigurationError(f"device {wanted} not found")
    if style not in (TERSE, DESCRIPTIONS, *STYLES) or not arguments.keys() <= _MODELLED:
        raise not_modelled(context)
    number = arguments.get("snmp-index")
    if number is not None:
        found = [one for one in found if str(one.snmp_index) == number]
    if style == DESCRIPTIONS:
        rows = [row for one in found for row in _described(one)]
    elif style == TERSE:
        rows = [row for one in found for row in _terse(one, "." in wanted)]
    else:
        rows = []
        for one in found:
            rows.append(physical(device, one, style))
            yield
    return Element("interface-information", *rows, attributes={"junos:style": style})


def _states(found: Physical | Unit) -> tuple[Element, Element]:
    """Administrative and operational state."""
    return (
        Element("admin-status", "up" if found.is_enabled else "down"),
        Element("oper-status", "up" if found.is_up else "down"),
    )


def _terse(found: Physical, is_unit: bool) -> Iterator[Element]:
    logical = [_terse_unit(unit) for unit in found.units]
    if is_unit:
        yield from logical
    else:
        yield Element("physical-interface", Element("name", found.name), *_states(found), *logical)


def _terse_unit(unit: Unit) -> Element:
    return Element(
        "logical-interface",
        Element("name", unit.name),
        *_states(unit),
        *(
            Element(
                "address-family",
                Element("address-family-name", family.name),
                *(
                    Element(
                        "interface-address",
                        Element("ifa-local", address.removesuffix("/32"), attributes={"junos:emit": "emit"}),
                    )
                    for address in family.addresses
                ),
            )
            for family in unit.families
        ),
    )


def _described(found: Physical) -> Iterator[Element]:
    if found.description:
        yield Element(
            "physical-interface",
            Element("name", found.name),
            *_states(found),
            Element("description", found.description),
        )
    for unit in found.units:
        if unit.description:
            yield Element(
                "logical-interface",
                Element("name", unit.name),
                *_states(unit),
                Element("description", unit.description),
            )


def interfaces_text(answer: Element, _context: Context) -> Iterator[str]:
    """A table, or a block for each; interfaces without a description are not in that of the descriptions."""
    style = answer.attributes["junos:style"]
    if style == DESCRIPTIONS:
        yield from _description_lines(answer)
    elif style == TERSE:
        yield _TERSE_HEADER
        for row in answer.children:
            yield from _terse_lines(row)
            for unit in row.all("logical-interface"):
                yield from _terse_lines(unit)
    else:
        for place, row in enumerate(answer.children, 1):
            block = list(interface_text.lines(row, style))
            yield from block[:-1] if place == len(answer.children) else block


def _description_lines(answer: Element) -> Iterator[str]:
    if answer.children:
        yield _DESCRIPTIONS_HEADER
    for row in answer.children:
        value = row.value
        yield f"{value('name'):<16}{value('admin-status'):<6}{value('oper-status'):<5}{value('description')}"


def _terse_lines(row: Element) -> Iterator[str]:
    value = row.value
    head = f"{value('name'):<23} {value('admin-status'):<6}{value('oper-status'):<5}"
    remote = "--> 0/0" if value("name").startswith(f"{LOOPBACK}.") else ""
    for family in row.all("address-family"):
        name = family.value("address-family-name")
        addresses = [address.value("ifa-local") for address in family.all("interface-address")] or [""]
        for address in addresses:
            ends = remote if address and name == "inet" else ""
            yield f"{head:<35}{name:<9}{address:<20}{ends}".rstrip()
            head, name = "", ""
    if head:
        yield head.rstrip()


OPERATIONS = (Operation("interfaces", interfaces, interfaces_text, work=listing),)
