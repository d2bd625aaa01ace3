"""`commit-configuration`: the candidate checked, committed, committed until it is confirmed, or put off.

`commit-results` has a `routing-engine` for the one that there is, and what it says; a reply of a commit that was done
has `<ok/>` beside it, findings that are only warnings stand before it (captures of devices).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands.commit_xml import CHECKED, COMMITTED, RESULTS, engine, warns_of_other_engine
from junosim.netconf import candidate, refusals, replies
from junosim.netconf.reading import child, local_name, text_of
from junosim.netconf.replies import OK, Refused, RpcError
from junosim.operations import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.commit import Outcome
    from junosim.config.stages import Stage
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

NAME: Final = "commit-configuration"
_KNOWN: Final = frozenset(
    {"at-time", "check", "confirm-timeout", "confirmed", "force-synchronize", "full", "log", "synchronize"}
)
_LOG: Final = "log"
_LONGEST_COMMENT: Final = 512  # bytes (vendor documentation); the words of the refusal are ours
_MOST_LOOKED_AT: Final = 64 << 10  # characters, of which most may be blanks
_MINUTES: Final = 10
_MOST_MINUTES: Final = 65535
_SYNTAX: Final = "syntax error"


def commit_configuration(caller: Caller, call: XmlElement) -> Lines:
    """`commit-configuration`. Raises Refused for a commit that is not done."""
    for part in call.iterchildren("*"):
        if local_name(part) not in _KNOWN:
            raise Refused(RpcError(_SYNTAX, bad_element=local_name(part)))
    asked = {local_name(part) for part in call.iterchildren("*")}
    comment, time = _comment(call), text_of(child(call, "at-time"))
    told: list[str] = []

    def follow(stage: Stage) -> None:
        told.extend(messages.commit_stage(stage))

    if "check" in asked or asked & {"synchronize", "force-synchronize"}:
        outcome, word = (yield from candidate.check(caller, NAME, confirms="check" in asked)), CHECKED
        if "check" not in asked:
            raise Refused(RpcError(messages.NO_OTHER_ENGINE), within=RESULTS)
    elif time:
        outcome, word = (yield from candidate.put_off(caller, NAME, time=time, comment=comment)), CHECKED
    else:
        minutes = _minutes(call) if "confirmed" in asked else None
        outcome = yield from candidate.commit(caller, NAME, comment=comment, minutes=minutes, follow=follow)
        word = COMMITTED
    detail = told if call.get("detail") is not None else []
    yield from results(caller, outcome, word, detail)
    yield OK


def _comment(call: XmlElement) -> str:
    """The comment of a commit, which is one line. Raises Refused for one that is too long."""
    given = text_of(child(call, _LOG))
    text = " ".join(given[:_MOST_LOOKED_AT].split())
    if len(given) > _MOST_LOOKED_AT or len(text.encode("utf-8", "replace")) > _LONGEST_COMMENT:
        raise Refused(RpcError(f"comment is longer than {_LONGEST_COMMENT} bytes", bad_element=_LOG))
    return text


def _minutes(call: XmlElement) -> int:
    text = text_of(child(call, "confirm-timeout"))
    if not text:
        return _MINUTES
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 0 < int(text) <= _MOST_MINUTES):
        raise Refused(RpcError(_SYNTAX, bad_element=text))
    return int(text)


def results(caller: Caller, outcome: Outcome, word: str, steps: Iterable[str] = ()) -> Lines:
    """`commit-results` with what was found, and one `routing-engine` with this word for what was done."""
    yield f"<{RESULTS}>"
    for finding in refusals.findings(outcome.warnings):
        yield from replies.error(finding)
    if warns_of_other_engine(caller.device, word):
        yield from replies.error(refusals.warning(messages.NO_OTHER_ENGINE))
    for line in render.lines(engine(caller.device, outcome, word, steps)):
        yield line.lstrip(" ")
    yield f"</{RESULTS}>"
