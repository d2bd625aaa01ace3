"""`log-key-changes`: which keys may log users in, and which may no more, is written into the log with each commit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from junosim.access.fingerprints import fingerprint
from junosim.access.users import Accounts
from junosim.config.query import branch, find, leaf_text
from junosim.device import ssh_lines
from junosim.device.file_names import FileProblem
from junosim.device.file_tree import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.errors import Problem

LOGGED: Final = "/etc/ssh/authorized_keys.logged"
"""The keys of which the log has told: a line for each, with user, algorithm and key."""

_FOR_ROOT: Final = 0o600
_SSH: Final = ("system", "services", "ssh")


class _Key(NamedTuple):
    user: str
    algorithm: str
    text: str


class KeyChanges:
    """The subscriber that compares the keys of all accounts with those that were logged last.

    What was logged outlives reboots, so that the first commit with the statement tells all keys and each later one
    the differences, also behind a time without the statement (documentation of the statement).
    """

    __slots__ = ("_device",)

    def __init__(self, device: Device) -> None:
        self._device = device

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, transition: Transition) -> None:
        """Log what is new and what is gone, if anything below `system` has changed."""
        new = transition.new
        ssh = branch(new, *_SSH)
        if find(ssh, "log-key-changes") is None or branch(transition.old, "system") is branch(new, "system"):
            return
        before, after = self._logged(), _keys(new)
        if before == after:
            return
        kind = leaf_text(ssh, "fingerprint-hash") or ""
        pid = self._device.next_pid()
        for key in sorted(before - after):
            line = ssh_lines.key_removed(key.user, key.algorithm, fingerprint(key.text, kind))
            self._device.audit.write(line, pid)
        for key in sorted(after - before):
            line = ssh_lines.key_added(key.user, key.algorithm, fingerprint(key.text, kind))
            self._device.audit.write(line, pid)
        self._keep(after)

    def _logged(self) -> set[_Key]:
        try:
            lines = self._device.files.read(LOGGED, SYSTEM).decode("utf-8", "replace").splitlines()
        except FileProblem:
            return set()
        return {_Key(*words) for line in lines if len(words := line.split()) == len(_Key._fields)}

    def _keep(self, keys: set[_Key]) -> None:
        text = "".join(f"{' '.join(key)}\n" for key in sorted(keys))
        with suppress(FileProblem):  # a disk that is full: they are told again
            self._device.files.write(LOGGED, text.encode(), SYSTEM, mode=_FOR_ROOT)


def _keys(tree: Branch) -> set[_Key]:
    return {
        _Key(account.name, key.algorithm, key.text)
        for account in Accounts().of(tree).values()
        for key in account.keys
    }
