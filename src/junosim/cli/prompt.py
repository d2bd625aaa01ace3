"""The prompt of a session, with the lines above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.cli.context import Context


def prompt_lines(context: Context) -> str:
    """What stands above the prompt: the chassis context line and the level of the hierarchy, with line ends.

    In configuration mode both share one line (`{master:0}[edit]`).
    """
    chassis = context.device.platform.context
    if context.editing is None:
        return f"{chassis}\n" if chassis else ""
    return f"{chassis}{context.editing.banner}\n"


def prompt(context: Context) -> str:
    """`user@host> `, or `user@host# ` in configuration mode; a device without a name shows the user alone."""
    if context.settings.prompt is not None:
        return context.settings.prompt
    host = context.device.host_name
    sign = ">" if context.editing is None else "#"
    return f"{context.login.user}@{host}{sign} " if host else f"{context.login.user}{sign} "
