"""`system syslog` of a configuration as destinations, and what each of them takes."""

from __future__ import annotations

import pytest

from junosim.audit.catalog import kind
from junosim.audit.forms import Layout
from junosim.audit.route import Archive, Routes, Routing, size
from junosim.audit.selection import match
from junosim.config.formats.read_set import SetReader
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.schema import release

COMMAND = "mgd[7]: UI_CMDLINE_READ_LINE: User 'op', command 'show version '"


def tree(*lines, root=None):
    work = Workspace(Branch(release.load("mx19").configuration) if root is None else root)
    reader = SetReader(work)
    for line in lines:
        reader.line(f"{line}" if line.startswith(("delete", "deactivate")) else f"set system {line}")
    assert reader.problems == []
    return work.root


def routes(*lines):
    return Routing().of(tree(*(f"syslog {line}" for line in lines)))


def test_a_configuration_without_syslog_has_no_destination():
    assert Routing().of(tree("host-name r1")) == Routes()


def test_the_sample_of_the_guides():
    """R-LOG-010: `file interactive-commands { interactive-commands any; }`, `user * { any emergency; }`."""
    found = routes(
        "user * any emergency", "file messages any notice", "file messages authorization info",
        "file interactive-commands interactive-commands any",
    )  # fmt: skip
    messages, commands = found.files
    (everybody,) = found.users
    assert (messages.name, commands.name, everybody.name) == ("messages", "interactive-commands", "*")
    assert messages.selection.wants(kind("ssh-accepted"))  # authorization info
    assert messages.selection.wants(kind("ui-commit"))  # notice
    assert not messages.selection.wants(kind("ui-command"))  # info
    assert commands.selection.wants(kind("ui-command"))
    assert not commands.selection.wants(kind("ssh-accepted"))
    assert not any(everybody.selection.wants(kind(key)) for key in ("ssh-grace-over", "ui-commit"))
    assert found.console is None
    assert found.hosts == ()


def test_none_takes_a_facility_out_of_any():
    (file,) = routes("file f any any", "file f interactive-commands none").files
    assert file.selection.wants(kind("ssh-accepted"))
    assert not file.selection.wants(kind("ui-commit"))


def test_any_takes_facilities_that_no_statement_can_name():
    (file,) = routes("file f any info").files
    assert file.selection.wants(kind("syslogd-restart"))
    (file,) = routes("file f authorization any", "file f daemon any", "file f kernel any").files
    assert not file.selection.wants(kind("syslogd-restart"))


def test_match_and_match_strings():
    """R-LOG-005; `!` is the vendor's documentation."""
    wanted = kind("ui-command")
    (file,) = routes("file f any any", 'file f match "cmdline.*version"').files
    assert file.selection.takes(wanted, COMMAND)
    assert not file.selection.takes(wanted, COMMAND.replace("version", "interfaces"))
    (file,) = routes("file f any any", 'file f match "!(cmdline|LOGOUT)"').files
    assert not file.selection.takes(wanted, COMMAND)
    assert file.selection.takes(wanted, "sshd[7]: Accepted")
    (file,) = routes("file f any any", "file f match-strings [ UI_LOGIN UI_CMDLINE ]").files
    assert file.selection.takes(wanted, COMMAND)
    assert not file.selection.takes(wanted, "sshd[7]: Accepted")
    (file,) = routes("file f any any", "file f match-strings UI_CMDLINE", "file f match logout").files
    assert not file.selection.takes(wanted, COMMAND)


def test_the_time_format_is_not_for_remote_hosts():
    """Collectors read one form of time stamps; the vendor's documentation says so too [recalled]."""
    (host,) = routes("time-format year millisecond", "host 192.0.2.9 any any").hosts
    assert (host.layout.year, host.layout.millisecond) == (False, False)


def test_a_pattern_that_is_none_takes_no_line():
    assert not match("(").holds("(")
    assert not match("!(").holds("x")


def test_forms_of_files():
    """R-LOG-005, R-LOG-007."""
    found = routes(
        "time-format millisecond", "file a explicit-priority", "file b structured-data",
        "file c structured-data brief", "user op any any", "console any error",
    )  # fmt: skip
    assert [file.layout for file in found.files] == [
        Layout(millisecond=True, explicit_priority=True),
        Layout(millisecond=True, structured=True),
        Layout(millisecond=True, structured=True, brief=True),
    ]
    assert found.users[0].layout == Layout(millisecond=True)
    assert found.console.layout == Layout(millisecond=True)
    assert found.console.selection.wants(kind("ui-configuration-error"))
    assert not found.console.selection.wants(kind("ui-commit"))


def test_archives_of_a_file_over_those_of_all():
    """R-LOG-005: `archive files 2`, `file Audit_logs archive size 10m`."""
    found = routes(
        "archive files 2 size 128k world-readable", "file Audit_logs archive size 10m no-world-readable",
        "file b any any",
    )  # fmt: skip
    assert [file.archive for file in found.files] == [
        Archive(10 << 20, 2, world_readable=False), Archive(128 << 10, 2, world_readable=True)
    ]  # fmt: skip
    assert routes("file b any any").files[0].archive == Archive()


@pytest.mark.parametrize(
    ("text", "expected"), [("65536", 65536), ("64k", 65536), ("10m", 10 << 20), ("1G", 1 << 30), ("x", None)]
)
def test_sizes(text, expected):
    assert size(text) == expected


def test_remote_hosts():
    """R-RSYS-001."""
    found = routes(
        "source-address 192.0.2.10", "host 192.0.2.1 any any", "host 192.0.2.1 allow-duplicates",
        "host log.example.net authorization info", "host log.example.net port 1514",
        "host log.example.net source-address 192.0.2.11", "host log.example.net facility-override local3",
        "host log.example.net log-prefix r1", "host log.example.net exclude-hostname",
        "host log.example.net explicit-priority",
    )  # fmt: skip
    plain, other = found.hosts
    assert (plain.name, plain.port, plain.source, plain.allow_duplicates) == (
        "192.0.2.1",
        514,
        "192.0.2.10",
        True,
    )
    assert plain.layout == Layout(remote=True)
    assert (other.name, other.port, other.source) == ("log.example.net", 1514, "192.0.2.11")
    assert not other.allow_duplicates
    assert other.layout == Layout(
        remote=True, facility="local3", prefix="r1", names_host=False, explicit_priority=True
    )


def test_what_is_inactive_is_not_there():
    root = tree("syslog file a any any", "syslog file b any any", "deactivate system syslog file a")
    assert [file.name for file in Routing().of(root).files] == ["b"]


def test_destinations_are_read_once_for_a_stanza():
    routing, root = Routing(), tree("syslog file a any any")
    first = routing.of(root)
    assert routing.of(tree("host-name r2", root=root)) is first
    changed = routing.of(tree("syslog file b any any", root=root))
    assert [file.name for file in changed.files] == ["a", "b"]
    assert routing.of(tree("delete system syslog", root=root)) == Routes()
