"""What su(1) writes into the log: who has become whom, and who has tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device.login_lines import shown_name

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login


def tell(device: Device, login: Login, user: str, target: str, *, granted: bool) -> None:
    """`user`, on the terminal of a session, has asked for a shell of `target`."""
    device.audit.emit(
        "su" if granted else "su-refused",
        device.next_pid(),
        username=shown_name(user),
        target=shown_name(target),
        terminal=f"/dev/{login.tty or 'notty'}",
    )
