"""`show system commit`, with what is still to be confirmed, and the rescue configuration saved and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER_WIDTH = 4
_PENDING = "rollback-pending"


def commits(context: Context) -> Element:
    """One entry for each revision, the active one first."""
    device = context.device
    device.wake()
    waiting = device.stores.confirmation
    entries = []
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


def commits_text(answer: Element, _context: Context) -> Iterable[str]:
    """One line for each commit, with the comment below it."""
    for entry in answer.all("commit-history"):
        number, date = entry.value("sequence-number"), entry.value("date-time")
        line = f"{number:<{_NUMBER_WIDTH}}{date} by {entry.value('user')} via {entry.value('client')}"
        pending = entry.find(_PENDING)
        yield line if pending is None else f"{line} commit confirmed, rollback in {pending.text}mins"
        if entry.find("comment") is not None:
            yield " " * _NUMBER_WIDTH + entry.value("comment")
        if pending is not None:
            yield " " * _NUMBER_WIDTH + "rollback pending"


def save_rescue(context: Context) -> None:
    """`request system configuration rescue save`: put the active configuration aside; silent."""
    device = context.device
    device.wake()
    device.committer.save_rescue()


def delete_rescue(context: Context) -> None:
    """`request system configuration rescue delete`: silent, also when there is none [our guess]."""
    context.device.committer.delete_rescue()


OPERATIONS = (
    Operation("commit", commits, commits_text),
    Operation("rescue-save", save_rescue, output),
    Operation("rescue-delete", delete_rescue, output),
)
