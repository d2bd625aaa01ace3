"""What the audit trail says of software that is added, validated, deleted and gone back from: with which result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.hidden import without_passwords
from junosim.device.login_lines import shown_name
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.device.device import Device
    from junosim.device.logins import Login

_BROKEN_OFF: Final = "interrupted"  # [g]


def followed(
    device: Device, login: Login, action: str, package: str, work: Generator[str | None, None, bool]
) -> Generator[str | None, None, bool]:
    """The lines of the work, and whether it was done; when it is over, the result is logged.

    `action` is the word of the command. The reason of a failure is the last line that was shown. Raises what the work
    raises.
    """
    result, last = _BROKEN_OFF, ""
    try:
        while True:
            line = next(work)
            last = (line or "").strip() or last
            yield line
    except StopIteration as end:
        result = "" if end.value else last
        return bool(end.value)
    except ConfigurationError as problem:
        result = problem.message
        raise
    finally:
        work.close()
        _tell(device, login, action, package, result)


def _tell(device: Device, login: Login, action: str, package: str, failure: str) -> None:
    emit, user = device.audit.emit, shown_name(login.user)
    package, failure = without_passwords(package), without_passwords(failure)
    if failure:
        emit("update-failed", login.pid, username=user, action=action, package=package, reason=failure)
    else:
        emit("update-done", login.pid, username=user, action=action, package=package)
