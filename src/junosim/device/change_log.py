"""What the audit trail says of what was done to a candidate configuration: a load, and each statement.

    load_began(device, login, "override", "CC_config2.txt")
    yield from told(device, login, journal)

Shapes of the lines: the guides for loads and secrets; captures for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config import journal
from junosim.config.journal import DELETE, REPLACE, SET
from junosim.device.login_lines import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.journal import Entry
    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.slices import Slices

ROLLBACK: Final = "rollback"
"""The kind of load that puts an earlier configuration in place; its source is the number."""

_ANNOUNCED: Final = frozenset({"override", "update"})
"""Kinds of loads that say so before their changes, with what they load (the guides)."""
_TOLD: Final = frozenset({"factory-default", "patch"})
"""Those that only say so; `patch` as captured. The guides show `merge` and `replace` without a word."""
_PLACED: Final = frozenset({"copy", "insert", "rename"})
_ON_VALUES: Final = frozenset({DELETE, REPLACE, SET})
_SLICE: Final = 40  # events between two pauses: about 2 ms


def load_began(device: Device, login: Login, kind: str, source: str) -> None:
    """A load begins: `kind` is its word (`override`, `rollback`), `source` the name of the file or the number.

    A text that a program gives in its call has no name.
    """
    user = shown_name(login.user)
    if kind == ROLLBACK:
        device.audit.emit("ui-load", login.pid, username=user, command=f"{ROLLBACK} {source}")
    elif kind in _ANNOUNCED or kind in _TOLD:
        device.audit.emit("ui-load", login.pid, username=user, command=f"load {kind}")
    if source and (kind in _ANNOUNCED or kind == ROLLBACK):
        device.audit.emit("ui-change", login.pid, username=user, action=kind, pathname=source)


def told(device: Device, login: Login, entries: Iterable[Entry]) -> Slices[None]:
    """Say what was done, in the order in which it was done."""
    for count, entry in enumerate(entries, 1):
        tell(device, login, entry)
        if count % _SLICE == 0:
            yield


def differences(device: Device, login: Login, old: Branch, new: Branch) -> Slices[None]:
    """Say what differs, where a whole tree was put in the place of another [g]."""
    yield from told(device, login, (yield from journal.differences(old, new)))


def tell(device: Device, login: Login, entry: Entry) -> None:
    """Say one thing that was done. The value of a secret is told to nobody."""
    key, arguments = _event_of(entry)
    device.audit.emit(key, login.pid, username=shown_name(login.user), action=entry.verb, **arguments)


def _event_of(entry: Entry) -> tuple[str, dict[str, str]]:
    """The kind of event that an entry is, with its arguments."""
    words, verb = entry.words, entry.verb
    place = _place(words)
    if verb in _PLACED:
        return "ui-change-place", {"pathname": place, "new_name": entry.new or ""}
    if verb not in _ON_VALUES:
        return "ui-change-mark", {"pathname": place, "value": entry.new or ""}
    if entry.is_secret and verb != DELETE:
        return "ui-set-secret", {"pathname": place}
    if entry.path and entry.path[-1].node.is_flag:  # the bare word is the value of what it lies in [captures]
        key = "ui-change-mark" if verb == DELETE else "ui-set"
        return key, {"pathname": _place(words[:-1]), "value": words[-1]}
    if entry.new is None or verb == DELETE:
        return "ui-change", {"pathname": place}
    old = {} if entry.old is None else {"data": f'"{entry.old}"'}
    return "ui-set", {"pathname": place, "value": entry.new, **old}


def _place(words: Iterable[str]) -> str:
    return f"[{' '.join(words)}]"
