"""ncclient in its less usual ways: calls in the background, log events as they come while another session works."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from ncclient import manager
from ncclient.operations import RaiseMode
from ncclient.operations.errors import MissingCapabilityError, TimeoutExpiredError
from ncclient.xml_ import to_ele

pytestmark = pytest.mark.interop

EVENTS = """
<get-syslog-events><stream>interactive-commands</stream><event>UI_NETCONF_CMD</event><count>{}</count></get-syslog-events>
"""


@pytest.fixture
def connect(junos_device):
    """Opens sessions of ncclient at the port of NETCONF."""
    access, opened = junos_device.netconf, []

    def connect(**options):
        client = manager.connect(
            host=access.host, port=access.port, username=access.user, password=access.password,
            hostkey_verify=False, allow_agent=False, look_for_keys=False,
            **{"device_params": {"name": "junos"}, "timeout": 20, **options},
        )  # fmt: skip
        opened.append(client)
        return client

    yield connect
    for client in opened:
        if client.connected:
            client.close_session()


def test_log_events_come_while_another_session_works(connect, junos_device):
    """R-NCS-005."""
    listener, worker = connect(), connect()
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(listener.rpc, EVENTS.format(4))
        floor = 0
        while not answer.done():
            floor += 1
            worker.load_configuration(action="set", config=[f"set system location floor {floor}"])
            worker.commit()
        events = answer.result().xpath("//syslog-events")[0].text.strip().splitlines()
    assert len(events) == 4
    assert "run command 'commit-configuration'" in "".join(events)
    logged = junos_device.cli("show log interactive-commands").splitlines()
    assert [event for event in events if event not in logged] == []
    assert f"floor {floor};" in junos_device.cli("show configuration system location")


def test_calls_in_the_background(connect):
    client = connect()
    client.async_mode = True
    answers = [client.command("show system uptime", format="text") for _ in range(3)]
    for answer in answers:
        answer.event.wait(20)
        assert "Current time" in answer.reply.xml


def test_errors_that_are_not_raised(connect):
    client = connect(device_params={"name": "default"})
    client.raise_mode = RaiseMode.NONE
    answer = client.dispatch(to_ele("<get-nothing/>"))
    assert not answer.ok
    assert answer.errors[0].message == "syntax error"
    assert answer.errors[0].severity == "error"


def test_a_call_that_takes_too_long(connect):
    client = connect(timeout=1)
    with pytest.raises(TimeoutExpiredError):
        client.rpc("<ping><host>192.0.2.77</host><count>1</count><wait>2</wait></ping>")
    client.timeout = 20


def test_what_these_releases_do_not_know(connect):
    client = connect(device_params={"name": "default"})
    assert client.dispatch(to_ele("<get-system-information/>")).xml.count("mx480") == 2
    with pytest.raises(MissingCapabilityError):
        client.create_subscription()
