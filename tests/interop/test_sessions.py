"""A session with OpenSSH: modes, levels, prompts, end (R-PRMT-003 to 007, R-VERS-002, R-PLAT-005)."""

from __future__ import annotations

import re
import subprocess

import pytest

from interop_clients import TRUST_ANYBODY, OpenSshClient
from junosim.platforms import load_platform

pytestmark = [pytest.mark.interop, pytest.mark.usefixtures("needs_openssh")]


@pytest.fixture
def person(junos_device, request):
    with OpenSshClient(junos_device.ssh, getattr(request, "param", "xterm")) as session:
        yield session


def test_configuration_mode_is_entered_by_both_words(person):
    for word in ("configure", "edit"):
        assert person.send(word).startswith("Entering configuration mode\n")
        assert "Exiting configuration mode" in person.send("exit")


def test_edit_changes_the_banner_line(person):
    person.configure()
    assert person.send("edit system").endswith("\n[edit system]\n")
    assert person.send("edit login user fips-user").endswith("\n[edit system login user fips-user]\n")
    assert person.send("exit").endswith("\n[edit system]\n")
    assert person.send("edit login user fips-user").endswith("\n[edit system login user fips-user]\n")
    assert person.send("up").endswith("\n[edit system login]\n")
    assert person.send("top").endswith("\n[edit]\n")


def test_exit_leaves_the_mode_then_the_session(person):
    person.configure()
    assert "Exiting configuration mode" in person.send("exit")
    _output, status = person.leave("exit")
    assert status == 0


def test_secrets_are_shown_as_cipher_text(person):
    shown = person.send("show configuration system root-authentication")
    assert re.fullmatch(r'encrypted-password "\$6\$[^"]+"; ## SECRET-DATA\n\n?', shown)


def test_compare_prints_levels_and_signs(person):
    person.configure()
    person.send("set system host-name other")
    person.send('set system login user fips-user full-name "A Reader"')
    assert person.send("show | compare").splitlines() == [
        "[edit system login user fips-user]",
        '+    full-name "A Reader";',
        "[edit system]",
        "-  host-name mx480;",
        "+  host-name other;",
        "",
        "[edit]",
    ]
    person.send("rollback 0")


def test_version_lists_every_package(person):
    lines = person.send("show version").rstrip("\n").splitlines()
    assert lines[:3] == ["Hostname: mx480", "Model: mx480", "Junos: 19.1R2.8"]
    assert len(lines) == 71
    assert lines[3:] == [package.comment for package in load_platform("mx480").packages]


def test_abbreviations(person):
    assert person.send("sh ver | m Junos:").endswith("Junos: 19.1R2.8\n\n")
    assert person.send("sh conf sys host | disp set").endswith("set system host-name mx480\n\n")


@pytest.mark.parametrize("person", ["dumb", "vt100", "xterm"], indirect=True)
def test_no_escape_sequences(person):
    seen = person.greeting + person.type("show sys upt", "upt") + person.type("\r", r"> $")
    seen += person.type("conf\r", "# $") + person.type("set system host-name x\r", "# $")
    seen += person.type("rollback 0\r", "# $") + person.type("exit\r", "> $")
    assert "\x1b" not in seen


def test_two_people_see_each_other(person, junos_device):
    with OpenSshClient(junos_device.ssh) as other:
        assert "Users currently editing" not in person.configure()
        person.send("set system host-name ours")
        entered = other.configure()
        assert "Users currently editing the configuration:" in entered
        assert re.search(r"  crypto-officer terminal pts/0 \(pid \d+\) on since ", entered)
        assert "The configuration has been changed but not committed" in entered
        assert "+  host-name ours;" in other.send("show | compare")
        assert other.send("status").count("crypto-officer terminal") == 2
        users = other.send("run show system users")
        assert re.search(r"(?m)^crypto-o +pts/0 +127\.0\.0\.1 ", users)
        assert re.search(r"(?m)^crypto-o +pts/1 +127\.0\.0\.1 ", users)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("show version | match Model", "Model: mx480\n"),
        ("show configuration system host-name", "host-name mx480;\n"),
        ("show version | count", "Count: 71 lines\n"),
    ],
)
def test_one_command_without_a_terminal(junos_device, tmp_path, command, output):
    ssh = junos_device.ssh
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\necho '{ssh.password}'\n")
    askpass.chmod(0o700)
    done = subprocess.run(
        ["ssh", *TRUST_ANYBODY, "-p", str(ssh.port), f"{ssh.user}@{ssh.host}", command],
        env={"PATH": "/usr/bin:/bin", "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, output), done.stderr
