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
    """Tell those who listen to the device that a file was not run.

    The event `veriexec` has what the kernel prints: file, fsid, fileid, gen, uid, pid; and user.
    """
    device = shell.machine.device
    device.report(
        "veriexec",
        file=file.path,
        fsid=str(_FILE_SYSTEM),
        fileid=str(file.number),
        gen="1",
        uid=str(shell.person.uid),
        pid=str(device.next_pid()),
        user=shell.person.name,
    )
