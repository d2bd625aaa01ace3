"""The device itself: one Routing Engine's view of platform, configuration, sessions and time, without I/O."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from junosim.access.attempts import retry_options
from junosim.access.classes import UNAUTHORIZED, Classes
from junosim.access.lockout import Lockouts
from junosim.access.login_checks import LOGIN_CHECKS
from junosim.access.users import ROOT, Accounts
from junosim.config import schedule
from junosim.config.commit import Committer
from junosim.config.groups.conditions import Circumstances
from junosim.config.groups.inheritance import Inheritance
from junosim.config.locks import Editor
from junosim.config.query import leaf_text
from junosim.device import kept_clock
from junosim.device.audit import Audit
from junosim.device.awakening import Awakening, has_root
from junosim.device.commit_log import CommitDeeds, CommitLog
from junosim.device.configuration_files import ConfigurationFiles
from junosim.device.console import Console
from junosim.device.departures import Departures
from junosim.device.destinations import Follower
from junosim.device.error_state import fail
from junosim.device.files import Files
from junosim.device.fips_checks import FipsChecks
from junosim.device.fips_mode import level_of, statements_on
from junosim.device.host_keys import HostKeys, Making
from junosim.device.key_changes import KeyChanges
from junosim.device.key_lengths import KEY_LENGTHS
from junosim.device.lifecycle import Lifecycle, State
from junosim.device.load import LOGIN_WORK, Load
from junosim.device.lockout_changes import LockoutChanges
from junosim.device.login_lines import shown_name
from junosim.device.login_records import LoginRecords
from junosim.device.logins import Login, Logins
from junosim.device.logs import Logs
from junosim.device.made_files import MadeFiles
from junosim.device.password_checks import PASSWORD_HASHES
from junosim.device.password_records import PasswordRecords
from junosim.device.periodic_tests import PeriodicTests
from junosim.device.process_list import read_programs
from junosim.device.processes import Processes
from junosim.device.random_source import RandomSource
from junosim.device.software import Software
from junosim.device.system_files import SystemFiles
from junosim.device.time_log import CONSOLE, time_text
from junosim.device.time_zones import zone_named
from junosim.device.watched import Watched
from junosim.errors import CommitError, JunosimError
from junosim.fips.faults import Faults
from junosim.storage import MemoryStorage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from junosim.access.attempts import RetryOptions
    from junosim.access.classes import LoginClass
    from junosim.clock import Clock
    from junosim.config.candidate import Candidate
    from junosim.config.locks import Mode
    from junosim.config.revision import Revision
    from junosim.config.stores import Stores
    from junosim.config.tree import Branch
    from junosim.device.lifecycle import Script
    from junosim.device.shutdown import Plan
    from junosim.entropy import Entropy
    from junosim.platforms import Platform
    from junosim.schema.release import Release
    from junosim.schema.walk import Visible
    from junosim.storage import Storage

_FIRST_PID = 6999  # process ids below belong to the daemons of the boot
_LAST_PID = 99999  # as FreeBSD: the next one starts over
_ROUTING = "routing"  # the process whose start is that of the protocols
_NOT_CONFIRMED = "Commit was not confirmed; automatic rollback complete."
_SCHEDULED_FAILED = "Scheduled commit failed; configuration check-out failed."  # no source prints it


class Device:
    """One device. All devices of a platform share `platform` and `release`; the rest is the device's own.

    It is made as it is when its boot is over and users can log in, or with `power` False as it is before: switched
    off. `lifecycle` says what it is doing, `console` is its serial line, `plan` the stop that waits for its time.
    `pace` is a factor on the time that boots and stops take. `fips_mode` tells whether it has booted into FIPS mode,
    which lasts until it boots again. `alarms` are called when something became due earlier than `deadline` said
    before, so that a server looks at its sessions' deadlines again. `storage` keeps its files, by default in memory.
    `lockouts` knows who may not log in over the network for a while.
    `faults` is what a test has ordered to be broken. `entropy` gives the random numbers, in FIPS mode through the
    generator of the module; `self_tests` are those that the device begins by itself.
    """

    __slots__ = (
        "_accounts", "_booted", "_classes", "_naming", "_next_pid", "_retrying", "alarms", "audit", "clock",
        "committer", "console", "craft_message", "entropy", "faults", "files", "fips_mode", "host_keys", "lifecycle",
        "load", "lockouts", "logins", "logs", "passwords", "plan", "platform", "processes", "release", "self_tests",
        "software", "storage", "stores",
    )  # fmt: skip

    def __init__(
        self,
        platform: Platform,
        release: Release,
        stores: Stores,
        clock: Clock,
        entropy: Entropy,
        storage: Storage | None = None,
        *,
        power: bool = True,
        pace: float = 0.0,
    ) -> None:
        self.platform = platform
        self.release = release
        self.stores = stores
        self.clock = clock
        self.storage: Storage = MemoryStorage() if storage is None else storage
        self.lifecycle = Lifecycle(clock, pace)
        self.console = Console()
        self.plan: Plan | None = None
        self.self_tests = PeriodicTests(self)
        self.passwords = PasswordRecords(self.storage, clock)
        self.committer = self._new_committer()
        self.entropy = RandomSource(entropy, platform.name.encode(), lambda failure: fail(self, failure))
        self.faults = Faults()
        self.software = Software(platform, self.storage)
        self.files = Files(self.storage, clock, self._made_files())
        self.logs = Logs(self.files, clock)
        self.audit = Audit(self)
        self.logs.turned, self.logs.cleared = (
            self.audit.destinations.turned_over,
            self.audit.destinations.cleared,
        )
        making = Making(self.faults, self.self_tests.key_made, lambda failure: fail(self, failure))
        self.host_keys = HostKeys(self.files, lambda: self.fips_mode, making)
        self.alarms: list[Callable[[], None]] = []
        self._booted = clock.monotonic() - platform.boot_time
        self._next_pid = _FIRST_PID
        self.craft_message = ""
        self._naming: tuple[Branch, str | None, tzinfo] | None = None
        self._retrying: tuple[Branch, RetryOptions] | None = None
        self.load = Load(platform.idle_load, self._booted)
        self._accounts, self._classes = Accounts(), Classes()
        self.logins = Logins(clock, self._login_pids, LoginRecords(self.storage), self.login_class_of)
        self.lockouts = Lockouts(clock, self.storage)
        self.processes = self._new_processes()
        self.fips_mode = False
        if power:
            self.lifecycle.begin_as(self.state_when_up())

    @property
    def configuration(self) -> Branch:
        """The configuration in force, with all that it inherits, after all that is due was done."""
        return self.committer.inheritance.view(self.written_configuration)

    @property
    def written_configuration(self) -> Branch:
        """The committed configuration as it is written, with its groups, after all that is due was done."""
        self.wake()
        return self.stores.committed.root

    def restart_configuration(self) -> None:
        """What a reboot means for the configuration; all sessions must have ended, and boot parts subscribe anew.

        What is committed stays: revisions, the rescue configuration, a commit that is to be confirmed; candidates are
        gone. Then it does what `start_configuration` does. Raises StorageError when the storage cannot be read.
        """
        self.stores.reopen()
        self.committer = self._new_committer()
        self.choose_mode()
        self.start_configuration()

    def start_configuration(self) -> None:
        """Do at the boot what is due: go back from a commit whose time to be confirmed ran out while the device was
        down, and do the one that waited for the boot.
        """
        self.wake()
        self._do(lambda: schedule.carry_out_at_boot(self.committer, self.stores))
        self.audit.destinations.create_files()

    def start_over(self, initial: Branch) -> None:
        """Begin again with this configuration, without a history and without files. Nobody may be logged in."""
        self.entropy.forget()
        self.stores.reset(initial)
        self.committer = self._new_committer()
        self.files.clear()
        self.logins.forget()
        self.passwords.forget()
        self.lockouts.forget()
        self.logs.forget()
        self.audit.forget()
        self.audit.destinations.create_files()

    def forget(self, initial: Branch) -> None:
        """Begin again with this configuration after the disk was erased; nothing of before stays in memory either."""
        self.stores.disk_was_erased()
        self.start_over(initial)
        self.craft_message = ""
        self.console.clear()

    def state_when_up(self) -> State:
        """The state that a boot leads to with the configuration in force."""
        if self.fips_mode:
            return State.FIPS
        return State.RUNNING if has_root(self.configuration) else State.AMNESIAC

    def fips_wanted(self) -> bool:
        """True when the next boot goes into FIPS mode: the committed configuration asks for it, and all it needs is
        installed.
        """
        return level_of(self.configuration, self.platform) > 0 and self.software.is_ready_for_fips

    @property
    def ipsec_available(self) -> bool:
        """False in FIPS Recovery Mode: the services card failed its self-tests."""
        return self.lifecycle.state is not State.FIPS_RECOVERY

    @property
    def statements(self) -> Visible:
        """The configuration statements that exist on the device as it works now."""
        return statements_on(self.platform, fips=self.fips_mode)

    def login_class_of(self, user: str) -> LoginClass:
        """The login class that a user has by now; a user who does not exist may do nothing."""
        tree = self.configuration
        account = self._accounts.of(tree).get(user)
        return self._classes.named(tree, account.class_name if account is not None else UNAUTHORIZED)

    def prompt_of(self, login: Login) -> str | None:
        """The prompt that the user or his class has instead of the usual one; that of the user counts first."""
        own = self._accounts.of(self.configuration).get(login.user)
        return (own.prompt if own is not None else "") or login.login_class.prompt or None

    def choose_mode(self) -> None:
        """Work in FIPS mode from now on, or outside it, as the committed configuration asks. Part of a boot.

        A commit that led into FIPS mode is confirmed by that: nothing but zeroization leads out [g].
        """
        self.fips_mode = self.fips_wanted()
        self.stores.speak(self.statements)
        waiting = self.stores.confirmation
        if self.fips_mode and waiting is not None:
            back = self.committer.inheritance.view(waiting.back.root)
            if not level_of(back, self.platform):
                with suppress(CommitError):  # a disk that fails; the commit counts as confirmed in memory
                    self.committer.confirm()

    def begin(self, script: Script) -> None:
        """Let a script move the device through its states."""
        self.lifecycle.run(script)
        self.alarm()

    def start_kernel(self) -> None:
        """The moment from which the uptime counts: nothing runs yet, nobody is logged in."""
        now = self.clock.monotonic()
        self._booted, self._next_pid, self.plan = now, _FIRST_PID, None
        self.entropy.stop()
        self.audit.outbox.clear()
        self.self_tests.forget()
        self.load = Load(self.platform.idle_load, now)
        self.processes = self._new_processes()

    def end_sessions(self, but: Login | None = None) -> None:
        """Cut all sessions, `but` for that of one user: their locks and candidates are gone at once.

        They go down with the device, which says nothing of it in the log.
        """
        kept = () if but is None else tuple(but.chain())
        for login in self.logins:
            self._stop_editing(login)
            if login not in kept:
                login.expelled = True
                self.disconnect(login)
        self.alarm()

    @property
    def host_name(self) -> str | None:
        """The name in the committed configuration; None while the device has none."""
        return self._named()[1]

    @property
    def time_zone(self) -> tzinfo:
        """The time zone in the committed configuration, else UTC."""
        return self._named()[2]

    @property
    def uptime(self) -> float:
        """Seconds since the boot."""
        return self.clock.monotonic() - self._booted

    @property
    def booted(self) -> float:
        """When the device booted, seconds since the epoch; it moves with the clock when that is set."""
        return self.clock.time() - self.uptime

    @property
    def protocols_started(self) -> float | None:
        """When the routing protocols started, seconds since the epoch; None while they have not."""
        started = self.processes.started(_ROUTING)
        passed = self.clock.monotonic() - started
        if started == self._booted:  # the boot takes its time; later it is up at once
            passed -= self.platform.protocols_delay
        return self.clock.time() - passed if passed >= 0 else None

    def local_time(self, seconds: float | None = None) -> datetime:
        """A time (default: now) in the device's time zone."""
        return datetime.fromtimestamp(self.clock.time() if seconds is None else seconds, self.time_zone)

    def utc_text(self) -> str:
        """Now, as the boot prints it: date and time in UTC."""
        return f"{datetime.fromtimestamp(self.clock.time(), UTC):%Y-%m-%d %H:%M:%S}"

    def set_time(self, seconds: float, origin: str, user: str = ROOT) -> None:
        """Set the clock (seconds since the epoch), and log old and new time and who did it from where."""
        old = self.local_time()
        self.clock.set_time(seconds)
        kept_clock.keep(self.storage, self.clock)
        self.self_tests.look()
        self.alarm()
        self.audit.emit(
            "time-changed",
            self.processes.management,
            username=shown_name(user),
            origin=origin or CONSOLE,
            old_time=time_text(old),
            new_time=time_text(self.local_time()),
        )

    @property
    def retry_options(self) -> RetryOptions:
        """How often and how long somebody may try to log in, as committed now; read once for each tree."""
        tree = self.configuration
        if self._retrying is None or self._retrying[0] is not tree:
            self._retrying = (tree, retry_options(tree))
        return self._retrying[1]

    def next_pid(self) -> int:
        """The process id of a new process."""
        pid = self._next_pid
        self._next_pid = pid + 1 if pid < _LAST_PID else _FIRST_PID
        return pid

    def worked(self, seconds: float) -> None:
        """One process was busy for that long; the load averages show it."""
        self.load.work(seconds, self.clock.monotonic())

    def deadline(self) -> float | None:
        """When to call `wake`, on the clock's monotonic scale; None while nothing is waited for.

        Each session has this time among its own deadlines; with none open, the next who asks does what was due.
        Nothing is due while a commit is being done: it may confirm what was to be confirmed.
        """
        stores = self.stores
        if (stores.confirmation is None and stores.scheduled is None) or stores.locks.is_committing:
            return None
        waiting = (stores.confirmation, stores.scheduled)
        return min(
            (it.deadline for it in waiting if it is not None and it.deadline is not None), default=None
        )

    def next_due(self) -> float | None:
        """When `do_due` has something to do, on the clock's monotonic scale: what is due without any session."""
        commit = self.deadline() if self.lifecycle.state.is_up else None
        logs = self.audit.destinations.next_due() if self.lifecycle.state.is_up else None
        waiting = (self.lifecycle.deadline(), commit, self.self_tests.next_due(), logs)
        return min((deadline for deadline in waiting if deadline is not None), default=None)

    def do_due(self) -> None:
        """Do one step of a boot or stop, the commits that are due, one self-test, and some work on log files."""
        self.lifecycle.wake()
        if self.lifecycle.state.is_up:
            self.wake()
            self.audit.destinations.do_due()
        self.self_tests.do_due()

    def wake(self) -> None:
        """Do what is due: go back from a commit that was not confirmed, do the commit that waited for its time."""
        stores = self.stores
        if stores.confirmation is None and stores.scheduled is None:
            return
        if self.lifecycle.state is State.ZEROIZING:  # what was waited for is being erased
            return
        while (deadline := self.deadline()) is not None and deadline <= self.clock.monotonic():
            if stores.confirmation is not None and stores.confirmation.deadline == deadline:
                self.committer.settle()
                self._wall(_NOT_CONFIRMED)
            else:
                self._do(lambda: schedule.carry_out(self.committer, self.stores))
            self.alarm()

    def _do(self, commit: Callable[[], object]) -> None:
        """Do a commit that waited for its time."""
        try:
            commit()
        except JunosimError:  # whatever stands against it by now
            self._wall(_SCHEDULED_FAILED)

    def configure(self, login: Login, mode: Mode) -> Candidate:
        """Let a session into configuration mode: its candidate. Raises LockHeld and DatabaseModified."""
        editor = Editor(login.pid, login.user, login.tty, mode, self.clock.time())
        candidate = self.stores.enter(editor)
        login.editor = editor
        self.audit.emit("ui-edit-begin", login.pid, username=shown_name(login.user))
        return candidate

    def leave_configuration(self, login: Login) -> None:
        """A session is not in configuration mode any more: its locks and its own candidate are gone."""
        if self._stop_editing(login):
            self.audit.emit("ui-edit-end", login.pid, username=shown_name(login.user))

    def _stop_editing(self, login: Login) -> bool:
        editor, login.editor = login.editor, None
        if editor is not None:
            self.stores.leave(editor)
        return editor is not None

    def disconnect(self, login: Login) -> None:
        """A session has ended, in whatever way; harmless when repeated."""
        self.leave_configuration(login)
        self.logins.close(login)

    def alarm(self) -> None:
        """Let the servers look at all deadlines again."""
        for alarm in self.alarms:
            alarm()

    def _wall(self, text: str) -> None:
        self.logins.broadcast(f"{self._wall_header()}\n\n{text}")

    def _wall_header(self) -> str:
        """What stands above a message of the device itself to all terminals [from memory of real devices]."""
        now = self.local_time()
        host = self.host_name or ""
        return f"Broadcast Message from root@{host}\n        (no tty) at {now.hour}:{now:%M %Z}..."

    def _new_committer(self) -> Committer:
        inheritance = Inheritance(circumstances(self.platform, self.clock))
        committer = Committer(self.stores, inheritance=inheritance)
        committer.observe = partial(CommitLog, self)
        committer.witnesses.append(CommitDeeds(self).witness)
        fips = FipsChecks(self)
        committer.steps += (LOGIN_CHECKS, fips.step, PASSWORD_HASHES, KEY_LENGTHS)
        committer.subscribe(fips)
        committer.subscribe(Awakening(self.lifecycle))
        committer.subscribe(Departures(lambda: self.logins, self.alarm))
        committer.subscribe(LockoutChanges(lambda: self.lockouts))
        committer.subscribe(Watched(self.alarm))
        committer.subscribe(Follower(self))
        committer.subscribe(KeyChanges(self))
        committer.subscribe(self.self_tests)
        committer.subscribe(self.passwords)
        return committer

    def _new_processes(self) -> Processes:
        return Processes(read_programs(self.platform.processes), self.logins, self.next_pid, self._booted)

    def _made_files(self) -> MadeFiles:
        return MadeFiles(
            ConfigurationFiles(self.stores, self._above_configuration),
            SystemFiles(lambda: self.configuration, self.clock.time()),
        )

    def _above_configuration(self, revision: Revision) -> str:
        """What stands above a configuration in its file."""
        date = self.local_time(revision.time).strftime("%Y-%m-%d %H:%M:%S %Z")
        return f"## Last commit: {date} by {revision.user}\nversion {self.software.release};"

    def _login_pids(self, server: int) -> tuple[int, int, int]:
        self.worked(LOGIN_WORK)
        return server or self.next_pid(), self.next_pid(), self.next_pid()

    def _named(self) -> tuple[Branch, str | None, tzinfo]:
        """Host name and time zone of the committed tree, looked up once for each tree."""
        tree = self.configuration
        if self._naming is None or self._naming[0] is not tree:
            name = leaf_text(tree, "system", "host-name")
            self._naming = (tree, name, zone_named(leaf_text(tree, "system", "time-zone")))
        return self._naming


def circumstances(platform: Platform, clock: Clock) -> Circumstances:
    """What conditions of groups find on such a device."""
    return Circumstances(
        platform.model, now=lambda zone: datetime.fromtimestamp(clock.time(), zone_named(zone))
    )
