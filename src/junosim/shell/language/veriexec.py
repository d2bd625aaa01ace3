"""The kernel's verified execution: what is no part of the signed image does not run.

Source: the guides, on the cryptographic boundary and the self-tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from junosim.device.file_index import File
    from junosim.shell.language.shell import Shell

AUTHENTICATION_ERROR: Final = "Authentication error"
"""What the operating system says of a file without a fingerprint."""
_FILE_SYSTEM: Final = 215
"""The number of the file system in the kernel's message [g: that of the guides' samples]."""


def refuse(shell: Shell, file: File) -> None:
    """Log what the kernel says of a file that was not run."""
    device = shell.machine.device
    device.audit.emit(
        "veriexec-no-fingerprint",
        file=file.path,
        fsid=str(_FILE_SYSTEM),
        fileid=str(file.number),
        uid=str(shell.person.uid),
        program_pid=str(device.next_pid()),
    )
