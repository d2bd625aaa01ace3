"""Software packages on a device: added, validated, deleted, gone back from. Works in slices, and prints as it goes.

A routine yields lines, and None where others may have their turn; it returns True when it has done what it was to do.
Whatever happens, the device has the software it had before or the one it was to have.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from junosim.config.commit import Committer
from junosim.config.groups.inheritance import Inheritance
from junosim.config.stores import Stores
from junosim.device import package_files, trust_log
from junosim.device.device import circumstances
from junosim.device.file_names import FULL, FileProblem, join
from junosim.device.software import Added, Installed, SoftwareSet
from junosim.errors import CommitError, ConfigurationError
from junosim.operations import software_text as text
from junosim.packages import Kind, PackageProblem, image_authority, verified
from junosim.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.device import Device
    from junosim.device.files import Visitor
    from junosim.device.package_files import PackageFile
    from junosim.packages import Verified

Lines: TypeAlias = Generator[str | None, None, bool]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a package is to be installed.

    validates   the configuration is checked against a release first
    copies      a copy of the package is kept
    unlinks     the file is deleted when it was installed
    force       also what is installed already
    on_host     together with the host under the Routing Engine
    """

    validates: bool = True
    copies: bool = True
    unlinks: bool = False
    force: bool = False
    on_host: bool = False


@contextmanager
def alone(device: Device) -> Iterator[None]:
    """Work on the packages with nobody else doing so. Raises ConfigurationError."""
    if device.software.is_busy:
        raise ConfigurationError(text.BUSY)
    device.software.is_busy = True
    try:
        yield
    except StorageError as problem:
        raise ConfigurationError(str(problem)) from problem
    finally:
        device.software.is_busy = False


def add(device: Device, source: PackageFile, wishes: Wishes, visitor: Visitor) -> Lines:
    """Install a package. Raises FileProblem when the file cannot be read, or deleted behind it."""
    package = yield from _verified(device, source, text.installing(source.shown))
    if package is None:
        return False
    info = package.info
    if not info.suits(device.platform.traits):
        yield text.unsuitable(device.platform.model, info.stem)
        return False
    if info.kind is Kind.RELEASE:
        done = yield from _add_release(device, source, package, wishes)
    else:
        done = yield from _add_beside(device, source, package, wishes)
    if done and wishes.unlinks and source.path:
        package_files.remove(device.files, source.path, visitor)
    return done


def validate(device: Device, source: PackageFile) -> Lines:
    """Check the configuration in force against a release. Raises FileProblem when the file cannot be read."""
    package = yield from _verified(device, source)
    if package is None:
        return False
    if not package.info.suits(device.platform.traits):
        yield text.unsuitable(device.platform.model, package.info.stem)
        return False
    return (yield from _validated(device, source, package))


def delete(device: Device, name: str) -> Lines:
    """Take back what waits for the next boot, or take away a package beside the release."""
    software = device.software
    wanted = name.rpartition("/")[2].removesuffix(".tgz")
    pending = software.pending
    if pending is not None and _is_called(pending.package, wanted):
        software.put(replace(software.installed, pending=None))
        yield text.INSTALLER_REMOVED if text.is_bootstrap(pending.package) else text.PENDING_REMOVED
        return True
    added = next(
        (added for added in software.current.added if wanted in (added.name, added.package, _kept_as(added))),
        None,
    )
    if added is None:
        yield text.not_installed(name)
        return False
    _refuse_in_fips_mode(device, software.current.without(added.name))
    _put_beside(device, software.current.without(added.name))
    yield from text.deleting(added.package)
    return True


def roll_back(device: Device) -> Lines:
    """Take back what waits for the next boot; with nothing waiting, let the set before come back there."""
    software = device.software
    pending, previous = software.pending, software.previous
    if pending is not None:
        software.put(replace(software.installed, pending=None))
        yield text.INSTALLER_REMOVED if text.is_bootstrap(pending.package) else text.PENDING_REMOVED
        return True
    if previous is None:
        yield text.NO_ROLLBACK
        return False
    _refuse_in_fips_mode(device, previous)
    software.put(replace(software.installed, pending=previous))
    yield from text.rolling_back(previous.release)
    return True


# ---------------------------------------------------------------------- the two kinds


def _add_beside(device: Device, source: PackageFile, package: Verified, wishes: Wishes) -> Lines:
    """Install a package beside the release, which works at once."""
    info, software = package.info, device.software
    added = Added(info.name, info.version, info.packages or (), info.stem)
    if not wishes.force and any(there.package == info.stem for there in software.current.added):
        yield text.already_installed(info.stem)
        return False
    yield text.installing(source.shown)
    yield text.not_signed(source.name)
    yield from text.addition(info, package.signer, len(software.current.added))
    if wishes.copies and not (yield from _saved(device, source, package, f"{_kept_as(added)}.tgz")):
        return False
    yield text.SAVING_STATE
    _put_beside(device, software.current.with_added(added))
    return True


def _put_beside(device: Device, current: SoftwareSet) -> None:
    """Have other packages beside the release, in the set that waits for the boot too."""
    software = device.software
    pending = software.pending
    if pending is not None:
        pending = replace(pending, added=current.added)
    software.put(Installed(current, pending, software.current))


def _add_release(device: Device, source: PackageFile, package: Verified, wishes: Wishes) -> Lines:
    """Let a release take the place of the one that runs, at the next boot; what is beside it stays."""
    info, software = package.info, device.software
    full_name = info.file_name.removesuffix(".tgz")
    pending = SoftwareSet(info.version, info.packages, software.current.added, full_name)
    _refuse_flex(device, pending)
    if wishes.validates:
        yield from text.validating(source.name)
        if not (yield from _validated(device, source, package)):
            return False
    boots = text.is_bootstrap(info.name)
    if boots:
        yield from text.bootstrap(info, source.shown, package.signer)
    if wishes.copies and not (yield from _saved(device, source, package, info.file_name, told=boots)):
        return False
    if boots:
        yield text.SAVING_STATE
    else:
        yield from text.release_set(info, package.signer, on_host=wishes.on_host)
    software.put(replace(software.installed, pending=pending))
    return True


# ---------------------------------------------------------------------- steps


def _verified(
    device: Device, source: PackageFile, *before: str
) -> Generator[str | None, None, Verified | None]:
    """The package, if all of it is as somebody trusted has signed it; else the refusal is printed and logged."""
    now = datetime.fromtimestamp(device.clock.time(), UTC)
    roots = [image_authority().pem, *trust_log.current(device)]
    try:
        return (yield from verified(source.read, source.size, roots, now, device.faults))
    except PackageProblem as problem:
        number = device.next_pid()
        pid = device.next_pid()
        for line in text.refused_in_log(problem, number):
            device.audit.write(line, pid)
        yield from before
        yield from text.refused(problem, number, source.name)
        return None


def _validated(device: Device, source: PackageFile, package: Verified) -> Lines:
    """Check the configuration in force as a commit of the whole would."""
    yield from text.checking(package.info, package.signer)
    stores = Stores(device.release.configuration, device.clock)
    stores.shared.replace(device.written_configuration)
    committer = Committer(stores, inheritance=Inheritance(circumstances(device.platform, device.clock)))
    try:
        yield from committer.check_in_slices(stores.shared)
    except CommitError as problem:
        for found in problem.problems:
            yield f"mgd: error: {found.message}"
        yield from text.not_validated(source.shown)
        return False
    yield from text.VALIDATED
    return True


def _saved(device: Device, source: PackageFile, package: Verified, name: str, *, told: bool = True) -> Lines:
    """Keep a copy of the file, in the place of those of other versions."""
    path = join(package_files.FOLDER, name)
    try:
        package_files.check_room(device.files, source, name)
        if told:
            yield text.saving(path)
        yield from package_files.saved(device.files, source, name, package.digest)
        package_files.forget(device.files, package.info.name, name)
    except FileProblem as problem:
        if problem.reason != FULL:
            raise
        yield from text.insufficient(path)
        return False
    return True


def _kept_as(added: Added) -> str:
    """The name of the copy of a package beside the release: without its architecture, as the guides print it."""
    return f"{added.name}-{added.version}"


def _is_called(package: str, name: str) -> bool:
    """True when a user means this package: by its full name, or by the beginning of it (`jinstall`)."""
    return name == package or (bool(name) and package.startswith(f"{name}-"))


def _refuse_in_fips_mode(device: Device, software: SoftwareSet) -> None:
    """FIPS mode is left by zeroization alone, so that what it needs stays. Raises ConfigurationError."""
    _refuse_flex(device, software)
    needs = device.platform.fips.needs
    if device.fips_mode and needs and not software.adds(needs):
        raise ConfigurationError(text.NEEDED_BY_FIPS)


def _refuse_flex(device: Device, software: SoftwareSet) -> None:
    """An image without FIPS mode is no way out of it, nor of the boot that leads there. Raises ConfigurationError."""
    if (device.fips_mode or device.fips_wanted()) and device.software.is_flex(software):
        raise ConfigurationError(text.FLEX_IN_FIPS)
