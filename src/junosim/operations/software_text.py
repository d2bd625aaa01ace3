"""What `request system software` says.

Sources: the FIPS guides ("Enabling FIPS Mode") for a package beside the release; captures of devices for releases
(both kinds), for the lines of veriexec, rollback and deletion. What is our own choice is marked [g].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import entry
from junosim.packages.problem import Fault
from junosim.packages.verify import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.audit.event import Entry
    from junosim.packages import PackageInfo, PackageProblem

BUSY: Final = "another package operation is in progress"  # [g]
NO_ROLLBACK: Final = "WARNING: Cannot rollback, /packages/junos.old is not valid"
PENDING_REMOVED: Final = "NOTICE: The 'pending' set has been removed"
INSTALLER_REMOVED: Final = "Deleting bootstrap installer ..."
PENDING: Final = "NOTICE: 'pending' set will be activated at next reboot..."
SAVING_STATE: Final = "Saving state for rollback ..."
VALIDATED: Final = ("mgd: commit complete", "Validation succeeded")
INSUFFICIENT: Final = "ERROR: insufficient space"
NEEDED_BY_FIPS: Final = "the package is needed in FIPS mode"  # [g]
FLEX_IN_FIPS: Final = "FIPS mode is not supported by flex images"  # [g]

_BOOTSTRAP: Final = "jinstall"
_FIRST_DISK: Final = 15  # the memory disk of the first package beside the release, as the guide prints it


def is_bootstrap(package: str) -> bool:
    """True for a release that a bootstrap installer loads; the others become a set beside the active one."""
    return package.startswith(_BOOTSTRAP)


def verified_line(name: str, signer: str) -> str:
    """Whose signature was found good."""
    return f"Verified {name} signed by {signer} method {METHOD}"


def installing(path: str) -> str:
    """The first line of an installation."""
    return f"Installing package '{path}' ..."


def not_signed(file: str) -> str:
    """What is said of a file whose signature is in it, and not beside it."""
    return f"WARNING: {file}: not a signed package"


def addition(info: PackageInfo, signer: str, others: int) -> list[str]:
    """A package beside the release is verified and mounted; there are `others` already."""
    return [
        verified_line(info.stem, signer),
        f"Mounted {info.name} package on /dev/md{_FIRST_DISK + others}...",
        verified_line("manifest", signer),
        verified_line(info.stem, signer),
    ]


def saving(path: str) -> str:
    """Where a copy of the package goes."""
    return f"Saving package file in {path} ..."


def already_installed(stem: str) -> str:
    """What `pkg` says of a package that is there."""
    return f"/usr/sbin/pkg: package {stem} is already installed"


def not_installed(name: str) -> str:
    """What it says of one that is not [g]."""
    return f"/usr/sbin/pkg: package {name} is not installed"


def validating(file: str) -> list[str]:
    """The beginning of the validation that comes with an installation."""
    return [
        f"NOTICE: Validating configuration against {file}.",
        "NOTICE: Use the 'no-validate' option to skip this if desired.",
    ]


def checking(info: PackageInfo, signer: str) -> list[str]:
    """What comes before the configuration is read."""
    return [
        "Checking compatibility with configuration",
        "Initializing...",
        verified_line("manifest", signer),
        f"Using {info.stem}",
        verified_line(info.stem, signer),
        "Hardware Database regeneration succeeded",
        "Validating against /config/juniper.conf.gz",
    ]


def not_validated(path: str) -> list[str]:
    """The end of a validation that failed."""
    return [
        "mgd: error: configuration check-out failed",
        "Validation failed",
        f"WARNING: Current configuration not compatible with {path}",
    ]


def bootstrap(info: PackageInfo, path: str, signer: str) -> list[str]:
    """A release whose bootstrap installer was put in place."""
    short = "-".join(filter(None, (info.name, info.architecture)))
    return [
        installing(path),
        verified_line(f"{info.stem}.tgz", signer),
        f"Adding {short}...",
        "",
        f"WARNING:     This package will load JUNOS {info.version} software.",
        "WARNING:     It will save JUNOS configuration files, and SSH keys",
        "WARNING:     (if configured), but erase all other files and information",
        "WARNING:     stored on this machine.  It will attempt to preserve dumps",
        "WARNING:     and log files, but this can not be guaranteed.  This is the",
        "WARNING:     pre-installation stage and all the software is loaded when",
        "WARNING:     you reboot the system.",
        "",
        "Saving the config files ...",
        "NOTICE: uncommitted changes have been saved in /var/db/config/juniper.conf.pre-install",
        "Installing the bootstrap installer ...",
        "",
        "WARNING:     A REBOOT IS REQUIRED TO LOAD THIS SOFTWARE CORRECTLY. Use the",
        "WARNING:     'request system reboot' command when software installation is",
        "WARNING:     complete. To abort the installation, do not reboot your system,",
        f"WARNING:     instead use the 'request system software delete {_BOOTSTRAP}'",
        "WARNING:     command as soon as this operation completes.",
        "",
    ]


def release_set(info: PackageInfo, signer: str, *, on_host: bool) -> Iterator[str]:
    """A release whose packages became the pending set; `on_host`: together with the host under it."""
    yield verified_line(info.stem, signer)
    for package in info.packages or ():
        yield verified_line(package.name, signer)
        yield f"Adding {package.name}-{package.version} ..."
    if not info.packages:
        yield f"Adding {info.stem} ..."
    yield PENDING
    if on_host:  # [g]
        yield "WARNING:     A REBOOT IS REQUIRED TO LOAD THIS SOFTWARE CORRECTLY. Use the"
        yield "WARNING:     'request vmhost reboot' command when software installation is"
        yield "WARNING:     complete."


def rolling_back(release: str) -> list[str]:
    """The set before becomes the next one (captures; the name of the version as in older releases)."""
    return [
        "Restoring boot file package",
        f'JUNOS version "{release}" will become active at next reboot',
        "WARNING: A reboot is required to load this software correctly",
        "WARNING:     Use the 'request system reboot' command",
        "WARNING:         when software installation is complete",
    ]


def deleting(package: str) -> list[str]:
    """A package beside the release is taken away."""
    return [f"Package {package} is deactivated", f"Deleting {package} ..."]


def unsuitable(model: str, stem: str) -> str:
    """A package of another platform [g]."""
    return f"ERROR: Unsupported platform {model} for {stem}"


def insufficient(path: str) -> list[str]:
    """There is no room for the package."""
    return [f"{INSUFFICIENT} for {path}", INSUFFICIENT]


def could_not_open(path: str, reason: str) -> str:
    """A package that cannot be read [g]."""
    return f"{path}: {reason}"


def refused_in_log(problem: PackageProblem, number: int) -> list[Entry]:
    """What veriexec logs of a package that it has unpacked in the directory of this number.

    A certificate that does not hold is told of twice, as in the guide.
    """
    what = f"/packages/db/pkginst.{number}/{problem.part}"
    if problem.subject:
        line = entry("veriexec-refused-subject", what=what, reason=problem.reason, subject=problem.subject)
    else:
        line = entry("veriexec-refused", what=what, reason=problem.reason)
    return [line, line] if problem.fault is Fault.CERTIFICATE else [line]


def refused(problem: PackageProblem, number: int, file: str) -> Iterator[str]:
    """What the user is shown of the same."""
    yield f"veriexec: cannot validate {_place(problem, number)}"
    if problem.fault is Fault.CERTIFICATE:
        stem = file.removesuffix(".tgz")
        yield f"veriexec: cannot validate {': '.join((f'{stem}.ecerts', problem.reason, problem.subject))}"
    yield f"veriexec: /packages/db/pkginst.{number}/package.xml: Authentication error"
    yield f"ERROR: Failed to add {file}"


def _place(problem: PackageProblem, number: int) -> str:
    return f"/packages/db/pkginst.{number}/{problem}"
