"""`show system commit`, with what is pending, `clear system commit`, and the rescue configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.permissions import ALL
from junosim.config.schedule import cancel
from junosim.errors import ConfigurationError
from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Iterable

_MINUTE = 60  # seconds
_NUMBER_WIDTH = 4
_PENDING = "rollback-pending"
_COMMIT_AT = "commit-at"
_CLEARED = "Pending commit cleared"
_NONE_SCHEDULED = "No commit scheduled."
_DENIED = "Permission denied"


def commits(context: Context) -> Element:
    """A commit that waits for its time, then one entry for each revision, the active one first."""
    device = context.device
    device.wake()
    waiting = device.stores.confirmation
    entries = [_waiting(context)]
    for number, revision in enumerate(device.stores.revisions):
        pending = None
        if waiting is not None and not number:
            pending = Element(_PENDING, str(waiting.minutes_left(device.clock.monotonic())))
        entries.append(
            Element(
                "commit-history",
                Element("sequence-number", str(number)),
                Element("user", revision.user),
                Element("client", revision.client),
                times.stamp("date-time", device.local_time(revision.time)),
                Element("comment", revision.comment) if revision.comment else None,
                pending,
            )
        )
    return Element("commit-information", *entries)


def _waiting(context: Context) -> Element | None:
    """The commit that waits for its time or for the next boot, if there is one."""
    scheduled = context.device.stores.scheduled
    if scheduled is None:
        return None
    moment = None if scheduled.time is None else context.device.local_time(scheduled.time)
    return Element(
        _COMMIT_AT,
        Element("user", scheduled.editor.user),
        Element("client", scheduled.client),
        Element("date-time", "reboot") if moment is None else times.stamp("date-time", moment),
        Element("comment", scheduled.comment) if scheduled.comment else None,
    )


def commits_text(answer: Element, context: Context) -> Iterable[str]:
    """One line for each commit, with the comment below it."""
    for entry in answer.all(_COMMIT_AT):
        yield f"commit requested by {entry.value('user')} via {entry.value('client')} at {_moment(context)}"
    for entry in answer.all("commit-history"):
        number, date = entry.value("sequence-number"), entry.value("date-time")
        line = f"{number:<{_NUMBER_WIDTH}}{date} by {entry.value('user')} via {entry.value('client')}"
        pending = entry.find(_PENDING)
        yield line if pending is None else f"{line} commit confirmed, rollback in {pending.text}mins"
        if entry.find("comment") is not None:
            yield " " * _NUMBER_WIDTH + entry.value("comment")
        if pending is not None:
            yield " " * _NUMBER_WIDTH + "rollback pending"


def _moment(context: Context) -> str:
    """The time of the commit that waits, as the text form shows it: `Tue May  7 15:59:00 2002`."""
    scheduled = context.device.stores.scheduled
    if scheduled is None or scheduled.time is None:
        return "reboot"
    moment = context.device.local_time(scheduled.time)
    return f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}"


def commit_revision(context: Context) -> Element:
    """What is known of the active revision; that of a commit to be confirmed says how long it waits."""
    device = context.device
    device.wake()
    revision, waiting = device.stores.committed, device.stores.confirmation
    comment = revision.comment
    if waiting is not None:
        asked = waiting.deadline - device.clock.monotonic() + device.clock.time() - revision.time
        minutes = max(1, round(asked / _MINUTE))
        comment = f"commit confirmed, rollback in {minutes}mins"
    engine = device.platform.routing_engines[0].name
    return Element(
        "commit-revision-information",
        Element("revision", f"{engine}-{int(revision.time)}-{revision.sequence}"),
        Element("user", revision.user),
        Element("client", revision.client),
        times.stamp("date-time", device.local_time(revision.time)),
        Element("comment", comment) if comment else None,
    )


def commit_revision_text(answer: Element, context: Context) -> Iterable[str]:
    """The identifier; with `detail` who, when and why."""
    value = answer.value
    yield f"Revision: {value('revision')}"
    if "detail" in context.arguments or context.arguments.get("level") == "detail":
        yield f"User    : {value('user')}"
        yield f"Client  : {value('client')}"
        yield f"Time    : {value('date-time')}"
        if value("comment"):
            yield f"Comment : {value('comment')}"


def clear_commit(context: Context) -> Element:
    """`clear system commit`: cancel the commit that waits, which only its own user may without `maintenance`."""
    device = context.device
    device.wake()
    scheduled = device.stores.scheduled
    if scheduled is None:
        return Element("output", Element("output", _NONE_SCHEDULED))
    if context.login.user != scheduled.editor.user and not _maintains(context):
        raise ConfigurationError(_DENIED)
    cancel(device.committer, device.stores)
    device.alarm()
    return Element("output", Element("output", _CLEARED))


def _maintains(context: Context) -> bool:
    """True for a user whose class has the permission `maintenance`."""
    return not context.permissions.isdisjoint({ALL, "maintenance"})


def save_rescue(context: Context) -> Element:
    """`request system configuration rescue save`: put the active configuration aside; silent as text."""
    device = context.device
    device.wake()
    device.committer.save_rescue()
    return _rescue_results(context, "rescue configuration saved")


def delete_rescue(context: Context) -> Element:
    """`request system configuration rescue delete`: silent as text, also when there is none [our guess]."""
    context.device.committer.delete_rescue()
    return _rescue_results(context, "rescue configuration deleted")


def _rescue_results(context: Context, text: str) -> Element:
    """What programs are told; no source has the texts."""
    name = Element("name", context.device.platform.member or "re0")
    return Element("rescue-management-results", Element("routing-engine", name, Element("success", text)))


def silent(_answer: Element, _context: Context) -> Iterable[str]:
    """The view of an answer that people do not see."""
    return ()


OPERATIONS = (
    Operation("commit", commits, commits_text),
    Operation("commit-revision", commit_revision, commit_revision_text),
    Operation("clear-commit", clear_commit, output),
    Operation("rescue-save", save_rescue, silent),
    Operation("rescue-delete", delete_rescue, silent),
)
