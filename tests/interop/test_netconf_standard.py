"""The operations of the standard by ncclient, as it talks to any device and as it talks to Junos."""

from __future__ import annotations

import pytest
from ncclient.operations.errors import MissingCapabilityError
from ncclient.operations.rpc import RPCError

from ncclient_sessions import sessions

CONFIG = (
    '<config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"><configuration>{}</configuration></config>'
)
HOST_NAME = ("subtree", "<configuration><system><host-name/></system></configuration>")


@pytest.fixture(params=["default", "junos"])
def connect(request, junos_device):
    """Opens sessions of ncclient with this handler on a device that has NETCONF switched on."""
    with sessions(junos_device, request.param) as connect:
        yield connect


@pytest.fixture
def client(connect):
    return connect()


def texts(reply, name):
    """The texts of elements in a reply, whatever the namespaces that the handler has left."""
    root = getattr(reply, "data_ele", None)
    root = reply._NCElement__doc if root is None else root
    return [found.text.strip() for found in root.iter() if str(found.tag).rpartition("}")[2] == name]


def host_name(client, source="running"):
    return texts(client.get_config(source=source, filter=HOST_NAME), "host-name")


def edit(client, inner, **options):
    return client.edit_config(target="candidate", config=CONFIG.format(inner), **options)


def set_host_name(client, name, attribute="", **options):
    return edit(client, f"<system><host-name {attribute}>{name}</host-name></system>", **options)


def test_a_change_goes_all_the_way(client, junos_device):
    with client.locked("candidate"):
        set_host_name(client, "changed")
        assert (host_name(client), host_name(client, "candidate")) == (["mx480"], ["changed"])
        client.validate("candidate")
        client.commit()
    assert host_name(client) == ["changed"]
    assert "via netconf" in junos_device.cli("show system commit")


def test_changes_are_discarded(client):
    set_host_name(client, "lost")
    client.discard_changes()
    assert host_name(client, "candidate") == ["mx480"]


def test_a_lock_belongs_to_one(connect):
    holder, other = connect(), connect()
    with holder.locked("candidate"):
        with pytest.raises(RPCError, match="configuration database locked by") as problem:
            other.lock("candidate")
        assert problem.value.tag == "lock-denied"
        assert holder.session_id in problem.value.info
        with pytest.raises(RPCError) as problem:
            set_host_name(other, "x")
        assert problem.value.tag == "in-use"
    with other.locked("candidate"):
        pass


WRONG = (
    ("<system><nonsense/></system>", None, "unknown-element"),
    ("<system><host-name nc:operation='create'>x</host-name></system>", None, "data-exists"),
    ("<snmp><location>x</location></snmp>", "none", "data-missing"),
    ("<system><login><user><uid>3000</uid></user></login></system>", None, "missing-element"),
    ("<system><host-name nc:operation='frob'>x</host-name></system>", None, "bad-attribute"),
)


def test_what_is_wrong_is_an_exception_with_its_tag(client):
    for inner, default, tag in WRONG:
        with pytest.raises(RPCError) as problem:
            edit(client, inner, default_operation=default)
        assert problem.value.tag == tag
    assert host_name(client, "candidate") == ["mx480"]


def test_deleting_what_is_missing_is_no_exception(client):
    edit(client, "<snmp nc:operation='delete'/>", default_operation="none")


def test_options_reach_the_device(client):
    with pytest.raises(RPCError):
        edit(
            client,
            "<system><nonsense/><host-name>after</host-name></system>",
            error_option="continue-on-error",
        )
    assert host_name(client, "candidate") == ["after"]
    with pytest.raises(MissingCapabilityError):
        set_host_name(client, "x", error_option="rollback-on-error")
    client.edit_config(target="candidate", config="system { host-name text; }", format="text")
    assert host_name(client, "candidate") == ["text"]
    client.copy_config(source="running", target="candidate")
    assert host_name(client, "candidate") == ["mx480"]


def test_running_is_not_written(client):
    with pytest.raises((RPCError, MissingCapabilityError)):
        client.edit_config(target="running", config=CONFIG.format("<snmp/>"))


def test_get_has_configuration_and_state(client):
    set_host_name(client, "edited")
    reply = client.get()
    assert texts(reply, "version") == ["19.1R2.8"]
    assert texts(reply, "pid") == [client.session_id]
    assert texts(client.get(filter=HOST_NAME), "host-name") == ["mx480"]
