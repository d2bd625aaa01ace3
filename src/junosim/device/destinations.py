"""Where the log of a device goes on the device itself: files, terminals of users, the console.

What goes where is `system syslog` of the committed configuration with its groups; as long as it has none, that of the
configuration the platform is delivered with [our choice]. Remote hosts are in `outbox`.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from junosim.audit import rotate
from junosim.audit.forms import Origin, line, message, stamp
from junosim.audit.rotate import Limits
from junosim.audit.route import EVERYBODY, Console, File, Routes, Routing, User
from junosim.config.query import branch, leaf_text
from junosim.device import user_messages
from junosim.device.factory import factory_configuration
from junosim.device.file_names import FileProblem
from junosim.device.time_zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from junosim.audit.event import Event, Kind
    from junosim.audit.forms import Layout
    from junosim.audit.selection import Selection
    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.errors import Problem

NAMELESS: Final = "Amnesiac"
"""What a device without a host name calls itself: to getty (the guides), in its log and to its users."""

_LONGEST_WAIT: Final = (
    3600.0  # seconds between two looks at the sizes of files, whatever is done to the clock
)


class _Takers(NamedTuple):
    """Who wants messages of one kind."""

    files: tuple[tuple[File, Limits], ...]
    users: tuple[User, ...]
    console: Console | None


class Destinations:
    """The destinations of one device. `routes`, `origin` and `tree` are those of the configuration in force.

    A configuration is read once; what wants the messages of a kind is found out once for each.
    """

    __slots__ = ("_device", "_due", "_limits", "_moment", "_routing", "_takers", "origin", "routes", "tree")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._routing = Routing()
        self._limits: dict[str, Limits] = {}
        self._takers: dict[str, _Takers] = {}
        self._due: float | None = None  # when the sizes of files are looked at, on the clock of the device
        self._moment: float | None = None  # when that was due, while it is done
        self.routes = Routes()
        self.tree: Branch | None = None
        self.origin: Origin = Origin(NAMELESS, zone_named(None), device.platform.product)

    def write(self, event: Event) -> None:
        """Write an event wherever it is wanted. A disk that is full or broken stops nobody."""
        self.follow_configuration()
        if self._due is not None and event.time >= self._due:
            self._look()
        takers = self._takers.get(event.kind.key)
        if takers is None:
            takers = self._takers[event.kind.key] = self._wanting(event.kind)
        if takers.files:
            self._write_files(event, takers.files)
        if takers.users:
            self._show_users(event, takers.users)
        console = takers.console
        if console is not None and _is_taken(event, console.selection):
            self._device.console.print(f"{line(event, console.layout, self.origin)}\n")

    def follow_configuration(self) -> None:
        """Take over what is committed, if that is another tree than before."""
        device = self._device
        tree = device.committer.inheritance.view(device.stores.committed.root)
        if tree is not self.tree:
            self._take_over(tree)

    def create_files(self) -> None:
        """Make the files that are missing, and go on with what was broken off. Part of a boot."""
        self._due = None
        self.follow_configuration()
        self._create()
        self._schedule()

    def forget(self) -> None:
        """All files are gone."""
        self.tree = self._due = None

    # ------------------------------------------------------------------ turning files over

    def next_due(self) -> float | None:
        """When `do_due` has something to do, on the clock's monotonic scale."""
        clock, logs = self._device.clock, self._device.logs
        if logs.is_packing:
            return clock.monotonic()
        if self._due is None:
            return None
        now = clock.time()
        if self._due - now > _LONGEST_WAIT:  # the clock was put back
            self._due = self._next_look(now)
        return clock.monotonic() + max(0.0, self._due - now)

    def do_due(self) -> None:
        """Turn over the files that have grown too long, or pack one slice of them."""
        if self._due is not None and self._device.clock.time() >= self._due:
            self._look()
        elif self._device.logs.is_packing:
            with suppress(FileProblem):  # a disk that is full: it stays as it is until the next one
                self._device.logs.pack()

    def _look(self) -> None:
        """Turn over what has grown too long; done late, it is dated all the same at the time when it was due."""
        self._moment, self._due = self._due, None
        self._device.logs.look()
        self._moment = None
        self._schedule()
        self._device.alarm()

    def _schedule(self) -> None:
        """Look at the sizes at the next time there is for it, if a file waits for that."""
        if self._due is None and self._device.logs.full:
            self._due = self._next_look(self._device.clock.time())
            self._device.alarm()

    def _next_look(self, now: float) -> float:
        offset = datetime.fromtimestamp(now, self.origin.zone).utcoffset()
        return rotate.next_look(now, self.routes.rotate_every, offset.total_seconds() if offset else 0.0)

    def turned_over(self, size: int) -> str:
        """The line of a file that is turned over because of its size."""
        device, moment = self._device, self._moment
        now = stamp(device.clock.time() if moment is None else moment, self.origin.zone)
        return rotate.turned_over(now, self.origin.host, device.next_pid(), size)

    def cleared(self) -> str:
        """The line of a file that was cleared."""
        device = self._device
        return rotate.cleared(
            stamp(device.clock.time(), self.origin.zone), self.origin.host, device.next_pid()
        )

    # ------------------------------------------------------------------ the configuration

    def _take_over(self, tree: Branch) -> None:
        device = self._device
        host, zone = (
            leaf_text(tree, "system", "host-name"),
            zone_named(leaf_text(tree, "system", "time-zone")),
        )
        self.origin = Origin(host or NAMELESS, zone, device.platform.product)
        is_new = self.tree is None
        self.tree = tree
        if branch(tree, "system", "syslog") is None:
            tree = factory_configuration(device.platform, device.release)
        routes = self._routing.of(tree)
        if routes is self.routes and not is_new:
            return
        self.routes = routes
        self._takers = {}
        self._limits = {file.name: _limits(file, device.platform.log_size) for file in routes.files}
        if not is_new:
            self._create()

    def _create(self) -> None:
        """Let the files be there, for whom they are; one that cannot be made keeps no other back."""
        logs = self._device.logs
        for item in self._limits.items():
            with suppress(FileProblem):
                logs.create((item,))
                logs.set_modes((item,))

    def _wanting(self, kind: Kind) -> _Takers:
        routes = self.routes
        console = routes.console
        return _Takers(
            tuple((file, self._limits[file.name]) for file in routes.files if file.selection.wants(kind)),
            tuple(user for user in routes.users if user.selection.wants(kind)),
            console if console is not None and console.selection.wants(kind) else None,
        )

    # ------------------------------------------------------------------ the places

    def _write_files(self, event: Event, files: Sequence[tuple[File, Limits]]) -> None:
        logs, origin = self._device.logs, self.origin
        layout: Layout | None = None
        text = ""
        for file, limits in files:
            if not _is_taken(event, file.selection):
                continue
            if layout is None or (file.layout is not layout and file.layout != layout):
                layout = file.layout
                text = line(event, layout, origin)
            try:
                logs.append(file.name, text, limits, event.time)
            except FileProblem:  # a disk that is full or broken
                continue
        if logs.full and self._due is None:
            self._schedule()

    def _show_users(self, event: Event, users: Sequence[User]) -> None:
        """Show it on the terminals of users; to everybody with a head, as syslogd calls to all [layout: recalled]."""
        device, origin = self._device, self.origin
        for user in users:
            if not _is_taken(event, user.selection):
                continue
            everybody = user.name == EVERYBODY
            to = [login for login in device.logins.on_terminals() if everybody or login.user == user.name]
            if not to:
                continue
            text = line(event, user.layout, origin)
            if everybody:
                now = stamp(event.time, origin.zone)
                text = f"Message from syslogd@{origin.host} at {now}  ...\n{origin.host} {message(event)}"
            user_messages.show(device, to, text)


class Follower:
    """The subscriber that lets the destinations follow a commit at once, so that new files are there."""

    __slots__ = ("_device",)

    def __init__(self, device: Device) -> None:
        self._device = device

    def prepare(self, _transition: Transition) -> Iterable[Problem]:
        """Nothing stands against it."""
        return ()

    def apply(self, _transition: Transition) -> None:
        """Take over what is committed."""
        self._device.audit.destinations.follow_configuration()


def _is_taken(event: Event, selection: Selection) -> bool:
    """Whether what is wanted by its class is taken by its words too."""
    if selection.match is None and not selection.strings:
        return True
    return selection.takes(event.kind, message(event))


def _limits(file: File, usual_size: int) -> Limits:
    archive = file.archive
    return Limits(
        archive.size or usual_size,
        archive.files or Limits().files,
        rotate.READABLE if archive.world_readable else rotate.MODE,
    )
