"""`lock`, `unlock`, `discard-changes`, `validate` and `commit` of the standard, on the candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli.commands.commit_xml import CHECKED
from junosim.netconf import candidate, commit_call, replies
from junosim.netconf.datastores import CANDIDATE, datastore, refuse_others
from junosim.netconf.reading import child, text_of
from junosim.netconf.refusals import findings
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

_CONFIRMED, _TIMEOUT = "confirmed", "confirm-timeout"
_SECONDS: Final = 600  # until a commit must be confirmed (RFC 6241, 8.4)
_MOST_SECONDS: Final = 65535 * 60  # what the CLI allows


def lock(caller: Caller, call: XmlElement) -> Lines:
    """`lock`."""
    refuse_others(call, "target")
    datastore(call, "target", CANDIDATE)
    candidate.lock(caller)
    yield from replies.ok()


def unlock(caller: Caller, call: XmlElement) -> Lines:
    """`unlock`: what is not committed is lost."""
    refuse_others(call, "target")
    datastore(call, "target", CANDIDATE)
    candidate.unlock(caller)
    yield from replies.ok()


def discard_changes(caller: Caller, call: XmlElement) -> Lines:
    """`discard-changes`."""
    refuse_others(call)
    yield from candidate.discard(caller, "discard-changes")
    yield from replies.ok()


def validate(caller: Caller, call: XmlElement) -> Lines:
    """`validate`: whether the candidate could be committed; says so for each Routing Engine (captures)."""
    refuse_others(call, "source")
    datastore(call, "source", CANDIDATE)
    outcome = yield from candidate.check(caller, "validate")
    yield from commit_call.results(caller, outcome, CHECKED)
    yield from replies.ok()


def commit(caller: Caller, call: XmlElement) -> Lines:
    """`commit`, with `confirmed` until it is confirmed by another one within `confirm-timeout` seconds."""
    refuse_others(call, _CONFIRMED, _TIMEOUT)
    seconds = _seconds(call) if child(call, _CONFIRMED) is not None else None
    minutes = None if seconds is None else seconds / 60
    outcome = yield from candidate.commit(caller, "commit", minutes=minutes)
    yield from replies.ok(findings(outcome.warnings))


def _seconds(call: XmlElement) -> int:
    """How long a commit waits to be confirmed. Raises Refused for what is no number of seconds."""
    given = child(call, _TIMEOUT)
    if given is None:
        return _SECONDS
    text = text_of(given)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= _MOST_SECONDS):
        raise Refused(RpcError(f"invalid value '{text}'", bad_element=_TIMEOUT, tag="invalid-value"))
    return int(text)
