"""Messages to remote log hosts over real sockets: what arrives, and that nobody waits for what does not."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from junosim.audit.catalog import event
from junosim.device.outbox import LINE_BYTES
from junosim.servers.collectors import Address, Collectors
from junosim.servers.syslog_sender import SyslogSender
from junosim.testing import LogCollector
from log_hosts import AT, FAILED, LOGOUT, Log

V4 = socket.AF_INET
TEXT = "UI_LOGOUT_EVENT: User 'op' logout"


class Sending(Log):
    """A log whose outbox is emptied by a sender."""

    def __init__(self, collectors, *lines):
        super().__init__(*lines)
        self.outbox.detach()
        self.sender = SyslogSender(self.outbox, collectors)
        self.sender.start()


@contextmanager
def sending(collectors, *lines):
    log = Sending(collectors, *lines)
    try:
        yield log
    finally:
        log.sender.stop()


@pytest.fixture
def collector():
    with LogCollector() as found:
        yield found


async def arrived(collector, text):
    return await asyncio.to_thread(collector.wait_for, text)


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


async def test_messages_arrive_at_the_collector_that_was_named(collector):
    """R-RSYS-001."""
    named = Collectors([f"192.0.2.9={collector.port}"])
    with sending(named, "host 192.0.2.9 any any", "host 192.0.2.8 any any") as log:
        log.take(LOGOUT, FAILED)
        await arrived(collector, "Failed")
    assert collector.messages == (
        f"<190>Aug 21 12:36:30 r1 mgd[7]: {TEXT}",
        "<38>Aug 21 12:36:30 r1 sshd[9]: Failed password for op from 192.0.2.9 port 1673 ssh2",
    )


async def test_without_a_collector_nothing_is_sent_not_even_to_loopback(collector):
    hosts = ("host 127.0.0.1 any any", f"host 127.0.0.1 port {collector.port}")
    with sending(Collectors(), *hosts) as log:
        log.take(LOGOUT)
        assert log.outbox.waiting == ()
    with sending(Collectors([f"127.0.0.1={collector.port}"]), *hosts) as log:
        log.take(FAILED)
        assert "Failed" in await arrived(collector, "")


async def test_a_collector_without_a_port_is_sent_to_the_port_that_is_configured(collector):
    lines = ("host 192.0.2.9 any any", f"host 192.0.2.9 port {collector.port}")
    with sending(Collectors(["127.0.0.1"]), *lines) as log:
        log.take(LOGOUT)
        await arrived(collector, TEXT)


async def test_the_name_that_the_device_knows_for_an_address_counts_too(collector):
    with sending(Collectors([f"192.0.2.9={collector.port}"]), "host loghost any any") as log:
        log.take(LOGOUT)
        assert log.outbox.waiting == ()
        log.commit("host loghost any any", static="loghost inet 192.0.2.9")
        log.take(LOGOUT)
        await arrived(collector, TEXT)


async def test_a_committed_change_of_hosts_is_taken_at_once(collector):
    with LogCollector() as other, sending(
        Collectors([f"192.0.2.9={collector.port}", f"192.0.2.8={other.port}"]), "host 192.0.2.9 any any"
    ) as log:  # fmt: skip
        log.take(LOGOUT)
        log.commit("host 192.0.2.8 any any")
        log.take(FAILED)
        await arrived(other, "Failed")
        assert len(other.messages) == 1
    assert all("Failed" not in message for message in collector.messages)


async def test_messages_come_from_the_source_address_where_this_host_has_it():
    with socket.socket(V4, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        target = Collectors([f"{receiver.getsockname()[1]}"])
        with sending(target, "host 192.0.2.9 any any", "source-address 127.0.0.77") as log:
            log.take(LOGOUT)
            await turns()
            assert receiver.recvfrom(9999)[1][0] == "127.0.0.77"
            log.commit("host 192.0.2.9 any any", "source-address 192.0.2.77")  # none of this host
            log.take(LOGOUT)
            await turns()
            assert receiver.recvfrom(9999)[1][0] == "127.0.0.1"


async def test_ipv6():
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as receiver:
        try:
            receiver.bind(("::1", 0))
        except OSError:
            pytest.skip("this host has no IPv6")
        receiver.settimeout(5)
        with sending(Collectors([f"[::1]:{receiver.getsockname()[1]}"]), "host 2001:db8::9 any any") as log:
            log.take(LOGOUT)
            await turns()
            assert TEXT in receiver.recv(9999).decode()


async def test_a_message_that_is_too_long_for_a_datagram_is_cut(collector):
    long = event("ui-command", AT, 7, username="op", command="ü" * 40_000)
    with sending(Collectors([collector.target]), "host 192.0.2.9 any any") as log:
        log.take(long)
        message = await arrived(collector, "UI_CMDLINE_READ_LINE")
    assert LINE_BYTES - 2 < len(message.encode()) <= LINE_BYTES
    assert message.endswith("üü")
    assert log.said == []


async def test_a_name_is_looked_up_meanwhile_and_what_was_logged_is_sent_then(collector):
    over = threading.Event()

    def ask(_name):
        over.wait(10)
        return Address(V4, "127.0.0.1")

    collectors = Collectors([f"collector.lab:{collector.port}"], ask)
    with sending(collectors, "host 192.0.2.9 any any") as log:
        log.take(LOGOUT, FAILED)
        began = time.perf_counter()
        await turns(100)
        assert time.perf_counter() - began < 1
        assert collector.messages == ()
        over.set()
        await arrived(collector, "Failed")
        assert len(collector.messages) == 2


async def test_a_name_that_is_not_found_keeps_a_bounded_amount_and_is_asked_for_again(collector, monkeypatch):
    monkeypatch.setattr("junosim.servers.syslog_sender._PATIENCE", 0.01)
    answers = [None, None, Address(V4, "127.0.0.1")]
    collectors = Collectors([f"collector.lab:{collector.port}"], lambda _name: answers.pop(0))
    with sending(collectors, "host 192.0.2.9 any any") as log:
        log.take(LOGOUT)
        await arrived(collector, TEXT)
    assert answers == []


async def test_no_route_is_a_loss_that_is_said_once(monkeypatch):
    with sending(Collectors(["192.0.2.1:9"]), "host 192.0.2.9 any any") as log:
        broken = Broken(OSError(101, "Network is unreachable"))
        monkeypatch.setattr("junosim.servers.syslog_sender.socket.socket", lambda *_: broken)
        for _ in range(1000):
            log.take(LOGOUT)
        await turns(200)
        assert [key for key, _ in log.said] == ["syslog-host-lost"]
        broken.problem = None
        log.take(LOGOUT)
        await turns()
        lost = {"hostname": "192.0.2.9", "count": "1001"}  # with the line that says so
        assert log.said[1:] == [("syslog-host-resumed", lost)]
        assert len(broken.sent) == 2


async def test_a_socket_that_takes_no_more_is_waited_for(collector, monkeypatch):
    """With real sockets UDP on loopback never does so; the first message finds it full."""
    full = Full(socket.socket(V4, socket.SOCK_DGRAM))
    with sending(Collectors([collector.target]), "host 192.0.2.9 any any") as log:
        monkeypatch.setattr("junosim.servers.syslog_sender.socket.socket", lambda *_: full)
        log.take(LOGOUT, FAILED)
        await arrived(collector, "Failed")
    assert [TEXT in message for message in collector.messages] == [True, False]


async def test_others_have_their_turn_while_much_is_sent():
    with socket.socket(V4, socket.SOCK_DGRAM) as nobody_reads:
        nobody_reads.bind(("127.0.0.1", 0))
        target = f"{nobody_reads.getsockname()[1]}"
        with sending(Collectors([target]), "host 192.0.2.9 any any", "host 192.0.2.8 any any") as log:
            log.take(*[LOGOUT] * 5000)
            longest, rounds = 0.0, 0
            while any(waiting.first for waiting in log.outbox.waiting):
                began = time.perf_counter()
                await asyncio.sleep(0)
                longest, rounds = max(longest, time.perf_counter() - began), rounds + 1
                first, second = (len(waiting) for waiting in log.outbox.waiting)
                assert abs(first - second) <= 20  # both have their turns
            assert rounds > 3
            assert longest < 0.5  # a slice of 2 ms, on a machine that does other things too


async def test_the_end_sends_what_waits_and_leaves_nothing_open(collector):
    with sending(Collectors([collector.target]), "host 192.0.2.9 any any") as log:
        log.take(LOGOUT, FAILED)
    await arrived(collector, "Failed")
    log.sender.stop()
    log.take(LOGOUT)
    assert log.outbox.waiting == ()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    del log
    gc.collect()  # warnings about open sockets are errors


async def test_the_end_while_a_name_is_looked_up():
    over = threading.Event()
    collectors = Collectors(["slow.lab"], lambda _name: over.wait(10) and None)
    with sending(collectors, "host 192.0.2.9 any any") as log:
        log.take(LOGOUT)
        await turns()
    began = time.perf_counter()
    log.sender.stop()
    assert time.perf_counter() - began < 1
    over.set()
    for thread in threading.enumerate():
        if thread.name == "junosim-names":
            await asyncio.to_thread(thread.join, 5)
    await turns()


class Broken:
    """A socket whose host cannot be reached while there is a `problem`."""

    def __init__(self, problem):
        self.problem = problem
        self.sent = []

    def setblocking(self, _flag):
        pass

    def sendto(self, data, _to):
        if self.problem is not None:
            raise self.problem
        self.sent.append(data)

    def close(self):
        pass


class Full:
    """A socket that takes nothing at first."""

    def __init__(self, real):
        self.real = real
        self.tries = 0

    def sendto(self, data, to):
        self.tries += 1
        if self.tries == 1:
            raise BlockingIOError
        return self.real.sendto(data, to)

    def __getattr__(self, name):
        return getattr(self.real, name)
