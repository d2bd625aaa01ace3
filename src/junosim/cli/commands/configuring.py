"""What configuration mode does, without its words: for the commands of the CLI and for the calls of programs.

Each raises what it cannot do as the typed errors of the project; `cli.refusals` and `netconf.refusals` word them.
Long work is done in slices. What is changed goes through `cli.guard` and `reporting`, whoever asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.cli import messages
from junosim.cli.class_names import localize
from junosim.cli.editing import Editing
from junosim.cli.secrets import refuse_expired
from junosim.cli.whole import load_whole
from junosim.config import schedule
from junosim.config.formats.text import TextWriter
from junosim.config.load import Form, Mode
from junosim.config.stages import unfollowed
from junosim.device.fips_mode import policy_of
from junosim.errors import ConfigurationError
from junosim.fips.findings import Search
from junosim.slices import Beat, collected

if TYPE_CHECKING:
    from datetime import datetime

    from junosim.cli.context import Context
    from junosim.config.candidate import Candidate
    from junosim.config.commit import Outcome
    from junosim.config.load import Loaded
    from junosim.config.locks import Mode as EditMode
    from junosim.config.stages import Follow
    from junosim.config.tree import Branch
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_ROLLBACK: Final = "rollback"  # the permission to go back further than to what is in force


def enter(context: Context, mode: EditMode) -> Candidate:
    """Begin to edit the configuration. Raises LockHeld and DatabaseModified."""
    candidate = context.device.configure(context.login, mode)
    context.editing = Editing(candidate)
    return candidate


def leave(context: Context) -> None:
    """End the configuration mode of a session; an exclusive or private candidate is lost."""
    context.editing = None
    context.device.leave_configuration(context.login)


def check(context: Context, follow: Follow = unfollowed) -> Slices[Outcome]:
    """`commit check`, which confirms an earlier `commit confirmed`. Raises what `Committer.check` raises."""
    outcome = yield from check_alone(context, follow)
    context.device.committer.confirm()
    return outcome


def check_alone(context: Context, follow: Follow = unfollowed) -> Slices[Outcome]:
    """The same, but nothing is confirmed by it."""
    return (yield from context.device.committer.check_in_slices(_candidate(context), follow=follow))


def synchronize(context: Context, follow: Follow = unfollowed) -> Slices[Outcome]:
    """What `commit synchronize` does with one Routing Engine: it checks, and confirms nothing."""
    check = context.device.committer.check_in_slices
    return (yield from check(_candidate(context), follow=follow, operation="commit synchronize"))


def commit(
    context: Context, comment: str = "", minutes: float | None = None, follow: Follow = unfollowed
) -> Slices[Outcome]:
    """`commit`, to be confirmed within so many minutes.

    Raises what `Committer.commit` raises, and ConfigurationError for a private candidate that is to be confirmed,
    and for a user who has to change his password first.
    """
    device, candidate = context.device, _candidate(context)
    if minutes is not None and candidate.is_private:
        raise ConfigurationError(messages.NOT_CONFIRMED_IN_PRIVATE)
    refuse_expired(context)
    outcome = yield from device.committer.commit_in_slices(
        candidate,
        user=context.login.user,
        client=context.client,
        comment=comment,
        confirm_within=None if minutes is None else minutes * 60.0,
        follow=follow,
    )
    if minutes is not None:
        device.alarm()
    return outcome


def put_off(context: Context, time: str, comment: str = "", follow: Follow = unfollowed) -> Slices[Outcome]:
    """`commit at`: leave the candidate behind, to be committed at its time (see `scheduled`).

    The session should `leave` then. Raises what `commit` raises, and ConfigurationError for a time that will not do.
    """
    device = context.device
    refuse_expired(context)
    moment = schedule.parse_time(time, device.local_time())
    outcome = yield from schedule.put_off(
        device.committer,
        device.stores,
        _candidate(context),
        None if moment is None else moment.timestamp(),
        client=context.client,
        comment=comment,
        follow=follow,
    )
    device.alarm()
    return outcome


def scheduled(context: Context) -> datetime | None:
    """When the commit that waits will be done; None for the next boot, and when none waits."""
    waiting = context.device.stores.scheduled
    return None if waiting is None or waiting.time is None else context.device.local_time(waiting.time)


def load(
    context: Context, text: str, mode: Mode, form: Form, base: Path = ()
) -> Slices[tuple[Loaded, tuple[str, ...]]]:
    """Load a text into the candidate: what was wrong with it, and the predefined classes that it has brought.

    The candidate holds nothing or all of it. Raises what the locks raise, and ConfigurationError when others keep on
    editing the candidate.
    """
    candidate = _candidate(context)
    loaded = yield from load_whole(candidate, text, mode, form, base, context.changeable)
    return loaded, () if loaded.refused else tuple(localize(candidate))


def roll_back(context: Context, number: int | None, line: str) -> Slices[Loaded | None]:
    """`rollback N`, None for the rescue configuration: load it into the candidate.

    `line` is the command that expressions of a login class are held against. What was committed before the device
    knew FIPS mode is read anew: then there is something to say of it. Raises what the locks raise, and
    ConfigurationError for who may not go back so far, and for what is not there.
    """
    candidate, stores = _candidate(context), context.device.stores
    may_go_back = not context.permissions.isdisjoint({ALL, _ROLLBACK})
    if number != 0 and not (may_go_back or context.rights.verdict(line) is True):
        raise ConfigurationError(messages.PERMISSION_DENIED)
    root = stores.rescued() if number is None else stores.revision(number).root
    loaded = None
    if (yield from _has_strange_words(context, root)):
        loaded = yield from _read_anew(context, root)
    else:
        candidate.replace(root)
    candidate.base = stores.committed  # what others have committed meanwhile is not to be merged into it
    return loaded


def _candidate(context: Context) -> Candidate:
    assert context.editing is not None
    return context.editing.candidate


def _has_strange_words(context: Context, root: Branch) -> Slices[bool]:
    """True for a configuration of the time before FIPS mode that holds what the mode does not have."""
    device = context.device
    if not device.fips_mode:
        return False
    for problem in Search(policy_of(device.platform), Beat(), entering=False).everywhere(root):
        if problem is not None:
            return True
        yield
    return False


def _read_anew(context: Context, root: Branch) -> Slices[Loaded]:
    """Read a configuration as a text is read now."""
    text = "\n".join((yield from collected(TextWriter().level(root))))
    return (
        yield from load_whole(
            _candidate(context), text, Mode.OVERRIDE, Form.TEXT, (), context.device.statements
        )
    )
