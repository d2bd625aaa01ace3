"""The prompt of a session, with the lines above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages

if TYPE_CHECKING:
    from junosim.cli.context import Context


def prompt_lines(context: Context) -> str:
    """What stands above the prompt: a reminder, the chassis context line and the level of the hierarchy.

    In configuration mode the latter two share one line (`{master:0}[edit]`). Each line has its end.
    """
    shown = banner(context)
    return _reminder(context) + (f"{shown}\n" if shown else "")


def banner(context: Context) -> str:
    """The line above the prompt without its end; "" when there is none."""
    level = "" if context.editing is None else context.editing.banner
    return f"{context.device.platform.context}{level}"


def _reminder(context: Context) -> str:
    """The line that says when a commit goes back unless it is confirmed."""
    waiting = context.device.stores.confirmation
    if waiting is None:
        return ""
    return f"{messages.reminder(waiting.minutes_left(context.device.clock.monotonic()))}\n"


def prompt(context: Context) -> str:
    """`user@host> `, or `user@host# ` in configuration mode; a device without a name shows the user alone.

    Behind the host stand the logical system that `set cli logical-system` has chosen, and `fips` in FIPS mode.
    """
    if context.settings.prompt is not None:
        return context.settings.prompt
    host = context.device.host_name
    sign = ">" if context.editing is None else "#"
    name = f"{context.login.user}@{host}" if host else context.login.user
    inside = f":{context.settings.logical_system}" if context.settings.logical_system else ""
    mode = ":fips" if context.device.fips_mode else ""
    return f"{name}{inside}{mode}{sign} "
