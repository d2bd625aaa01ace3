"""`help syslog` and `help tip`: answers that come from tables, not from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.errors import ValueProblem
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output
from junosim.operations.syslog_tags import SyslogTag, syslog_tags
from junosim.operations.tips import TIPS
from junosim.schema import posix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NAME_WIDTH = 20
_LABEL_WIDTH = 15
_FACILITY_WIDTH = 24
_FIELDS = ("name", "message", "help", "description", "type", "severity", "facility")


def syslog(context: Context) -> Element:
    """The tags that the pattern matches, all without one; a tag's own name means this tag alone.

    Raises ValueProblem when no tag matches.
    """
    text = context.arguments.get("syslog-tag", "")
    fits = _pattern(text)
    known = syslog_tags()
    tags = [tag for tag in known if tag.name == text.upper()] or [tag for tag in known if fits(tag.name)]
    if not tags:
        raise ValueProblem(f"no matching system log tag for '{text}'")  # [g]
    return Element("syslog-tag-information", *map(_tag, tags))


def syslog_text(answer: Element, context: Context) -> Iterable[str]:
    """One tag in full, several as a table."""
    tags = list(answer.all("syslog-tag"))
    if len(tags) > 1 or not context.arguments.get("syslog-tag"):
        yield f"{'Tag':<{_NAME_WIDTH}}Description"
        for tag in tags:
            name = tag.value("name")
            yield f"{name:<{_NAME_WIDTH - 1}} {tag.value('help')}"
        return
    for field in _FIELDS:
        if text := tags[0].value(field):
            yield f"{field.capitalize() + ':':<{_LABEL_WIDTH}}{text}"


def facility(context: Context) -> Element:
    """The messages of the facilities that the pattern matches, all without one.

    Raises ValueProblem when no facility matches.
    """
    text = context.arguments.get("facility-name", "")
    fits = _pattern(text)
    tags = [tag for tag in syslog_tags() if fits(tag.facility.upper())]
    if not tags:
        raise ValueProblem(f"no matching system log facility for '{text}'")  # [g]
    return Element(
        "syslog-facility-information",
        *(
            Element(
                "syslog-facility",
                Element("name", name),
                *(Element("syslog-tag", Element("name", tag.name)) for tag in tags if tag.facility == name),
            )
            for name in sorted({tag.facility for tag in tags})
        ),
    )


def facility_text(answer: Element, _context: Context) -> Iterable[str]:
    """A row for each message: its facility and its tag [g]."""
    yield f"{'Facility':<{_FACILITY_WIDTH}}Tag"
    for found in answer.all("syslog-facility"):
        for tag in found.all("syslog-tag"):
            yield f"{found.value('name'):<{_FACILITY_WIDTH}}{tag.value('name')}"


def tip(context: Context) -> Element:
    """The tip of that number, or any. Raises ValueProblem when there is no such tip."""
    given = context.arguments.get("number")
    number = context.device.entropy.below(len(TIPS)) if given is None else int(given)
    if number >= len(TIPS):
        raise ValueProblem(f"tip number must be from 0 to {len(TIPS) - 1}")  # [g]
    return Element("cli-tip", Element("output", TIPS[number]))


def _pattern(text: str) -> Callable[[str], bool]:
    """The test of a pattern, which need not mind that tags are in capitals."""
    search = posix.compiled(text).search  # the type of the argument has refused what is no pattern
    return lambda name: any(search(form) is not None for form in (name, name.lower()))


def _tag(tag: SyslogTag) -> Element:
    values = {field: getattr(tag, field) for field in _FIELDS}
    return Element("syslog-tag", *(Element(name, text) for name, text in values.items() if text))


OPERATIONS = (
    Operation("syslog", syslog, syslog_text),
    Operation("facility", facility, facility_text),
    Operation("tip", tip, output),
)
