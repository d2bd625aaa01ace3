"""The program of the process that computes password hashes for a server: requests on standard input, hashes out.

A request is two lengths of two bytes, the password and the setting; the answer a length and the hash, length 0 for a
setting that is not understood. It ends with its standard input, so it never outlives the server.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import TYPE_CHECKING, Final

from junosim.access.libcrypt import find_crypt

if TYPE_CHECKING:
    from typing import BinaryIO

REQUEST: Final = struct.Struct(">HH")
ANSWER: Final = struct.Struct(">H")

_NICENESS: Final = 5  # whoever types goes first


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request, until there are no more."""
    crypt = find_crypt()
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        password, setting = (requests.read(length) for length in REQUEST.unpack(head))
        computed = crypt(password, setting) or b""
        answers.write(ANSWER.pack(len(computed)) + computed)
        answers.flush()


def main() -> None:
    """What the process runs."""
    os.nice(_NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
