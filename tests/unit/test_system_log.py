"""What is logged when a device, a process, software or the trust in it starts, stops or changes.

R-AUD-018, R-AUD-019, R-AUD-020, R-AUD-022, R-SWAD-010, R-KAT-013, R-LOG-009.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.device import boot, trust_log, update_log
from junosim.device.files import Visitor
from junosim.packages import Defect, build, image_authority, release_of
from shell_session import Client

ROOT = Visitor("root", is_superuser=True)


def settle(device):
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()


def said(device, *keys):
    return [event.text for event in device.audit.journal if event.kind.key in keys]


def keys(device):
    return [event.kind.key for event in device.audit.journal]


STARTING = ("syslogd-exiting", "syslogd-restart", "kernel-process-exited", "kernel-process-started")


def test_a_restart_of_the_log_is_the_audit_startup_of_the_guides():
    """R-AUD-020: T-AUDSTART."""
    typist = Typist()
    device = typist.device
    logger = device.processes.find("event-processing")
    before = device.processes.pid(logger)
    typist.line("restart event-processing")
    after = device.processes.pid(logger)
    assert said(device, *STARTING) == [
        "exiting on signal 14",
        "restart",
        f"Jul  8 07:00:00 init: syslogd (PID {before}) exited with status=1",
        f"Jul  8 07:00:00 init: syslogd (PID {after}) started",
    ]
    assert said(device, "ui-restart") == ["User 'lab' restarting daemon 'event-processing'"]


def test_a_process_that_is_restarted_has_a_new_number_and_the_others_keep_theirs():
    typist = Typist()
    device = typist.device
    snmp, routing = device.processes.find("snmp"), device.processes.find("routing")
    numbers = device.processes.pid(snmp), device.processes.pid(routing)
    typist.line("restart snmp")
    after = device.processes.pid(snmp)
    assert said(device, "process-signalled", "process-exited", "process-started") == [
        f"snmp (PID {numbers[0]}) terminate signal 15 sent",
        f"snmp (PID {numbers[0]}) exited",
        f"snmp (PID {after}) started",
    ]
    assert device.processes.pid(routing) == numbers[1]


def test_a_reboot_is_asked_for_done_and_begins_anew_with_the_log():
    """R-AUD-020, R-LOG-009"""
    typist = Typist()
    device = typist.device
    typist.send('request system reboot message "new software"\r')
    typist.send("yes\r")
    settle(device)
    found = keys(device)
    order = [
        found.index(key)
        for key in ("ui-command", "ui-reboot", "shutdown", "process-signalled", *STARTING[:3], "kernel-line")
    ]
    assert order == sorted(order)
    assert said(device, "ui-reboot", "shutdown") == [
        "System rebooted by 'lab'", "reboot by lab: new software",
    ]  # fmt: skip
    started, ended = said(device, "process-started"), said(device, "process-signalled")
    assert [text.split(" started")[0] for text in started] == [text.split(" terminate")[0] for text in ended]
    assert any(text.startswith("JUNOS ") for text in said(device, "kernel-line"))


@pytest.mark.parametrize(("word", "asked", "done"), [
    ("halt", "System halted by 'lab'", "halt by lab: "),
    ("power-off", "System powered off by 'lab'", "power-down by lab: "),
])  # fmt: skip
def test_other_ways_to_stop(word, asked, done):
    typist = Typist()
    typist.send(f"request system {word}\r")
    typist.send("yes\r")
    settle(typist.device)
    assert said(typist.device, "ui-reboot", "shutdown") == [asked, done]


def test_a_stop_that_is_cancelled_is_not_done():
    typist = Typist()
    typist.send("request system reboot in 5\r")
    typist.send("yes\r")
    typist.line("clear system reboot")
    typist.device.clock.advance(600)
    settle(typist.device)
    assert said(typist.device, "shutdown") == []
    assert said(typist.device, "ui-command")[-1] == "User 'lab', command 'clear system reboot '"


def test_a_zeroization_is_told_before_anything_is_erased():
    typist = Typist()
    told = []
    typist.device.audit.listen(lambda event: told.append(event.text))
    typist.send("request system zeroize\r")
    typist.send("yes\r")
    first = told.index("User 'lab', command 'request system zeroize '")
    assert told[first + 1] == "System zeroized by 'lab'"


def test_a_power_cut_says_nothing():
    typist = Typist()
    typist.line("configure")
    before = len(typist.device.audit.journal)
    boot.power_off(typist.device)
    assert len(typist.device.audit.journal) == before


# ---------------------------------------------------------------------- software


def put(device, **how):
    package = build(release_of(device.platform, "19.4R1.10"), image_authority(), size=64, **how)
    device.files.write("/var/tmp/new.tgz", package, ROOT)
    return "/var/tmp/new.tgz"


def test_an_update_is_told_with_its_command_and_its_result():
    """R-SWAD-010, R-AUD-019: FMT_MOF.1/ManualUpdate, FPT_TUD_EXT.1."""
    typist = Typist()
    device = typist.device
    path = put(device)
    typist.line(f"request system software add {path} no-validate")
    assert said(device, "ui-command", "update-done", "update-failed") == [
        f"User 'lab', command 'request system software add {path} no-validate '",
        f"Software add of '{path}' by user 'lab' succeeded",
    ]
    typist.lines("request system software rollback", "request system software delete nonsense")
    assert said(device, "update-done", "update-failed")[1:] == [
        "Software rollback of 'previous' by user 'lab' succeeded",
        "Software delete of 'nonsense' by user 'lab' failed: /usr/sbin/pkg: package nonsense is not installed",
    ]


def test_an_update_that_fails_has_its_reason():
    """R-AUD-022: with the certificate."""
    typist = Typist()
    device = typist.device
    path = put(device, defect=Defect.UNKNOWN_ISSUER)
    typist.lines(f"request system software add {path}", "request system software add /var/tmp/missing.tgz")
    bad, missing = said(device, "update-failed")
    assert bad == f"Software add of '{path}' by user 'lab' failed: ERROR: Failed to add new.tgz"
    assert missing.endswith(
        "missing.tgz' by user 'lab' failed: /var/tmp/missing.tgz: No such file or directory"
    )
    assert "subject issuer mismatch: /C=US/" in said(device, "veriexec-refused-subject")[0]


def test_an_update_that_is_broken_off_has_failed():
    typist = Typist()
    work = update_log.followed(typist.device, typist.login, "add", "x.tgz", iter_lines("Installing ..."))
    assert next(work) == "Installing ..."
    work.close()
    assert said(typist.device, "update-failed") == [
        "Software add of 'x.tgz' by user 'lab' failed: interrupted"
    ]


def iter_lines(*lines):
    yield from lines
    return True


def test_trust_anchors_that_come_and_go_are_told():
    device = make_device()
    roots = []
    device.software.roots = lambda: list(roots)
    trust_log.current(device)
    roots.append(image_authority().pem)
    trust_log.current(device)
    trust_log.current(device)
    roots.clear()
    trust_log.current(device)
    added, removed = said(device, "trust-anchor-added", "trust-anchor-removed")
    assert added.startswith("Trust anchor added by user 'root': /C")
    assert removed == added.replace("added", "removed")


# ---------------------------------------------------------------------- self-tests, shells


def test_self_tests_on_demand_are_told_with_their_command():
    """R-KAT-013: the lines are those of the guide from `mgd:` on."""
    typist = Typist(make_device(fips=True))
    shown = typist.line("request system fips self-test").splitlines()
    events = list(typist.device.audit.journal)
    assert events[2].text == "User 'lab', command 'request system fips self-test '"
    assert [f"{event.kind.process}: {event.text}" for event in events[3:]] == shown
    assert shown[0] == "mgd: Running FIPS Self-tests"


def test_a_program_without_a_fingerprint_is_told():
    client = Client()
    client.line("start shell")
    client.line("cd /var/tmp; echo ls > x; chmod +x x; ./x")
    assert said(client.device, "ui-command")[-1].endswith("command 'start shell '")
    assert said(client.device, "veriexec-no-fingerprint")[0].startswith(
        "no fingerprint for file='/var/tmp/x' fsid="
    )
