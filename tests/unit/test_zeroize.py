"""Zeroization: who may, what is asked, what is gone, and that nothing brings it back."""

from __future__ import annotations

import pytest

from cli_session import Typist, blueprint, make_device
from junosim.access.classes import PREDEFINED
from junosim.app.coverage import commands
from junosim.clock import ManualClock
from junosim.config.archive import DamagedArchive
from junosim.config.formats import set as set_form
from junosim.device import boot, erasure, host_keys, zeroize
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Visitor
from junosim.device.lifecycle import State
from junosim.device.open_files import Opening
from junosim.entropy import SeededEntropy
from junosim.storage import MemoryStorage
from junosim.storage.directory import DirectoryStorage
from shell_session import Client

LAB = Visitor("lab", is_superuser=True)
SECRETS = (b"walnut-snmp", b"walnut-log", b"walnut-file", b"walnut-old", b"walnut-rescue", b"PRIVATE KEY")


def build(storage=None, clock=None, *, platform="mx480", fips=False, **options):
    return blueprint(platform, fips=fips).build(
        "r1", clock or ManualClock(), SeededEntropy(2), storage, **options
    )


def confide(device):
    """Leave secrets in all places where a device keeps some; those that are overwritten by others too."""
    typist = Typist(device)
    typist.lines(
        "configure",
        "set snmp description walnut-old",
        "commit",
        "run request system configuration rescue save",
        "set snmp description walnut-snmp",
        "set system root-authentication encrypted-password $6$saltsalt$" + "w" * 86,
        "commit",
        "set snmp contact walnut-rescue",
        "save /var/tmp/saved",
        "rollback 0",
        "exit",
    )
    device.logs.append("messages", "walnut-log")
    device.files.write("/var/tmp/x", b"walnut-old", LAB)
    device.files.write("/var/tmp/x", b"walnut-file", LAB)
    device.files.write("/var/home/lab/y", b"walnut-file", LAB)
    device.files.rename("/var/home/lab/y", "/var/tmp/z", LAB)
    device.host_keys.keep(host_keys.ECDSA, host_keys.generate(host_keys.ECDSA))
    device.craft_message = "walnut-file"
    return typist


def zeroized(device, command="request system zeroize"):
    """The answer of the device, and all the states it goes through afterwards."""
    seen = []
    device.lifecycle.watchers.append(seen.append)
    typist = Typist(device)
    typist.send(f"{command}\r")
    answer = typist.send("yes\r")
    run(device)
    return answer, seen


def run(device):
    while (due := device.next_due()) is not None:
        device.clock.advance(max(0.0, due - device.clock.monotonic()))
        device.do_due()


def contents(storage, directory=""):
    for name in storage.names(directory):
        path = f"{directory}/{name}".lstrip("/")
        if name.endswith("/"):
            yield from contents(storage, path.rstrip("/"))
        else:
            yield path, storage.read(path)


def leaks(storage):
    return [(name, word) for name, data in contents(storage) for word in SECRETS if word in data]


# ------------------------------------------------------------------ the question


@pytest.mark.parametrize("answer", ["no", "", "n", "maybe\rno", "\x03"])
def test_without_a_yes_nothing_happens(answer):  # R-ZERO-007
    device = build()
    confide(device)
    typist = Typist(device)
    before = list(contents(device.storage))
    typist.send("request system zeroize\r")
    shown = typist.send(answer if answer == "\x03" else f"{answer}\r")
    assert shown.endswith("lab@r1> ")
    assert "zeroizing" not in shown
    assert device.lifecycle.state is State.RUNNING
    after = list(contents(device.storage))
    assert [name for name, _ in after] == [name for name, _ in before]
    assert all(
        text.startswith(old) for (_, text), (_, old) in zip(after, before, strict=True)
    )  # the log has grown


@pytest.mark.parametrize("name", ["read-only", "operator", "unauthorized"])
@pytest.mark.parametrize(
    ("platform", "command"),
    [("mx480", "request system zeroize"), ("mx480-ngre-ms-mpc", "request vmhost zeroize no-forwarding")],
)
def test_only_those_with_the_maintenance_permission_may(name, platform, command):  # R-ZERO-013
    typist = Typist(build(platform=platform), permissions=PREDEFINED[name].permissions)
    assert "unknown command." in typist.line(command)
    assert typist.device.lifecycle.state is State.RUNNING


def test_the_maintenance_permission_suffices():  # R-ZERO-013
    typist = Typist(build(), permissions={"maintenance"})
    assert typist.send("request system zeroize\r").endswith("[yes,no] (no) ")


@pytest.mark.parametrize(
    ("platform", "command", "is_there"),
    [
        ("mx480", "request system zeroize", True),
        ("mx480", "request vmhost zeroize no-forwarding", False),
        ("mx480-ngre-ms-mpc", "request system zeroize", False),
        ("mx480-re-s-x6-64g-ms-mpc", "request vmhost zeroize no-forwarding", True),
        ("qfx5120-48t", "request vmhost zeroize no-forwarding", False),
        ("ex4650-48y", "request system zeroize local", True),
        ("mx104", "request system zeroize media", True),
    ],
)  # fmt: skip
def test_each_routing_engine_has_its_form(platform, command, is_there):  # R-ZERO-018, N-12
    shown = Typist(build(platform=platform)).send(f"{command}\r")
    assert shown.endswith("[yes,no] (no) ") is is_there


@pytest.mark.parametrize(
    ("platform", "command", "targets"),
    [
        ("mx480", "request system zeroize", ["re0"]),
        ("mx480-dual", "request system zeroize", ["re0", "re1"]),
        ("mx480-dual", "request system zeroize media", ["re0", "re1"]),
        ("mx480-dual", "request system zeroize local", ["re0"]),
        ("qfx5200-48y", "request system zeroize", ["localre"]),
    ],
)
def test_all_routing_engines_are_named(platform, command, targets):  # R-ZERO-004, R-ZERO-014
    answer, _ = zeroized(build(platform=platform), command)
    named = [line.removeprefix("warning: zeroizing ") for line in answer.splitlines() if "zeroizing" in line]
    assert named == targets


# ------------------------------------------------------------------ what is gone


@pytest.mark.parametrize("fips", [False, True])  # R-ZERO-020
@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("mx480", "request system zeroize"),
        ("mx480-ngre-ms-mpc", "request vmhost zeroize no-forwarding"),
        ("qfx5120-48t", "request system zeroize"),
    ],
)
def test_everything_of_the_users_is_gone(platform, command, fips):  # R-ZERO-008 to 012, R-ZERO-016
    device = build(platform=platform, fips=fips)
    assert device.fips_mode is fips
    confide(device)
    software = device.software.installed
    old_key = device.host_keys.find(host_keys.ECDSA)
    device.clock.set_time(device.clock.time() + 86400)
    device.console.print("walnut-log\n")
    now = device.clock.time()
    _, seen = zeroized(device, command)
    assert seen == [State.ZEROIZING, State.BOOTING, State.AMNESIAC]
    assert not leaks(device.storage)
    assert not device.fips_mode
    assert device.host_name is None
    assert [revision.user for revision in device.stores.revisions] == ["root"]
    assert device.stores.state.rescue is None
    assert not list(device.logins.visits())
    assert "logins" not in device.storage.names()
    assert device.craft_message == ""
    assert b"walnut" not in device.console.content
    assert device.clock.time() >= now
    assert device.software.installed == software
    assert [node.path for node in device.files.listing("/var/tmp", SYSTEM)] == []
    assert device.files.read("/var/log/messages", SYSTEM).partition(b" syslogd: ")[2].startswith(b"restart\n")
    assert device.host_keys.find(host_keys.ECDSA) is None
    device.host_keys.keep(host_keys.ECDSA, host_keys.generate(host_keys.ECDSA))
    assert device.host_keys.find(host_keys.ECDSA) != old_key


def test_no_command_shows_anything_of_before():
    device = build()
    confide(device)
    zeroized(device)
    typist = Typist(device, user="root")
    known = [" ".join(it.words) for it in commands(device.release.commands) if it.implemented]
    shows = [f"{words} | no-more" for words in known if words.startswith("show ")]
    assert len(shows) > 30
    for line in (
        *shows,
        "show configuration | no-more",
        "show system rollback 1",
        "show configuration rollback 1",
        "show system configuration rescue",
        "show system commit",
        "show log messages",
        "show log user",
        "show system users",
        "show cli history",
        "file list / recursive | no-more",
        "file show /var/tmp/x",
        "file show /var/tmp/saved",
        "file show /var/tmp/z",
        "file list /etc/ssh",
        "show chassis craft-interface",
        "show interfaces terse | no-more",
        "request support information | no-more",
    ):
        shown = typist.line(line)
        assert "walnut" not in shown, line
        assert "ssh_host" not in shown, line
        assert "wwww" not in shown, line
        assert "crypto-officer" not in shown, line


def test_the_secrets_are_unreadable_before_the_first_line_of_progress():  # R-ZERO-015
    device = build(pace=1.0)
    confide(device)
    login = Typist(device).login
    progress = zeroize.begin(device, login)
    while not progress.said:
        device.clock.advance(max(0.0, device.next_due() - device.clock.monotonic()))
        assert not progress.said
        device.do_due()
    assert not leaks(device.storage)
    assert not erasure.is_unfinished(device.storage)
    assert not any("walnut" in line for it in device.stores.revisions for line in set_form.lines(it.root))


def test_the_progress_takes_its_time():
    device = build(platform="mx480-ngre-ms-mpc", pace=1.0)
    typist = Typist(device)
    typist.send("request vmhost zeroize no-forwarding\r")
    shown = typist.send("yes\r")
    assert shown.endswith("warning: Proceeding with vmhost zeroize\n")
    device.clock.advance(1)
    assert typist.read().endswith("Proceeding with zeroize on secondary disk\n")
    device.clock.advance(2)
    assert typist.read().endswith("Mounting device in preparation for zeroize...\n")
    shown = ""
    for _ in range(60):
        device.clock.advance(1)
        shown += typist.read()
    assert shown.endswith("Initiating vmhost reboot...\n")
    assert device.lifecycle.state is State.ZEROIZING


# ------------------------------------------------------------------ who is connected


def test_others_are_cut_at_once_and_nobody_edits_any_more():
    device = build()
    editor, asker = Typist(device), Typist(device)
    editor.lines("configure", "set snmp contact walnut-snmp")
    asker.send("request system zeroize\r")
    asker.send("yes\r")
    editor.read()
    assert editor.session.effects()
    assert not device.stores.locks.editors
    run(device)
    assert "walnut" not in "".join(map(str, contents(device.storage)))


def test_it_goes_on_when_the_session_is_gone_or_interrupts():
    for leave in (lambda typist: typist.session.closed(), lambda typist: typist.send("\x03")):
        device = build(pace=1.0, platform="mx480-ngre-ms-mpc")
        confide(device)
        typist = Typist(device)
        typist.send("request vmhost zeroize no-forwarding\r")
        typist.send("yes\r")
        leave(typist)
        run(device)
        assert device.lifecycle.state is State.AMNESIAC
        assert not leaks(device.storage)


def test_from_configuration_mode_too():
    device = build()
    typist = confide(device)
    typist.line("configure private")
    typist.line("set snmp contact walnut-snmp")
    typist.send("run request system zeroize\r")
    assert "zeroizing re0" in typist.send("yes\r")
    run(device)
    assert not leaks(device.storage)
    assert device.lifecycle.state is State.AMNESIAC


def test_root_from_his_shell():
    device = build()
    root = Client("root", device)
    root.send("cli\r")
    root.send("request system zeroize\r")
    shown = root.send("yes\r")
    assert "zeroizing re0" in shown
    run(device)
    shown += root.read()
    assert root.ended is not None
    assert "root@" not in shown  # the shell around the session has no prompt any more
    assert device.lifecycle.state is State.AMNESIAC


def test_a_file_that_somebody_has_open_cannot_be_used_to_keep_anything():
    device = build()
    confide(device)
    handle = device.files.open("/var/tmp/x", LAB, Opening(reads=True, writes=True))
    zeroized(device)
    for call in (lambda: handle.read(0, 100), lambda: handle.write(0, b"walnut-file"), handle.status):
        with pytest.raises(FileProblem):
            call()
    handle.close()
    assert not leaks(device.storage)


def test_a_commit_that_waits_to_be_confirmed_does_not_come_back():
    device = build(pace=1.0)
    typist = Typist(device)
    typist.lines("configure", "set snmp description walnut-snmp", "commit", "set snmp description walnut-old")
    typist.line("commit confirmed 1")
    progress = zeroize.begin(device, typist.login)
    device.clock.advance(120)
    device.wake()
    run(device)
    assert progress.has_ended
    assert not leaks(device.storage)
    assert device.lifecycle.state is State.AMNESIAC


# ------------------------------------------------------------------ the console


def test_the_numbers_of_processes_are_those_of_the_device():  # T-ZER-B
    device = make_device("mx480", fips=True)
    numbers = {program.word: device.processes.pid(program) for program in device.processes._programs}
    zeroized(device)
    lines = device.console.content.decode().splitlines()
    ended = [line for line in lines if line.endswith("terminate signal 15 sent")]
    assert len(ended) == 24
    assert all(" jlaunchd: " in line for line in ended)
    for name, word in {"event-processing": "eventd", "pmcd": "pmcd", "process-monitor": "pmond"}.items():
        assert any(f" {name} (PID {numbers[word]}) " in line for line in ended)


def test_from_the_console_the_progress_is_seen_there():
    device = build()
    login = device.logins.open("root", console=device.platform.console[1])
    progress = zeroize.begin(device, login)
    run(device)
    assert progress.take() == []
    assert b"warning: zeroizing re0\r\n" in device.console.content


# ------------------------------------------------------------------ the power fails


def interrupted_at(steps, storage):
    """A device that loses its power after this many steps of its zeroization."""
    device = build(storage)
    confide(device)
    zeroize.begin(device, Typist(device).login)
    for _ in range(steps):
        if device.lifecycle.state is State.ZEROIZING:
            device.lifecycle.wake()
    boot.power_off(device)
    return device


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 8, 30])
def test_a_power_loss_in_between_does_not_stop_it(steps):
    device = interrupted_at(steps, MemoryStorage())
    boot.power_on(device)
    run(device)
    assert device.lifecycle.state is State.AMNESIAC
    assert not leaks(device.storage)
    assert device.host_name is None
    assert not erasure.is_unfinished(device.storage)


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 8, 30])
def test_the_next_process_goes_on_with_it(steps):
    storage = interrupted_at(steps, MemoryStorage()).storage
    device = build(storage)
    assert device.lifecycle.state is State.AMNESIAC
    assert not leaks(storage)
    assert build(storage).lifecycle.state is State.AMNESIAC


@pytest.mark.parametrize("steps", [0, 1, 5, 30])
def test_a_device_can_be_made_as_it_was_at_first_meanwhile(steps):
    device = interrupted_at(steps, MemoryStorage())
    blueprint().restore(device, "r1")
    assert (device.lifecycle.state, device.host_name) == (State.RUNNING, "r1")
    assert build(device.storage).host_name == "r1"


def test_what_is_left_does_not_have_to_be_readable():
    storage = interrupted_at(0, MemoryStorage()).storage
    storage.write("config/manifest", b"\0" * 10)
    storage.write("files/index", b"\0" * 10)
    assert build(storage).lifecycle.state is State.AMNESIAC
    storage.write("config/manifest", b"\0" * 10)
    with pytest.raises(DamagedArchive):
        build(storage)


def test_every_byte_of_the_directory_is_without_the_secrets(tmp_path):
    folder = tmp_path / "state"
    storage = DirectoryStorage(folder)
    device = build(storage)
    confide(device)
    kept = {path: path.open("rb") for path in folder.rglob("*") if path.is_file()}
    sizes = {path: path.stat().st_size for path in kept}
    assert any(word in file.read() for file in kept.values() for word in SECRETS)
    zeroized(device)
    for path, file in kept.items():  # the old contents, not only their names
        file.seek(0)
        found = file.read()
        file.close()
        survives = path.name in (".junosim-lock", "layout")
        assert survives or not found.strip(b"\0"), path
        assert survives or len(found) >= sizes[path]
    every = b"".join(path.read_bytes() + str(path).encode() for path in folder.rglob("*") if path.is_file())
    assert not [word for word in (*SECRETS, b"crypto-officer", b"$6$", b"walnut", b"r1;") if word in every]
    storage.close()
    again = DirectoryStorage(folder)
    assert build(again).lifecycle.state is State.AMNESIAC
    again.close()
