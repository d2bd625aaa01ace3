"""What the audit trail says of commits: who asked for them, their steps, the programs they run, how they end.

Whoever commits, by whatever way, does so with the `Committer` of the device, which tells it here. The last line is
written before the commit is acknowledged. Words and order: the guides, captures of `commit | display detail`, whose
lines are those of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.config.commit import Deed
from junosim.config.stages import Stage
from junosim.device.hidden import without_stored_secrets
from junosim.device.login_lines import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from junosim.config.stages import Request
    from junosim.config.state import State
    from junosim.device.device import Device
    from junosim.errors import CommitError, Problem

COMPLETE: Final = "commit complete"

STEPS: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.LOCK: ("Obtaining lock for commit",),
    Stage.MERGE: ("merging latest committed configuration",),
    Stage.PREPARE: (
        "start loading commit script changes",
        "no commit script changes",
        "no transient commit script changes",
        "finished loading commit script changes",
        "copying juniper.db to juniper.data+",
        "finished copying juniper.db to juniper.data+",
        "exporting juniper.conf",
        "expanding interface-ranges",
        "finished expanding interface-ranges",
        "setup foreign files",
        "propagating foreign files",
        "complete foreign files",
        "dropping unchanged foreign files",
        "start ffp propagate",
        "executing 'ffp propagate'",
        "finish ffp propagate",
    ),
    Stage.CHECK: ("daemons checking new configuration",),
    Stage.SHARE: ("updating shared candidate configuration",),
    Stage.STORE: (
        "updating commit revision",
        "commit wrapup...",
        "start ffp activate",
        "executing 'ffp activate'",
        "executing foreign_commands",
        "/bin/sh /etc/rc.ui ui_setup_users (sh)",
        "not executing ui_commit in rc.ui",
        "finish ffp activate",
        "activating '/var/run/db/juniper.data'",
        "Rotate backup configs",
    ),
    Stage.APPLY: ("notifying daemons of new configuration",),
    Stage.COMPLETE: (COMPLETE,),
}
"""The steps of each stage, in the words and the order of a capture: in the log and of `| display detail`."""

_CHECKERS: Final = (
    ("/usr/sbin/rdd", "Redundancy interface management process"),
    ("/usr/sbin/dfcd", "Dynamic flow capture service"),
    ("/usr/sbin/cfmd", "Connectivity fault management process"),
)
"""Programs that look at every new configuration, in their order: those that the guide prints."""
_CONSTRAINTS: Final = "/usr/sbin/mustd"  # the one that finds violated rules, and its status then [capture]
_VIOLATED: Final = "7"
_MOST: Final = 100  # problems of a commit that are logged [our choice]

_SIGNAL: Final = "signaling '{}', pid {}, signal 1, status 0 with notification errors enabled"
_ROLLED_BACK: Final = "automatic rollback complete"
_READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "chassis": ("chassis-control",),
    "class-of-service": ("class-of-service",),
    "firewall": ("firewall",),
    "interfaces": ("interface-control",),
    "policy-options": ("routing",),
    "protocols": ("routing",),
    "routing-instances": ("routing",),
    "routing-options": ("routing",),
    "snmp": ("snmp",),
    "system": ("event-processing", "management"),
}
"""Which daemons read a stanza, by their names in `restart`; they are told when it has changed [g]."""


class CommitLog:
    """The observer of one commit of a device."""

    __slots__ = ("_before", "_device", "_pid")

    def __init__(self, device: Device, request: Request) -> None:
        self._device = device
        self._before = device.stores.committed.root
        self._pid = device.processes.management if request.session is None else request.session
        device.audit.emit(
            "ui-commit",
            self._pid,
            username=shown_name(request.user or ROOT),
            command=request.operation,
            message=request.comment or "none",
        )

    def stage(self, stage: Stage) -> None:
        """Log the steps of a stage, and what is started in it."""
        for step in STEPS[stage]:
            self._progress(step)
        if stage is Stage.CHECK:
            self._check()
        elif stage is Stage.APPLY:
            self._signal()
        elif stage is Stage.COMPLETE:
            self._device.audit.emit("ui-commit-completed", self._pid)

    def refused(self, problem: CommitError) -> None:
        """Log what stands against it."""
        errors = [found for found in problem.problems if not found.warning]
        if errors:
            pid = str(self._device.next_pid())
            self._device.audit.emit(
                "ui-child-exited", self._pid, child_pid=pid, status=_VIOLATED, command=_CONSTRAINTS
            )
        for found in errors[:_MOST]:
            self._error(found)

    def _error(self, found: Problem) -> None:
        self._device.audit.emit(
            "ui-configuration-error",
            self._pid,
            process="mgd",
            pathname=f"[{' '.join(('edit', *found.path))}]",
            statement=without_stored_secrets(found.statement) or "-",
            message=without_stored_secrets(found.message),
        )

    def _progress(self, message: str) -> None:
        self._device.audit.emit("ui-commit-progress", self._pid, message=message)

    def _signal(self) -> None:
        """Tell the daemons that read what has changed; each keeps its number."""
        processes = self._device.processes
        for name in self._readers():
            program = processes.find(name)
            if program is not None:
                self._progress(_SIGNAL.format(program.title, processes.pid(program)))

    def _readers(self) -> Iterable[str]:
        old, new = self._before.children, self._device.stores.committed.root.children
        changed = [stanza for stanza in _READERS if old.get(stanza) is not new.get(stanza)]
        return dict.fromkeys(name for stanza in changed for name in _READERS[stanza])

    def _check(self) -> None:
        emit, pid = self._device.audit.emit, self._pid
        for program, title in _CHECKERS:
            self._progress(f"{title} checking new configuration")
            emit("ui-child-start", pid, command=program)
            child = str(self._device.next_pid())
            emit("ui-child-status", pid, command=program, child_pid=child, status_code="0")


class CommitDeeds:
    """The witness of what becomes of commits that have to be confirmed."""

    __slots__ = ("_device", "_is_waiting")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._is_waiting = device.stores.confirmation is not None

    def witness(self, deed: Deed, state: State) -> None:
        """Something was done; it is not acknowledged yet."""
        emit, pid = self._device.audit.emit, self._device.processes.management
        was_waiting, self._is_waiting = self._is_waiting, state.confirmation is not None
        if deed is Deed.ROLLBACK:
            emit("ui-commit-not-confirmed", pid, message=_ROLLED_BACK)
        elif state.confirmation is not None and deed is Deed.COMMIT:
            minutes = state.confirmation.minutes_left(self._device.clock.monotonic())
            emit("ui-commit-reminder", pid, minutes=str(minutes))
        elif was_waiting and not self._is_waiting:
            emit("ui-commit-confirmed", pid)
