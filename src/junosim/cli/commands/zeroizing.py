"""`request system zeroize` and `request vmhost zeroize`: after a question, the end of everything on the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import PAUSE, Ask, Interrupted, Wait
from junosim.device import zeroize

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


def zeroize_system(context: Context, command: Command) -> Routine:
    """`request system zeroize [media] [local]`; the disks are overwritten with or without `media`."""
    yield messages.ZEROIZE_WARNING
    if (yield Ask(messages.ZEROIZE_QUESTION, default="no")) == "yes":
        yield from _carry_out(context, local="local" in command.arguments)


def zeroize_vmhost(context: Context, _command: Command) -> Routine:
    """`request vmhost zeroize [no-forwarding]`: on all Routing Engines."""
    if (yield Ask(messages.ZEROIZE_VMHOST_QUESTION, default="no")) == "yes":
        yield from _carry_out(context, vmhost=True)


def _carry_out(context: Context, *, vmhost: bool = False, local: bool = False) -> Routine:
    """Begin, and show the progress as long as there is a session to show it on; then the session is over."""
    device, login = context.device, context.login
    progress = zeroize.begin(device, login, vmhost=vmhost, local=local)
    try:
        while not progress.on_console:
            device.lifecycle.wake()  # where no timer moves the device, this session does
            yield progress.take()
            if progress.has_ended:
                return
            due = device.lifecycle.deadline()
            yield PAUSE if due is None or due <= device.clock.monotonic() else Wait(due)
    except Interrupted:
        return
    finally:
        progress.is_heard = True
        for session in login.chain():  # root's shell around it shows no prompt any more
            session.expelled = True
