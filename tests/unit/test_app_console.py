"""`junosim console`: what is typed, which device is meant, and where its socket is."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from junosim.app import console_sockets
from junosim.app.announce import console_lines
from junosim.app.console import Conversation, Keyboard, Wish, address_of, attach
from junosim.app.console_sockets import ConsoleFolderError, console_at, find, folder, running, socket_for
from junosim.servers.console_address import ConsoleAddressError, TcpAddress, UnixAddress


@pytest.fixture
def runtime(tmp_path, monkeypatch):
    """A runtime directory of its own."""
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return place / "junosim"


@pytest.fixture
def listening():
    """Makes sockets that somebody listens on."""
    made = []

    def listen(path):
        made.append(socket.socket(socket.AF_UNIX))
        made[-1].bind(str(path))
        made[-1].listen()
        return path

    yield listen
    for one in made:
        one.close()


# ---------------------------------------------------------------------- the keyboard


def typed(*pieces):
    keyboard, sent = Keyboard(), []
    for piece in pieces:
        for keys, wish in keyboard.keys(piece):
            sent += [keys] if keys else []
            sent += [wish] if wish is not Wish.NOTHING else []
    return sent


def test_a_tilde_at_the_beginning_of_a_line_is_for_the_program():
    assert typed(b"~.") == [Wish.DETACH]
    assert typed(b"~", b".") == [Wish.DETACH]
    assert typed(b"ls\r~.rest") == [b"ls\r", Wish.DETACH]
    assert typed(b"~?~.") == [Wish.HELP, Wish.DETACH]
    assert typed(b"~~.") == [b"~."]
    assert typed(b"~x") == [b"~x"]
    assert typed(b"~\r~.") == [b"~\r", Wish.DETACH]


def test_a_tilde_within_a_line_is_a_tilde():
    assert typed(b"cd ~.") == [b"cd ~."]
    assert typed(b"a", b"~", b".") == [b"a", b"~", b"."]


# ---------------------------------------------------------------------- both ways


def test_a_script_and_a_console_that_both_have_much_to_say_do_not_wait_for_each_other(tmp_path):
    ours, theirs = socket.socketpair()
    script, screen = tmp_path / "script", tmp_path / "screen"
    much = b"x" * 2**21
    script.write_bytes(much)
    heard = bytearray()

    def device():
        theirs.sendall(much)  # it reads nothing before all of this is read
        while len(heard) < len(much):
            heard.extend(theirs.recv(65536))
        theirs.close()

    thread = threading.Thread(target=device)
    thread.start()
    with ours, script.open("rb") as keys, screen.open("wb") as shown:
        conversation = Conversation(ours, keys.fileno(), shown.fileno(), None)
        while conversation.go_on():
            pass
    thread.join(10)
    assert heard == much
    assert screen.read_bytes() == much


# ---------------------------------------------------------------------- names


def test_the_folder_is_made_for_its_owner_alone(runtime):
    assert socket_for("r1") == runtime / f"r1.{os.getpid()}"
    assert folder() == runtime
    assert runtime.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_write_to_is_not_used(runtime, tmp_path):
    runtime.mkdir(mode=0o755)
    runtime.chmod(0o755)
    with pytest.raises(ConsoleFolderError, match="you alone"):
        socket_for("r1")
    with pytest.raises(ConsoleFolderError, match="you alone"):
        running()
    runtime.rmdir()
    runtime.symlink_to(tmp_path)
    with pytest.raises(ConsoleFolderError, match="you alone"):
        socket_for("r1")


def test_a_folder_below_one_of_somebody_else_is_not_used(runtime, monkeypatch):
    runtime.mkdir(mode=0o700)
    real = Path.stat
    above = runtime.parent

    def stat(path, **options):
        found = real(path, **options)
        if path != above:
            return found
        return os.stat_result([*found[:4], os.getuid() + 1, *found[5:10]])

    monkeypatch.setattr(console_sockets.Path, "stat", stat)
    with pytest.raises(ConsoleFolderError, match="somebody else"):
        socket_for("r1")


def test_a_device_is_found_by_its_name(runtime, listening):
    runtime.mkdir(mode=0o700)
    path = listening(runtime / "r1.example.net.17")
    assert find("r1.example.net") == find("r1.example.net.17") == path
    assert address_of("r1.example.net") == UnixAddress(path)
    with pytest.raises(ConsoleFolderError, match="no device called r1; there are r1"):
        find("r1")
    other = listening(runtime / "r1.example.net.18")
    with pytest.raises(
        ConsoleFolderError, match=r"not one device: r1\.example\.net\.17, r1\.example\.net\.18"
    ):
        find("r1.example.net")
    assert find("r1.example.net.18") == other
    assert console_sockets.called(other) == "r1.example.net.18"


def test_what_a_killed_process_has_left_is_taken_away(runtime):
    runtime.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(runtime / "r1.17"))
    (runtime / "no-socket").write_text("")
    assert running() == []
    assert [path.name for path in runtime.iterdir()] == ["no-socket"]
    with pytest.raises(ConsoleFolderError, match="no device runs"):
        find("r1")


def test_without_a_name_the_devices_are_listed(runtime, listening, capsys):
    assert attach(None) == 0
    assert capsys.readouterr().out == ""
    runtime.mkdir(mode=0o700)
    listening(runtime / "r2.17")
    listening(runtime / "r1.17")
    assert attach(None) == 0
    assert capsys.readouterr().out == "r1.17\nr2.17\n"


def test_paths_and_ports_need_no_folder(runtime):
    assert address_of("2300") == TcpAddress(2300)
    assert address_of("./r1") == UnixAddress(Path("r1"))


@pytest.mark.parametrize(
    ("where", "error"),
    [("r1", "no device called r1; no device runs"), ("./missing", "./missing: No such file"), ("0", "0: ")],
)
def test_what_cannot_be_reached_is_said_in_one_line(runtime, where, error, capsys):
    assert attach(where) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f"junosim: {error}")
    assert (shown.out, shown.err.count("\n")) == ("", 1)


# ---------------------------------------------------------------------- several devices


def test_several_devices_have_consecutive_ports_or_numbered_paths():
    assert [console_at("2300", number, 3) for number in range(3)] == [TcpAddress(2300 + n) for n in range(3)]
    assert console_at("0", 1, 2) == TcpAddress(0)
    assert console_at("c", 0, 1) == UnixAddress(Path("c"))
    assert console_at("c", 1, 2) == UnixAddress(Path("c-2"))
    with pytest.raises(ConsoleAddressError):
        console_at("65535", 1, 2)


def test_the_announcement_names_every_way_to_the_console(runtime, listening):
    class Console:
        addresses = ()

    class Device:
        console = Console()

    runtime.mkdir(mode=0o700)
    path = listening(runtime / "r1.17")
    Console.addresses = (UnixAddress(path), UnixAddress(Path("/x/c")), TcpAddress(23))
    assert console_lines(Device()) == [
        "junosim console r1", "junosim console /x/c", "junosim console 127.0.0.1:23",
    ]  # fmt: skip
