"""Real clients behind one small surface: `send` a line and get its output, `answer` the questions it asks."""

from __future__ import annotations

import re

import pexpect
from netmiko import ConnectHandler
from scrapli import AuthOptions, Cli, TransportSsh2Options

_PROMPT = r"(?<=\n)[\w.:-]+@[\w.:-]+[>#] $"
TRUST_ANYBODY = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")


class OpenSshClient:
    """OpenSSH's `ssh` on a terminal of its own, as a person has it."""

    def __init__(self, ssh, terminal="xterm"):
        command = [*TRUST_ANYBODY, "-p", str(ssh.port), f"{ssh.user}@{ssh.host}"]
        environment = {"PATH": "/usr/bin:/bin", "TERM": terminal, "HOME": "/nonexistent"}
        self._ssh = pexpect.spawn(
            "ssh", command, env=environment, timeout=20, dimensions=(50, 511), encoding="utf-8"
        )
        self._ssh.delaybeforesend = None
        self._ssh.expect("assword:")
        self._ssh.sendline(ssh.password)
        self._ssh.expect(_PROMPT)
        self.greeting = self._ssh.before
        self.send("set cli screen-length 0")

    def send(self, line):
        """Type a line and return what is printed before the next prompt."""
        self._ssh.send(f"{line}\r")
        self._ssh.expect(_PROMPT)
        return _output(self._ssh.before, line)

    def answer(self, line, question, *answers):
        """Type a line, answer the question it asks each time, return the rest."""
        self._ssh.send(f"{line}\r")
        for answer in answers:
            self._ssh.expect(question)
            self._ssh.send(f"{answer}\r")
        self._ssh.expect(_PROMPT)
        return self._ssh.before.replace("\r", "")

    def configure(self):
        return self.send("configure")

    def type(self, keys, pattern):
        """Type keys without Enter and return all that came until `pattern` matched."""
        self._ssh.send(keys)
        self._ssh.expect(pattern)
        return self._ssh.before + self._ssh.after

    def leave(self, line):
        """Type a line that ends the session; returns what came and the exit status of `ssh`."""
        self._ssh.send(f"{line}\r")
        return self.ended()

    def ended(self):
        """Wait for the end of the session; returns what came and the exit status of `ssh`."""
        self._ssh.expect(pexpect.EOF)
        self._ssh.close()
        return self._ssh.before, self._ssh.exitstatus

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ssh.close(force=True)


class NetmikoClient:
    def __init__(self, ssh):
        self._connection = ConnectHandler(
            device_type="juniper_junos",
            host=ssh.host,
            port=ssh.port,
            username=ssh.user,
            password=ssh.password,
        )

    def send(self, line):
        return self._connection.send_command(line, expect_string=_PROMPT)

    def answer(self, line, question, *answers):
        self._connection.write_channel(f"{line}\n")
        for answer in answers:
            self._connection.read_until_pattern(question)
            self._connection.write_channel(f"{answer}\n")
        return self._connection.read_until_pattern(_PROMPT)

    def configure(self):
        return self._connection.config_mode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.disconnect()


class ScrapliClient:
    """scrapli 2 over libssh2."""

    def __init__(self, ssh):
        self._mode = "exec"
        self._connection = Cli(
            ssh.host,
            port=ssh.port,
            definition_file_or_name="juniper_junos",
            auth_options=AuthOptions(username=ssh.user, password=ssh.password),
            transport_options=TransportSsh2Options(),
        )
        self._connection.open()

    def send(self, line):
        result = self._connection.send_input(line, requested_mode=self._mode)
        assert not result.failed, result.result
        return result.result

    def answer(self, line, question, *answers):
        self._connection.write_and_return(line)
        for answer in answers:
            self._read_until(question)
            self._connection.write_and_return(answer)
        return self._read_until(_PROMPT)

    def _read_until(self, pattern):
        text = ""
        while not re.search(pattern, text):
            text += self._connection.read().decode()
        return text

    def configure(self):
        self._mode = "configuration"
        return self._connection.enter_mode("configuration").result

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.close()


def _output(text, line):
    """What follows the echo of the line, without carriage returns."""
    text = text.replace("\r", "")
    start = text.find(line)
    return text[start + len(line) :].lstrip(" ").removeprefix("\n")
