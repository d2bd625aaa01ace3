"""Where the devices that `junosim run` has started are found by their names: a Unix socket for each console.

    RUNTIME/NAME.PID        RUNTIME is the folder `junosim` of the user's runtime directory, $XDG_RUNTIME_DIR

The folder is for its owner alone. A socket is there as long as its device runs; those that a killed process has left
are taken away by whoever finds them.
"""

from __future__ import annotations

import logging
import os
import stat
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_runtime_path

from junosim.errors import JunosimError
from junosim.servers.console_address import TcpAddress, UnixAddress, console_address
from junosim.servers.unix_socket import listens

if TYPE_CHECKING:
    from junosim.assemble.serve import ServedDevice
    from junosim.servers.console_address import ConsoleAddress

_log = logging.getLogger(__name__)

_FOR_THE_OWNER: Final = 0o700
_OTHERS: Final = 0o077


class ConsoleFolderError(JunosimError):
    """The folder of the sockets cannot be used, or a name finds no device; the message says why."""


def folder() -> Path:
    """The folder of the sockets, whether it is there or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime directory that others may use, and is not taken
        return user_runtime_path("junosim")


def socket_for(name: str) -> Path:
    """Where the console of a device of this process is to be found; its folder is made.

    Raises ConsoleFolderError when somebody else could put his own sockets there.
    """
    place = folder()
    try:
        place.mkdir(mode=_FOR_THE_OWNER, parents=True, exist_ok=True)
        _check(place)
    except OSError as problem:
        raise ConsoleFolderError(f"{place}: {problem.strerror}") from None
    return place / f"{name.replace('/', '_')}.{os.getpid()}"


def console_at(where: str, number: int, count: int) -> ConsoleAddress:
    """The console of the device `number` (from 0) of `count`: consecutive ports, or paths that end in `-1`, `-2` …

    Raises ConsoleAddressError for what is neither a port nor a path.
    """
    address = console_address(where)
    if count == 1:
        return address
    if isinstance(address, UnixAddress):
        return UnixAddress(Path(f"{address.path}-{number + 1}"))
    return console_address(str(TcpAddress(address.port + number if address.port else 0, address.host)))


async def listen_on_console(served: ServedDevice, wanted: ConsoleAddress | None) -> None:
    """Let people attach to the console of a device by its name, and where it is `wanted`.

    A host without a usable runtime directory only lacks the first. Raises OSError or ConsoleAddressError for a
    `wanted` address that cannot be used.
    """
    try:
        await served.console.listen(UnixAddress(socket_for(served.name)))
    except (JunosimError, OSError) as problem:
        _log.warning("%s: `junosim console` will not find it: %s", served.name, problem)
    if wanted is not None:
        try:
            await served.console.listen(wanted)
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, f"console {wanted}") from None


def running() -> list[Path]:
    """The sockets of all devices that run, in the order of their names; those of dead processes are taken away.

    Raises ConsoleFolderError when somebody else could have put his own sockets there.
    """
    place = folder()
    try:
        _check(place)
        sockets = sorted(path for path in place.iterdir() if stat.S_ISSOCK(path.lstat().st_mode))
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise ConsoleFolderError(f"{place}: {problem.strerror}") from None
    found = []
    for path in sockets:
        if listens(path):
            found.append(path)
        else:
            with suppress(OSError):
                path.unlink()
    return found


def find(name: str) -> Path:
    """The socket of the device of that name, or of the one called `NAME.PID`.

    Raises ConsoleFolderError when there is none, or more than one.
    """
    sockets = running()
    found = [path for path in sockets if name in (path.name, path.name.rpartition(".")[0])]
    if len(found) == 1:
        return found[0]
    if found:
        raise ConsoleFolderError(f"{name} is not one device: {_names(found)}")
    others = f"; there are {_names(sockets)}" if sockets else "; no device runs"
    raise ConsoleFolderError(f"no device called {name}{others}")


def called(path: Path) -> str:
    """What `find` finds this socket by: the name of the device, with a number if there are several of that name."""
    name = path.name.rpartition(".")[0]
    others = [other for other in running() if other.name.rpartition(".")[0] == name]
    return name if len(others) == 1 else path.name


def _names(paths: list[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _check(place: Path) -> None:
    """Raises ConsoleFolderError unless the folder, and its name, are in the hands of this user (or root's) alone."""
    found, above = place.lstat(), place.parent.stat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & _OTHERS:
        raise ConsoleFolderError(f"{place} is not a folder that you alone may use")
    if above.st_uid not in (0, os.getuid()):
        raise ConsoleFolderError(f"{place.parent} belongs to somebody else")
