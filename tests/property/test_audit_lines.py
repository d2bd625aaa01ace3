"""Structured data read back is what was said; a destination takes what a plain reading of its statements says."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

import syslog_lines
from junosim.audit.catalog import catalog
from junosim.audit.event import Event
from junosim.audit.forms import Layout, Origin, line, message, visible
from junosim.audit.selection import Selection, thresholds

KINDS = st.sampled_from(list(catalog().values()))
WORDS = st.text(st.sampled_from('ab"\\] =[^\n\x00\x7fé中-'), max_size=12)
NAMES = (
    "any", "authorization", "daemon", "ftp", "ntp", "security", "kernel", "user", "dfc", "external", "firewall",
    "pfe", "conflict-log", "change-log", "interactive-commands",
)  # fmt: skip
ORDER = ["emergency", "alert", "critical", "error", "warning", "notice", "info"]


@st.composite
def events(draw):
    kind = draw(KINDS)
    values = tuple(draw(WORDS) for _ in kind.arguments)
    return Event(kind, values, draw(st.none() | st.integers(1, 99999)), draw(st.integers(0, 1 << 42)) / 1024)


@given(events(), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_structured_data_can_be_read_back(happened, brief, remote):
    kind = happened.kind
    shown = line(happened, Layout(structured=True, brief=brief, remote=remote), Origin("r1", UTC, 25))
    assert "\n" not in shown
    found = syslog_lines.structured(shown)
    assert found.priority == kind.facility.number * 8 + kind.severity
    assert found.process.replace("_", " ") == kind.process
    assert found.pid == (str(happened.pid) if happened.pid is not None and kind.gives_pid else "-")
    assert found.tag == (kind.tag or "-")
    assert found.text == (None if brief else visible(happened.text))
    if kind.tag:
        assert found.data_id == "junos@2636.1.1.1.2.25"
        assert found.data == tuple(
            (argument.field, visible(value))
            for argument, value in zip(kind.arguments, happened.arguments, strict=True)
        )
    else:
        assert found.data_id == ""


@given(events(), st.booleans(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_remote_host_gets_the_message_part_of_the_file(happened, year, millisecond):
    """R-RSYS-002."""
    origin = Origin("r1", UTC, 25)
    formats = {"year": year, "millisecond": millisecond}
    local = line(happened, Layout(**formats), origin)
    away = line(happened, Layout(remote=True, **formats), origin)
    assert local.partition("  r1 ")[2] == away.partition(" r1 ")[2] == message(happened)


def plainly(levels, kind):
    """What the documentation says in words: the severity named or a worse one, of this facility or of any."""
    level = levels.get(kind.facility.name) or levels.get("any") or "none"
    if level == "none":
        return False
    return level == "any" or kind.severity.name.lower() in ORDER[: ORDER.index(level) + 1]


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["any", "none", *ORDER])))
@settings(max_examples=200, deadline=None)
def test_selection_by_facility_and_severity(levels):
    selection = Selection(thresholds(levels))
    for kind in catalog().values():
        assert selection.wants(kind) is plainly(levels, kind)
