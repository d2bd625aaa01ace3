"""The prompt of a session, with the lines above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.cli.context import Context


def prompt_lines(context: Context) -> str:
    """What stands above the prompt: the chassis context line and the level of the hierarchy, with line ends.

    In configuration mode both share one line (`{master:0}[edit]`).
    """
    shown = banner(context)
    return f"{shown}\n" if shown else ""


def banner(context: Context) -> str:
    """The line above the prompt without its end; "" when there is none."""
    level = "" if context.editing is None else context.editing.banner
    return f"{context.device.platform.context}{level}"


def prompt(context: Context) -> str:
    """`user@host> `, or `user@host# ` in configuration mode; a device without a name shows the user alone."""
    if context.settings.prompt is not None:
        return context.settings.prompt
    host = context.device.host_name
    sign = ">" if context.editing is None else "#"
    return f"{context.login.user}@{host}{sign} " if host else f"{context.login.user}{sign} "
