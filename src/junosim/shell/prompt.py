"""The prompt of a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.shell.language.dialect import CSH

if TYPE_CHECKING:
    from junosim.shell.language.shell import Shell

_HOME: Final = "~"


def prompt(shell: Shell) -> str:
    """What stands before a line: root's csh has the prompt of the platform, the others `% `, `$ ` or `# `."""
    is_root = shell.person.uid == 0
    if shell.dialect is not CSH or not is_root:
        return shell.dialect.prompts[is_root]
    device = shell.machine.device
    host = (device.host_name or "").partition(".")[0]
    return device.platform.shell_prompt.format(
        host=host, directory=_short(shell.directory, shell.person.home)
    )


def _short(directory: str, home: str) -> str:
    """A directory with `~` for the home."""
    if directory == home or directory.startswith(f"{home}/"):
        return _HOME + directory[len(home) :]
    return directory
