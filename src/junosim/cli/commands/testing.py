"""`request system fips self-test`: all known-answer tests, now, in slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import PAUSE
from junosim.device.error_state import conclude
from junosim.device.self_tests import Run
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine


def run_self_tests(context: Context, _command: Command) -> Routine:
    """Show the lines that go into the log; a test that fails stops the device, also when the user does not wait."""
    device = context.device
    if not device.fips_mode:
        raise ConfigurationError(messages.NOT_IN_FIPS_MODE)
    run = Run(device, device.next_pid())
    try:
        for line in run:
            if line is not None:
                yield str(line)
            yield PAUSE
    finally:
        conclude(device, run)
