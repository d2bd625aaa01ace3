"""The floor: the SSH library alone, echoing, and answering known lines with recorded bytes.

It reads a script from standard input, listens on a free port of loopback, and prints port and pid as JSON.
Algorithms, key kinds and channel settings are those of the product.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from functools import partial

import asyncssh

from junosim.servers.contract import SshAlgorithms


class Echo(asyncssh.SSHServerSession[bytes]):
    """Echoes what comes; a known line is answered instead, chunk by chunk, and so is a known command."""

    def __init__(self, greeting: bytes, answers: dict[bytes, list[bytes]]) -> None:
        self._greeting = greeting
        self._answers = answers
        self._command: bytes | None = None
        self._channel: asyncssh.SSHServerChannel[bytes]

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan

    def pty_requested(self, *_: object) -> bool:
        """A terminal is fine."""
        return True

    def shell_requested(self) -> bool:
        """So is a shell."""
        return True

    def exec_requested(self, command: str) -> bool:
        """A command that is known is answered, and that is all."""
        self._command = command.encode()
        return self._command in self._answers

    def session_started(self) -> None:
        """Greet, or answer the command."""
        if self._command is None:
            self._channel.write(self._greeting)
            return
        for chunk in self._answers[self._command]:
            self._channel.write(chunk)
        self._channel.exit(0)

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Answer or echo."""
        for chunk in self._answers.get(data, (data,)):
            self._channel.write(chunk)


class Open(asyncssh.SSHServer):
    """Lets everybody in, by password or key."""

    def __init__(self, greeting: bytes, answers: dict[bytes, list[bytes]]) -> None:
        self._session = partial(Echo, greeting, answers)

    def password_auth_supported(self) -> bool:
        """Passwords are taken."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Every one."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Keys are taken."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Every one."""
        return True

    def session_requested(self) -> Echo:
        """A channel."""
        return self._session()


async def main() -> None:
    """Serve until the process is told to end."""
    script = json.loads(sys.stdin.read())
    greeting = bytes.fromhex(script["greeting"])
    answers = {
        bytes.fromhex(line): [bytes.fromhex(chunk) for chunk in chunks]
        for line, chunks in script["answers"].items()
    }
    algorithms = SshAlgorithms()
    keys = [asyncssh.generate_private_key(kind) for kind in ("ssh-rsa", "ecdsa-sha2-nistp256")]
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=partial(Open, greeting, answers),
        server_host_keys=keys,
        kex_algs=algorithms.key_exchange,
        encryption_algs=algorithms.ciphers,
        mac_algs=algorithms.macs,
        compression_algs=("none",),
        gss_host=None,
        x509_trusted_certs=None,
        line_editor=False,
        encoding=None,
        backlog=1024,
    )
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    print(json.dumps({"port": server.get_port(), "pid": os.getpid()}), flush=True)
    await ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
