"""What any number of devices share: platform, language, start configuration; and how one of them is made."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.assemble.lab import User, lab_configuration, lab_users
from junosim.config.archive import Archive
from junosim.config.commit import Committer
from junosim.config.groups.inheritance import Inheritance
from junosim.config.load import Form, load, tree_of
from junosim.config.query import leaf_text
from junosim.config.stores import Stores
from junosim.config.workspace import Workspace
from junosim.device import erasure, kept_clock, system_log
from junosim.device.device import Device, circumstances
from junosim.device.factory import factory_configuration
from junosim.device.files import SYSTEM
from junosim.device.fips_mode import level_of, policy_of, statement_of, statements_on
from junosim.device.logs import FOLDER
from junosim.errors import CommitError, JunosimError
from junosim.platforms import load_platform
from junosim.schema import release as releases
from junosim.storage import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from junosim.clock import Clock
    from junosim.config.load import Loaded
    from junosim.config.tree import Branch
    from junosim.entropy import Entropy
    from junosim.platforms import Platform
    from junosim.schema.release import Release
    from junosim.storage import Storage

_LAB = "lab configuration"


class StartConfigurationError(JunosimError):
    """A start configuration that cannot be loaded or committed; the message names its source and line."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A platform, its language, the configuration to start with and the users whose passwords are known.

    With `fips` its devices are in FIPS mode from the start; with `is_factory` they are as they were delivered, and
    have neither a name nor users. `roots` gives the certificates, in PEM, of those whose software packages they take,
    beside what their image brings.
    """

    platform: Platform
    release: Release
    users: tuple[User, ...]
    configuration: Branch
    fips: bool = False
    is_factory: bool = False
    roots: Callable[[], Sequence[bytes]] = tuple

    def build(
        self,
        host_name: str | None,
        clock: Clock,
        entropy: Entropy,
        storage: Storage | None = None,
        *,
        power: bool = True,
        pace: float = 0.0,
    ) -> Device:
        """A device that has just booted, or with `power` False one that is switched off.

        It is called `host_name`, or as its configuration says. What a power loss in a zeroization left is erased, and
        the device is as it was delivered.

        With a storage that was used before it has the configuration that is kept there, whatever it is called. Raises
        StorageError when that cannot be read.
        """
        schema, initial, clock = self.release.configuration, self._named(host_name), clock.own()
        if storage is not None:
            layout.claim(storage)
            kept_clock.restore(storage, clock)
        unfinished = storage is not None and erasure.is_unfinished(storage)
        if storage is not None and unfinished:
            deque(erasure.erase(storage), maxlen=0)
            initial = factory_configuration(self.platform, self.release)
        archive = None if storage is None else Archive(storage, schema, self.platform.name)
        stores = Stores(schema, clock, initial, archive=archive)
        if storage is not None and unfinished:
            erasure.end(storage)
        device = Device(self.platform, self.release, stores, clock, entropy, storage, power=power, pace=pace)
        device.committer.vouch(initial)
        device.software.roots = self.roots
        if power:
            device.software.activate()
        self._install(device)
        if device.fips_wanted():
            device.entropy.skip_first_boot()
        if power:
            _be_up(device)
            goes_on = storage is not None and bool(device.files.listing(FOLDER, SYSTEM))
            device.start_configuration()
            if goes_on:
                system_log.log_goes_on(device)
        return device

    def restore(self, device: Device, host_name: str | None) -> None:
        """Make a device that `build` has made as it was at first. Its sessions must have ended."""
        initial = self._named(host_name)
        device.lifecycle.stop()
        deque(erasure.finish(device), maxlen=0)
        device.clock.reset()
        kept_clock.forget(device.storage)
        device.faults.clear()
        device.software.deliver()
        device.start_over(initial)
        device.committer.vouch(initial)
        device.start_kernel()
        device.console.clear()
        self._install(device)
        _be_up(device)

    def _install(self, device: Device) -> None:
        """Let the devices of this blueprint have the software for FIPS mode, if they are to be in it."""
        if self.fips and level_of(device.configuration, device.platform):
            device.software.install_fips()

    def _named(self, host_name: str | None) -> Branch:
        """The start configuration with this host name; without one, the platform's name stands in.

        A device that is delivered has none.
        """
        if self.is_factory:
            return self.configuration
        if host_name is None:
            if leaf_text(Inheritance().view(self.configuration), "system", "host-name") is not None:
                return self.configuration
            host_name = self.platform.name
        work = Workspace(self.configuration)
        _refuse_problems(load(work, f'set system host-name "{host_name}"', form=Form.SET), "host name")
        return work.root


def draft(
    platform: str,
    clock: Clock,
    entropy: Entropy,
    *,
    users: tuple[User, ...] | None = None,
    text: str = "",
    source: str = "configuration",
    fips: bool = False,
) -> Blueprint:
    """Read platform and language, and make the start configuration: the lab's, with `text` merged into it.

    `users` are the accounts of the lab configuration (by default two with random passwords); `source` names
    `text` in errors. With `fips` the devices are in FIPS mode from the start. Raises PlatformError and
    StartConfigurationError.
    """
    found = load_platform(platform)
    release = releases.load(found.schema)
    known = lab_users(entropy) if users is None else users
    if fips:
        _refuse_passwords(found, known)
    visible = statements_on(found, fips=fips)
    lab = lab_configuration(known, entropy, found.management)
    root, loaded = tree_of(release.configuration, lab, Form.TEXT, visible)
    _refuse_problems(loaded, _LAB)
    work = Workspace(root, visible=visible)
    if fips:
        _refuse_problems(load(work, statement_of(found), form=Form.SET), _LAB)
    if text:
        _refuse_problems(load(work, text), source)
    _check(found, release, work.root, clock, source)
    return Blueprint(found, release, known, work.root, fips)


def as_delivered(platform: str) -> Blueprint:
    """Devices with the factory configuration, which know nobody. Raises PlatformError."""
    found = load_platform(platform)
    release = releases.load(found.schema)
    return Blueprint(found, release, (), factory_configuration(found, release), is_factory=True)


def _refuse_passwords(platform: Platform, users: tuple[User, ...]) -> None:
    """Raises StartConfigurationError for a password that FIPS mode does not take."""
    for user in users:
        problem = policy_of(platform).passwords.problem(user.password)
        if problem:
            raise StartConfigurationError(f"FIPS mode: password of user {user.name}: {problem}")


def _be_up(device: Device) -> None:
    """Be as behind a boot, without the self-tests."""
    device.choose_mode()
    if device.fips_mode:
        device.entropy.boot(device.faults)
    device.lifecycle.begin_as(device.state_when_up())


def _refuse_problems(loaded: Loaded, source: str) -> None:
    for problem in loaded.problems:
        if not problem.warning:
            what = f": {problem.source.strip()}" if problem.source else ""
            where = f"{source}, line {problem.line}" if problem.line else source
            raise StartConfigurationError(f"{where}: {problem.message}{what}")


def _check(platform: Platform, release: Release, root: Branch, clock: Clock, source: str) -> None:
    """Raises StartConfigurationError unless the tree can be committed on an empty device."""
    stores = Stores(release.configuration, clock)
    stores.shared.replace(root)
    try:
        Committer(stores, inheritance=Inheritance(circumstances(platform, clock))).check(stores.shared)
    except CommitError as error:
        problem = next((found for found in error.problems if not found.warning), None)
        where = " ".join((*problem.path, problem.statement)) if problem is not None else ""
        text = problem.message if problem is not None else error.reason
        raise StartConfigurationError(f"{source}: {where}: {text}") from None
