"""rsyslog as the log host of a device, with a configuration of its own: what arrives is what the files hold."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import suppress

import pytest

from junosim.audit.catalog import catalog

RSYSLOGD = shutil.which("rsyslogd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
CONFIGURATION = """\
global(workDirectory="{folder}" maxMessageSize="64k")
module(load="imudp")
template(name="whole" type="string" string="%rawmsg%\\n")
template(name="said" type="string" string="%syslogtag%%msg%\\n")
template(name="fields" type="string"
  string="%pri%|%hostname%|%app-name%|%procid%|%msgid%|%structured-data%|%msg%\\n")
ruleset(name="all") {{
  action(type="omfile" file="{folder}/whole" template="whole")
  action(type="omfile" file="{folder}/said" template="said")
  action(type="omfile" file="{folder}/fields" template="fields")
}}
input(type="imudp" address="127.0.0.1" port="{port}" ruleset="all")
"""
READY = "<14>1 - - - - - - ready"
PATIENCE = 20  # seconds
PAUSE = 0.02  # seconds between two looks
LOOKS = int(PATIENCE / PAUSE)
ODD = 'a [b] "c" \\d\te ü€\n;'
"""What arguments hold: all that structured data has to quote, control characters, letters of several bytes."""


class Rsyslog:
    """A running rsyslogd on loopback; `port` is where it listens."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        configuration = folder / "rsyslog.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=self.port))
        self.process = subprocess.Popen(
            [RSYSLOGD, "-n", "-f", configuration, "-i", folder / "rsyslogd.pid"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_until_ready(self):
        """It listens, and writes what it receives."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            self._look_until(READY, lambda: sender.sendto(READY.encode(), ("127.0.0.1", self.port)))

    def wait_for(self, text):
        """A message with this text is the last one; then it ends, with all that it has received written."""
        self._look_until(text)
        self.stop()

    def lines(self, name):
        """What it has made of the messages of the device."""
        found = (self.folder / name).read_bytes().decode().split("\n")[:-1]
        return [line for line in found if not line.endswith("ready")]

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)

    def _look_until(self, text, meanwhile=lambda: None):
        """Look again and again what it has written; it has no way to tell."""
        path = self.folder / "whole"
        for _ in range(LOOKS):
            if path.exists() and text in path.read_bytes().decode():
                return
            meanwhile()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PAUSE)
                pytest.fail(f"rsyslogd has ended: {self.process.stderr.read()}")
        pytest.fail(f"rsyslogd has not received {text!r}")


@pytest.fixture
def rsyslog(tmp_path):
    if RSYSLOGD is None:
        if os.environ.get("JUNOSIM_CI"):
            pytest.fail("rsyslog is not installed")
        pytest.skip("rsyslog is not installed")
    found = Rsyslog(tmp_path)
    try:
        found.wait_until_ready()
        yield found
    finally:
        found.stop()


@pytest.fixture
def export(make_junos_device, rsyslog):
    """Lets every kind of event happen on a device that sends them to rsyslog; gives the lines of its two files."""

    def carry_out(*statements):
        lines = (
            "host-name r1",
            "syslog file standard any any",
            "syslog file structured any any",
            "syslog file structured structured-data",
            "syslog host 192.0.2.9 any any",
            *(f"syslog host 192.0.2.9 {statement}" for statement in statements),
        )
        device = make_junos_device(
            config="\n".join(f"set system {line}" for line in lines),
            syslog_targets=[f"192.0.2.9={rsyslog.port}"],
        )
        before = [len(read(device, name)) for name in ("standard", "structured")]
        audit = device._served.device.audit

        def happen():
            for key, kind in catalog().items():
                audit.emit(key, 4711, **{argument.name.replace("-", "_"): ODD for argument in kind.arguments})
            audit.emit("ui-command", 7, username="op", command="set " + "x" * 8000)

        device._call(happen)
        device.cli("show version", user="fips-user")
        device.stop()
        rsyslog.wait_for(
            "'fips-user' logout" if "structured-data brief" not in statements else "UI_LOGOUT_EVENT"
        )
        return [
            read(device, name)[count:] for name, count in zip(("standard", "structured"), before, strict=True)
        ]

    return carry_out


def read(device, name):
    return device.files.read(f"/var/log/{name}").decode().split("\n")[:-1]


def test_standard_messages_are_what_the_file_holds(export, rsyslog):
    """R-RSYS-001, R-RSYS-002."""
    standard, _ = export()
    assert len(standard) > len(catalog())
    assert rsyslog.lines("said") == [line.split("  r1 ", 1)[1] for line in standard]
    stamped = [line.replace("  r1 ", " r1 ", 1) for line in standard]
    assert [line.split(">", 1)[1] for line in rsyslog.lines("whole")] == stamped
    assert {line.split("|")[1] for line in rsyslog.lines("fields")} == {"r1"}


def test_structured_messages_are_what_the_file_holds(export, rsyslog):
    standard, structured = export("structured-data")
    assert rsyslog.lines("whole") == structured
    texts = [line.split("|", 6)[-1] for line in rsyslog.lines("fields")]
    assert all(line.endswith(text) for line, text in zip(standard, texts, strict=True))
    failed = next(line.split("|") for line in rsyslog.lines("fields") if "|SSHD_LOGIN_FAILED|" in line)
    quoted = 'a [b\\] \\"c\\" \\\\d^Ie ü€^J;'
    assert failed[:6] == [
        "37", "r1", "sshd", "-", "SSHD_LOGIN_FAILED",
        f'[junos@2636.1.1.1.2.25 username="{quoted}" source-address="{quoted}"]',
    ]  # fmt: skip


def test_brief_structured_messages_have_no_text(export, rsyslog):
    export("structured-data brief")
    assert {line.split("|", 6)[-1] for line in rsyslog.lines("fields")} == {""}


def test_an_overridden_facility_a_prefix_and_a_priority(export, rsyslog):
    export("facility-override local3", "log-prefix LAB", "explicit-priority")
    assert {int(line.split("|")[0]) // 8 for line in rsyslog.lines("fields")} == {19}
    logout = rsyslog.lines("whole")[-1]
    assert logout.startswith("<158>")
    assert " r1 LAB: mgd[" in logout
    assert "]: %INTERACT-6-UI_LOGOUT_EVENT: User 'fips-user'" in logout


def test_messages_without_the_name_of_the_host(export, rsyslog):
    export("exclude-hostname")
    assert not any(" r1 " in line for line in rsyslog.lines("whole"))
