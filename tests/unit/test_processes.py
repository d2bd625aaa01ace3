"""The process table, against public captures of `show system processes`, and `restart`."""

from __future__ import annotations

import re

import pytest

from cli_session import Typist, make_device
from junosim.device.process_list import read_programs
from junosim.errors import PlatformError
from junosim.platforms import load_platform, platform_names

# What readers of ntc-templates take in `brief` and `summary`; they refuse every other line.
BRIEF = (
    r"last\s+pid:",
    r"\S+\s+processes:\s+\S+\s+running,\s+\S+\s+sleeping,\s+\S+\s+zombie,\s+\S+\s+waiting\s*$",
    r"CPU:\s+\S+\%\s+user,\s+\S+\%\s+nice,\s+\S+\%\s+system,\s+\S+\%\s+interrupt,\s+\S+\%\s+idle\s*$",
    r"Mem:\s+\S+\w\s+Active,\s+\S+\s+Inact,\s+\S+\s+Wired,\s+\S+\s+Buf,\s+\S+\s+Free\s*$",
    r"Swap:\s+\S+\w\s+Total,\s+\S+\s+Free\s*$",
)
SUMMARY_HEADER = "  PID USERNAME    PRI NICE   SIZE    RES STATE    C   TIME    WCPU COMMAND"


@pytest.fixture
def typist():
    return Typist()


def pid_of(typist, command):
    lines = typist.line("show system processes wide").splitlines()
    return next(line.split()[0] for line in lines if line.endswith(command))


def test_brief_is_what_parsers_take(typist):
    lines = typist.line("show system processes brief").splitlines()
    assert len(lines) == len(BRIEF)
    for line, pattern in zip(lines, BRIEF, strict=True):
        assert re.match(pattern, line), line


def test_summary_is_brief_and_a_table(typist):
    lines = typist.line("show system processes summary").splitlines()
    assert lines[5:7] == ["", SUMMARY_HEADER]
    assert lines[7].endswith(" idle")
    count = int(lines[1].split()[0])
    assert len(lines[7:]) == count


def test_table_has_the_columns_of_the_capture(typist):
    lines = typist.line("show system processes").splitlines()
    assert re.fullmatch(
        r" 5\d{3}  -  S {6}0:\d\d\.\d\d /usr/sbin/craftd -N", next(x for x in lines if "craftd" in x)
    )


def test_numbers_stay_and_time_goes_on(typist):
    before = pid_of(typist, "/usr/sbin/rpd -N")
    lines = typist.line("show system processes | match chassisd")
    typist.device.clock.advance(3600)
    assert pid_of(typist, "/usr/sbin/rpd -N") == before
    later = typist.line("show system processes | match chassisd")
    assert later.split()[0] == lines.split()[0]
    assert later.split()[3] > lines.split()[3]


def test_processes_of_a_session_come_and_go_with_it(typist):
    def lines():
        return typist.line("show system processes wide | match ntc@")

    assert lines() == ""
    other = Typist(typist.device, "ntc")
    assert "sshd: ntc@pts/1 (sshd)" in lines()
    other.session.closed()
    assert lines() == ""


def test_a_restart_gives_a_new_number_and_soft_none(typist):
    assert re.fullmatch(
        "Routing protocols process started, pid (\\d+)", answer := typist.line("restart routing immediately")
    )
    assert pid_of(typist, "/usr/sbin/rpd -N") == answer.split()[-1]
    old = pid_of(typist, "/usr/sbin/snmpd -N")
    assert typist.line("restart snmp soft").endswith(f"signalled, pid {old}")


def test_the_protocols_start_with_their_process(typist):
    typist.device.clock.advance(600)
    typist.line("restart routing")
    assert "07:10:00 UTC (00:00:00 ago)" in typist.line("show system uptime | match Protocols")


def test_what_does_not_run_and_what_does_not_exist(typist):
    assert typist.line("restart web-management").endswith(
        "subsystem not running - not needed by configuration."
    )
    assert typist.line("restart nonsense") == "error: invalid daemon: nonsense"


def test_a_restart_asks_for_its_permission():
    reader = Typist(make_device(), permissions=("view",))
    assert "unknown command" in reader.send("restart routing\r")


def test_restart_lists_what_runs(typist):
    shown = typist.send("restart s?")
    assert "snmp                 Simple Network Management Protocol process" in shown
    assert shown.count("\n  snmp") == 1


@pytest.mark.parametrize("name", platform_names())
def test_commands_and_names_of_a_platform_are_there_once(name):
    programs = read_programs(load_platform(name).processes).programs
    commands = [program.command for program in programs]
    assert len(set(commands)) == len(commands)
    names = [program.name for program in programs if program.name]
    assert len(set(names)) == len(names)
    assert all(program.title for program in programs if program.name)


def test_a_list_that_is_wrong_is_reported():
    with pytest.raises(PlatformError):
        read_programs("kernel = [[0]]\ndaemons = []")
