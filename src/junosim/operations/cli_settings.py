"""What `set cli …` sets for one session."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_TIMESTAMP = "%b %d %T"


@dataclass(slots=True)
class CliSettings:
    """The settings of one CLI session.

    screen_length     lines of the screen, 0 for no paging
    screen_width      columns of the screen, 0 for unlimited
    idle_timeout      minutes until an idle session is closed, 0 for never
    prompt            the prompt that replaces `user@host`, None for the usual one
    logical_system    logical system to work in, None for none
    timestamp         format (as strftime) of the time before every output, None for none
    """

    screen_length: int = 24
    screen_width: int = 80
    complete_on_space: bool = True
    idle_timeout: int = 0
    prompt: str | None = None
    logical_system: str | None = None
    timestamp: str | None = None
    terminal: str = "unknown"
    directory: str = "/var/home"
    restart_on_upgrade: bool = True
