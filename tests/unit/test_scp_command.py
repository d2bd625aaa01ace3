"""What is the other end of a client's `scp`, and what is a command of the CLI."""

import pytest

from junosim.device.scp_command import ScpCommand, ScpUsage, parse


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("scp -t /var/tmp/x", ScpCommand("/var/tmp/x", sends=False)),
        ("scp -f x", ScpCommand("x", sends=True)),
        ("scp -r -p -t .", ScpCommand(".", sends=False, recurses=True, preserves=True)),
        ("scp -v -pr -d -t -- -x", ScpCommand("-x", False, True, True, True)),
        ("scp -l 800 -t x", ScpCommand("x", sends=False)),
        ("scp -l800 -t x", ScpCommand("x", sends=False)),
        ("scp -f 'a b'", ScpCommand("a b", sends=True)),
        ("scp -t ''", ScpCommand("", sends=False)),
        ("/usr/bin/scp -qt x", ScpCommand("x", sends=False)),
        ("scp -f -p b'/x'", ScpCommand("b/x", sends=True, preserves=True)),
    ],
)
def test_ends_of_transfers(command, expected):
    assert parse(command) == expected


@pytest.mark.parametrize(
    "command",
    [
        "show version",
        "scp x user@host:",
        "scp",
        "scp -r x host:",
        "scpx -t y",
        "scp -t 'open",
        "file -t x",
        "",
    ],
)
def test_commands_of_the_cli(command):
    assert parse(command) is None


@pytest.mark.parametrize("command", ["scp -t", "scp -f", "scp -t a b", "scp -tf a", "scp -t -z a"])
def test_what_makes_no_sense(command):
    with pytest.raises(ScpUsage, match=r"^usage: scp"):
        parse(command)
