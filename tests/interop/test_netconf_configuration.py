"""The configuration through ncclient as it knows Junos: loads, comparisons, commits, rollbacks, locks."""

from __future__ import annotations

import time

import pytest
from ncclient.operations.rpc import RPCError
from ncclient.xml_ import new_ele, sub_ele

from ncclient_sessions import sessions


@pytest.fixture
def connect(junos_device):
    """Opens sessions of ncclient on a device that has NETCONF switched on."""
    with sessions(junos_device, "junos") as connect:
        yield connect


@pytest.fixture
def client(connect):
    return connect()


def compared(client, number=0):
    return client.compare_configuration(number).xpath("//configuration-output")[0].text


def test_a_change_goes_all_the_way(client, junos_device):
    client.lock()
    reply = client.load_configuration(action="set", config=["set system host-name changed"])
    assert reply.xpath("//load-configuration-results/ok")
    assert "\n+  host-name changed;\n" in compared(client)
    client.validate()
    reply = client.commit(comment="by ncclient")
    assert reply.xpath("//commit-results/routing-engine/commit-success")
    assert reply.xpath("//routing-engine/name")[0].text == "re0"
    assert compared(client) == "\n"
    client.unlock()
    assert "by ncclient" in junos_device.cli("show system commit")
    client.rollback(1)
    client.commit()
    assert "host-name changed" not in junos_device.cli("show configuration system")


def test_every_form_is_loaded_and_given(client):
    root = new_ele("configuration")
    sub_ele(sub_ele(root, "system"), "host-name").text = "from-elements"
    client.load_configuration(format="xml", config=root)
    client.load_configuration(format="text", config="snmp { location here; }")
    client.load_configuration(format="json", config='{"configuration": {"snmp": {"contact": "me"}}}')
    given = client.get_configuration(format="xml")
    assert given.xpath("//configuration/system/host-name")[0].text == "from-elements"
    text = client.get_configuration(format="text").xpath("//configuration-text")[0].text
    assert "snmp {\n    location here;\n    contact me;\n}" in text
    commands = client.get_configuration(format="set").xpath("//configuration-set")[0].text
    assert "set snmp contact me" in commands
    assert '"contact" : "me"' in str(client.get_configuration(format="json"))
    part = new_ele("configuration")
    sub_ele(part, "snmp")
    found = client.get_configuration(format="xml", filter=part).xpath("//configuration/*")
    assert [element.tag for element in found] == ["snmp"]
    client.discard_changes()
    assert compared(client) == "\n"


def test_what_is_wrong_is_raised(client):
    with pytest.raises(RPCError, match="syntax error") as problem:
        client.load_configuration(action="set", config=["set system nothing"])
    assert "nothing" in problem.value.info
    with pytest.raises(RPCError, match="statement not found") as problem:
        client.load_configuration(action="set", config=["delete system domain-name"])
    assert problem.value.severity == "warning"
    client.load_configuration(
        action="set", config=["set interfaces ge-0/0/0 unit 0 family inet filter input nothing"]
    )
    with pytest.raises(RPCError, match="Referenced filter 'nothing' is not defined"):
        client.commit()
    client.discard_changes()


def test_one_session_locks_out_the_other(connect):
    one, other = connect(), connect()
    one.lock()
    with pytest.raises(RPCError, match="configuration database locked by:") as problem:
        other.lock()
    assert problem.value.tag == "lock-denied"
    assert one.session_id in problem.value.info
    one.close_session()
    other.lock()
    other.unlock()


def test_a_commit_waits_to_be_confirmed(client, junos_device):
    client.load_configuration(action="set", config=["set system host-name changed"])
    client.commit(confirmed=True, timeout="300")
    assert "commit confirmed, rollback in 5mins" in junos_device.cli("show system commit")
    client.commit()
    assert "rollback in" not in junos_device.cli("show system commit")


def test_ten_thousand_lines_are_given_within_a_second(client):
    lines = [f"set interfaces ge-0/0/0 unit {number} description {number}" for number in range(1, 2000)]
    client.load_configuration(action="set", config=lines)
    begun = time.perf_counter()
    text = client.get_configuration(format="xml").tostring
    assert text.count(b"\n") > 8000
    assert time.perf_counter() - begun < 5  # one second on a machine that does nothing else
    client.discard_changes()
