"""Commits at a time (`commit at`): putting them off, and doing them when it has come."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from junosim.config.stages import Follow, unfollowed
from junosim.config.waiting import Scheduled
from junosim.errors import ConfigurationError, JunosimError

if TYPE_CHECKING:
    from junosim.config.candidate import Candidate
    from junosim.config.commit import Committer, Outcome
    from junosim.config.stores import Stores
    from junosim.slices import Slices

_TIME: Final = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?) +)?(\d\d?):(\d\d)(?::(\d\d))?")
_REBOOT: Final = "reboot"
_LEAD: Final = 60.0  # seconds that the time must lie ahead at least (documentation of the XML protocol)

# No source prints what the device says of a time that will not do.
_MALFORMED: Final = "invalid time specification '{}'"
_TOO_EARLY: Final = "time must be at least one minute in the future"


def parse_time(text: str, now: datetime) -> datetime | None:
    """The moment that `hh:mm[:ss]` (today) or `yyyy-mm-dd hh:mm[:ss]` names in the time zone of `now`.

    None stands for `reboot`. Raises ConfigurationError for any other text, and for a time that does not lie ahead
    by a minute.
    """
    if text == _REBOOT:
        return None
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ConfigurationError(_MALFORMED.format(text))
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups())
    date = (year, month, day) if match[1] else (now.year, now.month, now.day)
    try:
        moment = datetime(*date, hour, minute, second, tzinfo=now.tzinfo)
        ahead = moment.timestamp() - now.timestamp()
    except (ValueError, OverflowError):
        raise ConfigurationError(_MALFORMED.format(text)) from None
    if ahead < _LEAD:
        raise ConfigurationError(_TOO_EARLY)
    return moment


def put_off(
    committer: Committer,
    stores: Stores,
    candidate: Candidate,
    time: float | None,
    *,
    client: str = "cli",
    comment: str = "",
    follow: Follow = unfollowed,
) -> Slices[Outcome]:
    """Check a candidate, and let its commit wait until `time` (seconds since the epoch) or the next boot.

    Until then its session holds the lock, whether it stays or not. One that waits for the boot survives it; one that
    waits for its time is lost if the device goes down before (documentation of `commit at`). Raises what
    `Committer.check` raises.
    """
    editor = candidate.editor
    assert editor is not None
    with stores.committing(candidate):
        outcome = yield from committer.check_in_slices(
            candidate, follow=follow, operation="commit at", comment=comment
        )
        if time is None:
            committer.put_off(candidate, editor.user, client, comment)
        stores.locks.wait(editor)
    ahead = None if time is None else time - stores.clock.time()
    deadline = None if ahead is None else stores.clock.monotonic() + ahead
    stores.scheduled = Scheduled(candidate, editor, client, comment, deadline, time)
    return outcome


def cancel(committer: Committer, stores: Stores) -> None:
    """Let no commit wait any more. What its candidate holds stays. Raises CommitError when the disk fails."""
    committer.cancel()
    _release(stores)


def carry_out(committer: Committer, stores: Stores) -> Outcome:
    """Do the commit that waits; it is dated at its time. Raises what a commit raises: it waits no more then."""
    waiting = stores.scheduled
    assert waiting is not None
    _release(stores)
    return committer.commit(
        waiting.candidate,
        user=waiting.editor.user,
        client=waiting.client,
        comment=waiting.comment,
        time=waiting.time,
    )


def carry_out_at_boot(committer: Committer, stores: Stores) -> Outcome | None:
    """Do the commit that waited for this boot, if one did. Raises what a commit raises: it waits no more then."""
    waiting = stores.state.at_boot
    if waiting is None:
        return None
    try:
        stores.shared.replace(waiting.root)
        return committer.commit(
            stores.shared, user=waiting.user, client=waiting.client, comment=waiting.comment
        )
    except JunosimError:
        stores.shared.discard()
        committer.cancel()
        raise


def _release(stores: Stores) -> None:
    stores.scheduled = None
    stores.locks.release()
