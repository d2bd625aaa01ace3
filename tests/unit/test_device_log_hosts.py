"""Remote log hosts of a whole device: what reaches them, and that a session never waits for them."""

from __future__ import annotations

import time

import pytest

from junosim.servers.collectors import CollectorError

HOST = "set system syslog host 192.0.2.9 any any"
LOGIN = "crypto-officer"


@pytest.fixture
def collector(junos_log_collector):
    return junos_log_collector


def configure(device, *lines):
    with device.session() as session:
        shown = [session.send(f"{line}\r") for line in ("configure", *lines, "commit", "exit")]
    assert "commit complete" in shown[-2]


def test_messages_arrive_from_the_commit_on_that_names_the_host(make_junos_device, collector):
    """R-RSYS-001."""
    device = make_junos_device(hostname="r1", syslog_targets=[f"192.0.2.9={collector.target}"])
    configure(device, "set system host-name r1")
    assert collector.messages == ()
    configure(device, HOST)
    device.cli("show version")
    assert " r1 mgd[" in collector.wait_for("UI_LOGIN_EVENT")
    configure(device, "delete system syslog host 192.0.2.9")
    collector.clear()
    device.cli("show version")
    assert collector.messages == ()


def test_what_arrives_is_what_the_file_holds(make_junos_device, collector):
    config = f"{HOST}\nset system syslog file messages any any"
    device = make_junos_device(config=config, hostname="r1", syslog_targets=[collector.target])
    for _ in range(20):
        device.cli("show version")
    device.stop()
    file = [line.split(" r1 ", 1)[1] for line in device.files.read("/var/log/messages").decode().splitlines()]
    collector.wait_for(file[-1])
    sent = [message.split(" r1 ", 1)[1] for message in collector.messages]
    assert sent == file[-len(sent) :]
    assert len(sent) >= 40


def test_by_default_nothing_leaves_the_program(make_junos_device, collector):
    own = "set system syslog host 127.0.0.1 any any"
    device = make_junos_device(config=f"{own}\nset system syslog host 127.0.0.1 port {collector.port}")
    device.cli("show version")
    device.stop()
    assert collector.messages == ()


@pytest.mark.parametrize("target", ["127.0.0.1:9", "192.0.2.1:9", "no-such-host.invalid"])
def test_a_session_does_not_notice_a_host_that_is_not_there(make_junos_device, target):
    device = make_junos_device(config=HOST, syslog_targets=[target])
    began = time.perf_counter()
    for _ in range(20):
        assert "Junos:" in device.cli("show version")
    device.stop()
    assert time.perf_counter() - began < 5  # it takes some 0.2 s


def test_nothing_of_before_a_reset_is_sent(make_junos_device, collector):
    device = make_junos_device(syslog_targets=[collector.target])
    configure(device, HOST)
    device.reset()
    collector.clear()
    device.cli("show version")
    assert collector.messages == ()
    configure(device, HOST)
    device.cli("show version")
    collector.wait_for("UI_LOGIN_EVENT")


def test_a_text_that_is_no_target(make_junos_device):
    with pytest.raises(CollectorError, match="ports are 1 to 65535"):
        make_junos_device(syslog_targets=["loghost=0"])


async def test_on_the_event_loop_of_the_caller(collector):
    import junosim

    async with junosim.start(config=HOST, fips=False, syslog_targets=[collector.target]) as device:
        device.cli("show version")
    collector.wait_for("UI_LOGOUT_EVENT")
