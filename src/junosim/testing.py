"""Helpers for tests of programs that talk to routers: clocks, sessions without sockets, log hosts, transcripts.

device clock     pass `clock=ManualClock()` to `junosim.start`, then `device.advance(60)`
local session    `with open_session(device) as session: session.send("show version\\r")`
log host         `LogCollector().target` for `syslog_targets`, then `collector.wait_for("UI_COMMIT")`
transcripts      `assert_transcript(session.send("…"), "…")`, which forgives CR LF and trailing spaces
"""

from __future__ import annotations

from difflib import unified_diff

from junosim.api.log_collector import LogCollector
from junosim.api.session import DeviceSession
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy

__all__ = ["DeviceSession", "LogCollector", "ManualClock", "SeededEntropy", "assert_transcript", "plain"]


def plain(text: str) -> list[str]:
    """The lines of a transcript: without carriage returns, trailing spaces, and empty lines at the ends."""
    lines = [line.rstrip() for line in text.replace("\r", "").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def assert_transcript(actual: str, expected: str) -> None:
    """Raise AssertionError with a line-by-line difference unless both are the same transcript (see `plain`)."""
    wanted, got = plain(expected), plain(actual)
    if wanted != got:
        raise AssertionError("\n".join(unified_diff(wanted, got, "expected", "actual", lineterm="")))
