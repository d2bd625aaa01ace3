"""All ways into a session for programs: what is asked for in words, the ports, limits, and who is let in."""

from __future__ import annotations

from contextlib import contextmanager

import asyncssh
import pytest

import junosim
from cli_session import Typist
from console_user import make_device
from junosim.assemble.front import Front, NetconfFront
from junosim.netconf.asked import Asked, asked
from junosim.servers.contract import Origin, Terminal

ORIGIN = Origin("192.0.2.9", 50001)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("netconf", Asked("netconf")),
        ("xml-mode netconf need-trailer", Asked("netconf")),
        ("exec xml-mode netconf need-trailer", Asked("netconf")),
        ("junoscript netconf need-trailer", Asked("netconf")),
        ("cli xml-mode netconf need-trailer", Asked("netconf")),
        ("junoscript", Asked("junoscript", has_trailers=False)),
        ("xml-mode", Asked("junoscript", has_trailers=False)),
        ("xml-mode need-trailer", Asked("junoscript")),
        ("junoscript interactive", Asked("junoscript", has_trailers=False, echoes=True)),
        ("", None),
        ("show version", None),
        ("cli", None),
        ("netconf show version", None),
        ("xml-mode netconf; show version", None),
    ],
)
def test_words_that_ask_for_a_session(words, wanted):
    assert asked(words) == wanted


@contextmanager
def front(kind=Front, config=""):
    device = make_device(config=config)
    yield kind(device, "r1")


@pytest.mark.parametrize("kind", [Front, NetconfFront])
def test_nothing_that_speaks_netconf_is_there_without_the_statement(kind):
    """R-NCS-001."""
    with front(kind) as there:
        Typist(there.device).lines("configure", "delete system services netconf", "commit", "exit")
        assert there.open_netconf("root", ORIGIN) is None
        assert there.open_netconf("root", ORIGIN, None, "xml-mode netconf need-trailer") is None
        Typist(there.device).lines("configure", "set system services netconf ssh", "commit", "exit")
        assert there.open_netconf("root", ORIGIN) is not None
        assert there.open_netconf("root", ORIGIN, None, "netconf") is not None


def test_the_older_protocol_needs_no_statement_but_a_permission():
    with front() as there:
        Typist(there.device).lines(
            "configure", "delete system services netconf",
            "set system login user nobody class unauthorized",
            "commit", "exit",
        )  # fmt: skip
        assert there.open_netconf("root", ORIGIN, None, "junoscript") is not None
        assert there.open_netconf("nobody", ORIGIN, None, "junoscript") is None


def test_the_port_of_netconf_has_nothing_else():
    with front(NetconfFront) as there:
        assert there.only_netconf
        assert there.service == 830
        assert there.open_netconf("root", ORIGIN, None, "junoscript") is None


def test_the_log_and_the_connections_tell_the_port_that_was_asked_for():
    with front(NetconfFront, "set system services netconf ssh port 8300\n") as there:
        there.open_netconf("root", ORIGIN)
        said = [event.text for event in there.device.audit.journal if event.kind.tag == "UI_LOGIN_EVENT"]
        assert said[-1].endswith("ssh-connection '192.0.2.9 50001 192.0.2.10 8300', client-mode 'netconf'")
        shown = Typist(there.device).line("show system connections inet | match 8300")
        assert "192.0.2.10.8300" in shown
        assert "*.8300" in shown


def test_settings_are_those_of_ssh_with_limits_of_its_own():
    lines = "set system services ssh connection-limit 5\nset system services netconf ssh rate-limit 7\n"
    with front(NetconfFront, lines) as there:
        assert (there.settings().connections, there.settings().attempts) == (None, 7)
        there = Front(there.device, "r1")
        assert (there.settings().connections, there.settings().attempts) == (5, None)


def test_sessions_of_programs_are_seen_and_can_be_ended():
    with front() as there:
        session = there.open_netconf("root", ORIGIN)
        typist = Typist(there.device, "lab")
        shown = typist.line("show system users").split("\n")
        assert [line.split() for line in shown if "root" in line] == [
            ["root", "-", "192.0.2.9", "7:00AM", "-", "netconf"]
        ]
        login = next(login for login in there.device.logins if login.mode == "netconf")
        typist.line(f"request system logout pid {login.pid}")
        session.wake()
        assert [type(effect).__name__ for effect in session.effects()] == ["Hangup"]
        session.closed()
        assert "netconf" not in typist.line("show system users")


HOSTILE = {
    "document type": '<!DOCTYPE a [<!ENTITY b "c">]><rpc><a>&b;</a></rpc>',
    "nested too deeply": "<rpc>" + "<a>" * 300,
    "too many attributes": "<rpc><a " + " ".join(f'a{number}="1"' for number in range(100)) + "/></rpc>",
    "attributes": "<rpc><a " + "b" * 100_000,
}


@pytest.mark.parametrize("words", ["netconf", "junoscript", "xml-mode need-trailer"])
@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_xml_ends_the_session_at_every_door(words, said):
    with front() as there:
        session = there.open_netconf("root", ORIGIN, None, words)
        session.output()
        if "netconf" not in words:
            session.feed(b'<?xml version="1.0"?><junoscript version="1.0">')
        session.feed(HOSTILE[said].encode() + b"]]>]]>")
        sent = session.output()
        while (deadline := session.deadline()) is not None and deadline <= there.device.clock.monotonic():
            session.wake()
            sent += session.output()
        assert said in sent.decode()
        assert [type(effect).__name__ for effect in session.effects()] == ["Hangup"]


@pytest.mark.parametrize("words", ["netconf", "junoscript"])
def test_what_never_ends_is_not_kept(words):
    with front() as there:
        session = there.open_netconf("root", ORIGIN, None, words)
        if words != "netconf":
            session.feed(b'<?xml version="1.0"?><junoscript version="1.0">')
        session.feed(b"<rpc><!-- ")
        for _ in range(100):
            session.feed(b"x" * 10_000)
            while (deadline := session.deadline()) is not None and deadline <= there.device.clock.monotonic():
                session.wake()
        assert session.effects() == []
        assert session.waiting < 20_000


# --- on terminals -------------------------------------------------------------------------------------------


class Typing:
    """Somebody at a terminal, or a program without one."""

    def __init__(self, device, user="lab", terminal=True):
        there = Front(device, "r1")
        self.device = device
        self.session = there.open_session(user, ORIGIN, Terminal("vt100", 80, 24) if terminal else None, None)
        self.ended = False
        self.read()

    def read(self):
        sent = self.session.output()
        while not self.ended:
            deadline = self.session.deadline()
            self.ended = bool(self.session.effects())
            if self.ended or deadline is None or deadline > self.device.clock.monotonic():
                break
            self.session.wake()
            sent += self.session.output()
        return (sent + self.session.output()).decode()

    def send(self, text):
        self.session.feed(text.encode())
        return self.read()


def lab_device():
    return make_device()


def test_the_cli_becomes_a_session_for_programs_and_ends_with_it():
    """As clients do that work over a console: the mark stands at the beginning of a line."""
    user = Typing(lab_device())
    shown = user.send("junoscript netconf need-trailer\r")
    assert "<hello" in shown
    assert "\r\n]]>]]>\r\n" in shown
    assert not user.ended
    shown = user.send('<rpc message-id="1"><get-nothing/></rpc>]]>]]>')
    assert shown.startswith("<rpc-reply ")
    assert "lab@r1>" not in shown
    user.send("<rpc><close-session/></rpc>]]>]]>")
    assert user.ended


def test_typing_is_shown_where_it_was_asked_for():
    user = Typing(lab_device())
    assert "<junoscript xmlns=" in user.send("junoscript interactive\r")
    assert user.send("<?xml version='1.0'?>\r") == "<?xml version='1.0'?>\r\n"
    shown = user.send("<junoscript version='1.0'><rpc><get-nothing/></rpc>\r")
    assert shown.startswith("<junoscript version='1.0'><rpc><get-nothing/></rpc>\r\n<rpc-reply ")
    user.send("\x03")
    assert user.ended


@pytest.mark.parametrize("words", ["xml-mode netconf need-trailer", "cli xml-mode netconf need-trailer"])
def test_a_shell_goes_on_after_its_session(words):
    user = Typing(lab_device(), "root")
    assert "<hello" in user.send(f"{words}\r")
    shown = user.send("<rpc><close-session/></rpc>]]>]]>")
    assert "<ok/>" in shown
    assert not user.ended
    assert user.send("echo here\r").splitlines()[1:2] == ["here"]


def test_a_shell_knows_how_the_program_is_used():
    user = Typing(lab_device(), "root")
    assert "usage: xml-mode [netconf]" in user.send("xml-mode wrong\r")


def test_words_that_ask_for_it_are_not_listed():
    shown = Typist(make_device(), "lab").line("?")
    assert "junoscript" not in shown
    assert "xml-mode" not in shown


# --- over sockets -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def router():
    with junosim.start(fips=True) as device:
        yield device


@pytest.fixture
def device(router):
    yield router
    router.reset()


def connect(access):
    return asyncssh.connect(
        access.host, access.port, username=access.user, password=access.password, known_hosts=None, config=None,
        agent_path=None,
    )  # fmt: skip


async def test_its_own_port_has_the_subsystem_and_the_same_host_keys_in_fips_mode(device):
    async with connect(device.netconf) as connection, connect(device.ssh) as other:
        assert connection.get_server_host_key() == other.get_server_host_key()
        assert connection.get_extra_info("kex_algorithm", "") == other.get_extra_info("kex_algorithm", "")
        process = await connection.create_process(subsystem="netconf", encoding=None)
        assert b"<hello " in await process.stdout.readuntil(b"]]>]]>")
        for refused in ({}, {"command": "show version"}, {"subsystem": "sftp"}, {"command": "junoscript"}):
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.create_process(**refused, encoding=None)


@pytest.mark.parametrize("terminal", [None, "xterm"])
async def test_programs_ask_for_it_as_a_command(device, terminal):
    async with connect(device.ssh) as connection:
        process = await connection.create_process("netconf", encoding=None, term_type=terminal)
        await process.stdout.readuntil(b"]]>]]>\n")
        process.stdin.write(b'<rpc message-id="1"><close-session/></rpc>]]>]]>')
        sent = await process.stdout.read()
        assert sent.startswith(b"<rpc-reply ")
        assert b"\r" not in sent
        assert (await process.wait()).exit_status == 0
        process = await connection.create_process("junoscript", encoding=None, term_type=terminal)
        process.stdin.write(
            b'<?xml version="1.0"?>\n<junoscript version="1.0">\n<rpc><get-software-information/></rpc>\n'
        )
        process.stdin.write(b"<rpc><request-end-session/></rpc></junoscript>")
        sent = await process.stdout.read()
        assert sent.startswith(b'<?xml version="1.0" encoding="us-ascii"?>\n<junoscript xmlns=')
        assert b"19.1R2.8" in sent
        assert sent.endswith(b"</junoscript>\n")


async def test_the_port_dies_with_the_statement_and_sessions_live_on(device):
    async with connect(device.netconf) as connection:
        process = await connection.create_process(subsystem="netconf", encoding=None)
        await process.stdout.readuntil(b"]]>]]>\n")
        device.cli("configure; delete system services netconf; commit")
        with pytest.raises(OSError, match="onnect"):
            await connect(device.netconf)
        process.stdin.write(b'<rpc message-id="1"><get-system-users-information/></rpc>]]>]]>')
        assert b"user-table" in await process.stdout.readuntil(b"]]>]]>\n")
    device.cli("configure; set system services netconf ssh; commit")
    async with connect(device.netconf) as connection:
        await connection.create_process(subsystem="netconf", encoding=None)


async def test_its_limits_keep_out_whoever_comes_too_much(device):
    device.cli("configure; set system services netconf ssh connection-limit 1; commit")
    async with connect(device.netconf):
        with pytest.raises((OSError, asyncssh.Error)):
            await connect(device.netconf)
        async with connect(device.ssh):
            pass
    said = device.cli("show log messages | match limit")
    assert "netconf from 127.0.0.1 exceeded max connections (limit 1)" in said
