"""The commands against golden texts: the MX guide's package list, captures of uptime and users."""

from __future__ import annotations

import pytest

from bare_device import make_device
from junosim.clock import ManualClock
from junosim.operations.cli import timestamp_line
from junosim.operations.cli_settings import CliSettings
from junosim.operations.model import Element
from junosim.operations.operation import Context
from junosim.operations.registry import OPERATIONS
from junosim.operations.render import text
from junosim.slices import finish

OS, JUNOS = "20190926.ca2fd68_builder_stable_11", "20191121.101920_builder_junos_191_r2"


def run(name: str, context: Context) -> list[str]:
    return finish(text(OPERATIONS[name], context))


def make_context(clock: ManualClock | None = None, **system: str) -> Context:
    device = make_device(clock, **system)
    return Context(device, device.logins.open("alice", "192.0.2.7"), CliSettings())


def call(context: Context, **arguments: str) -> Context:
    return Context(context.device, context.login, context.settings, arguments)


def test_show_version_is_the_list_of_the_guide():
    """T-VER-480: guide for MX240/MX480/MX960, Installing Junos Software Packages, step 7."""
    lines = run("system.version", make_context(host_name="hostname"))
    assert len(lines) == 71
    assert lines[:5] == [
        "Hostname: hostname",
        "Model: mx480",
        "Junos: 19.1R2.8",
        f"JUNOS OS Kernel 64-bit  [{OS}]",
        f"JUNOS OS libs [{OS}]",
    ]
    assert lines[13] == f"Junos vmguest package [{JUNOS}]"
    assert lines[19] == "JUNOS na telemetry [19.1R2.8]"
    assert lines[-2:] == [f"JUNOS Online Documentation [{JUNOS}]", f"JUNOS jail runtime [{OS}]"]


def test_show_version_model_has_the_names_of_the_reply():
    answer = OPERATIONS["system.version"].handler(make_context(host_name="r1"))
    assert answer is not None
    assert answer.name == "software-information"
    assert answer.value("host-name") == "r1"
    assert answer.value("junos-version") == "19.1R2.8"
    first = next(answer.all("package-information"))
    comment = Element("comment", f"JUNOS OS Kernel 64-bit  [{OS}]")
    assert first == Element("package-information", Element("name", "os-kernel"), comment)


def test_show_version_of_an_unnamed_device_has_no_host_line():
    assert run("system.version", make_context())[0] == "Model: mx480"


def test_show_system_uptime_layout():
    clock = ManualClock()
    context = make_context(clock, host_name="r1", time_zone="Europe/Moscow")
    clock.advance(15 * 86400 + 5 * 60 - 95)
    assert run("system.uptime", context) == [
        "Current time: 2020-07-23 10:03:25 MSK",
        "Time Source:  LOCAL CLOCK ",
        "System booted: 2020-07-08 09:58:25 MSK (2w1d 00:05 ago)",
        "Protocols started: 2020-07-08 09:59:17 MSK (2w1d 00:04 ago)",
        "Last configured: 2020-07-08 09:05:52 MSK (2w1d 00:57 ago) by root",
        "10:03AM  up 15 days, 5 mins, 1 user, load averages: 0.04, 0.04, 0.04",
    ]


def test_show_system_uptime_just_after_boot():
    clock = ManualClock()
    lines = run("system.uptime", make_context(clock))
    assert lines[2] == "System booted: 2020-07-08 06:58:25 UTC (00:01:35 ago)"
    assert lines[3] == "Protocols started: 2020-07-08 06:59:17 UTC (00:00:43 ago)"
    assert lines[-1].startswith(" 7:00AM  up 2 mins, 1 user, load averages: 0.")


def test_show_system_users_columns():
    clock = ManualClock(1594176955.0)  # 02:55:55 UTC
    context = make_context(clock)
    device = context.device
    device.logins.open("root", console="u0")
    device.logins.open("batch", "192.0.2.9", terminal=False)
    clock.advance(3 * 3600)
    device.logins.touch(context.login)
    assert run("system.users", context) == [
        " 5:55AM  up 3:02, 2 users, load averages: 0.04, 0.04, 0.04",
        "USER     TTY      FROM                              LOGIN@  IDLE WHAT",
        "alice    pts/0    192.0.2.7                         2:55AM      - -cl",
        "root     u0       -                                 2:55AM   3:00 -cl",
    ]


def test_users_model_counts_sessions_on_terminals():
    answer = OPERATIONS["system.users"].handler(make_context())
    assert answer is not None
    assert answer.value("uptime-information", "active-user-count") == "1"
    assert answer.shown("uptime-information", "active-user-count") == "1 user"
    entry = answer.find("uptime-information", "user-table", "user-entry")
    assert entry is not None
    assert entry.value("from") == "192.0.2.7"


def test_show_cli_as_captured():
    context = make_context()
    settings = context.settings
    settings.screen_length, settings.screen_width = 10000, 400
    settings.terminal, settings.directory = "vt100", "/var/root"
    assert run("cli.show", context) == [
        "CLI complete-on-space set to on",
        "CLI idle-timeout disabled",
        "CLI restart-on-upgrade set to on",
        "CLI screen-length set to 10000",
        "CLI screen-width set to 400",
        "CLI terminal is 'vt100'",
        "CLI is operating in enhanced mode",
        "CLI timestamp disabled",
        "CLI working directory is '/var/root'",
    ]


@pytest.mark.parametrize(
    ("name", "value", "lines", "after"),
    [
        ("screen-length", "0", ["Screen length set to 0"], 0),
        ("screen-width", "511", ["Screen width set to 511"], 511),
        ("complete-on-space", "off", ["Disabling complete-on-space"], False),
        ("complete-on-space", "on", ["Enabling complete-on-space"], True),
        ("restart-on-upgrade", "off", ["Disabling restart-on-upgrade"], False),
        ("idle-timeout", "5", ["Idle timeout set to 5 minutes"], 5),
        ("idle-timeout", "0", ["Idle timeout disabled"], 0),
        ("idle-timeout", "", ["Idle timeout disabled"], 0),
        ("prompt", "lab> ", [], "lab> "),
        ("prompt", "", [], None),
        ("terminal", "ansi", [], "ansi"),
        ("directory", "/var/tmp/./x/..", ["Current directory: /var/tmp"], "/var/tmp"),
        ("directory", "alice", ["Current directory: /var/home/alice"], "/var/home/alice"),
    ],
)
def test_set_cli(name: str, value: str, lines: list[str], after: object):
    context = make_context()
    assert run(f"cli.set-{name}", call(context, **{name: value})) == lines
    assert getattr(context.settings, name.replace("-", "_")) == after


def test_set_cli_timestamp_shows_its_own_time_once():
    clock = ManualClock()
    context = make_context(clock)
    assert timestamp_line(context) == ""
    assert run("cli.set-timestamp", context) == ["Jul 08 07:00:00", "CLI timestamp set to: %b %d %T"]
    assert timestamp_line(context) == "Jul 08 07:00:00"
    assert run("cli.set-timestamp", call(context, format="%H:%M")) == ["CLI timestamp set to: %H:%M"]
    assert "CLI timestamp set to %H:%M" in run("cli.show", context)
    assert run("cli.set-timestamp", call(context, disable="")) == ["CLI timestamp disabled"]
    assert context.settings.timestamp is None


def test_idle_timeout_in_show_cli():
    context = make_context()
    context.settings.idle_timeout = 5
    assert "CLI idle-timeout set to 5 minutes" in run("cli.show", context)


def test_elements_refuse_text_beside_children():
    with pytest.raises(ValueError, match="both"):
        Element("a", "text", Element("b"))
    assert Element("a").find("b", "c") is None
    assert Element("a") != "a"
    assert repr(Element("a", "b")) == "<a>b"
