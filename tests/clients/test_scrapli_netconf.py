"""scrapli-netconf: over each of its transports, and what it makes of capabilities, answers and errors."""

from __future__ import annotations

import asyncio

import pytest
from paramiko import SSHException
from scrapli_netconf.driver import AsyncNetconfDriver, NetconfDriver
from scrapli_netconf.exceptions import CapabilityNotSupported

LOCATION = (
    '<config><configuration><system><location operation="merge"><floor>{}</floor></location></system>'
    "</configuration></config>"
)


def options(device, transport, **more):
    ssh = device.ssh
    return {
        "host": ssh.host, "port": ssh.port, "auth_username": ssh.user, "auth_password": ssh.password,
        "auth_strict_key": False, "transport": transport, **more,
    }  # fmt: skip


@pytest.fixture(params=["system", "paramiko", "ssh2"])
def driver(request, junos_device):
    with NetconfDriver(**options(junos_device, request.param)) as driver:
        yield driver


@pytest.fixture
def one(junos_device):
    with NetconfDriver(**options(junos_device, "paramiko", strip_namespaces=True)) as driver:
        yield driver


def test_reads_what_the_router_can(driver):
    assert driver.netconf_version.value == "1.0"
    assert "urn:ietf:params:netconf:capability:candidate:1.0" in driver.server_capabilities
    got = driver.get_config(
        source="running", filter_="<configuration><system><services/></system></configuration>"
    )
    assert not got.failed
    assert "<netconf>" in got.result
    assert "<login>" not in got.result
    answer = driver.rpc("<get-software-information/>")
    assert "19.1R2.8" in answer.result


def test_a_change_goes_all_the_way(one, junos_device):
    assert not one.lock(target="candidate").failed
    assert not one.edit_config(config=LOCATION.format(3), target="candidate").failed
    assert not one.validate(source="candidate").failed
    assert not one.commit().failed
    assert not one.unlock(target="candidate").failed
    assert "floor 3" in junos_device.cli("show configuration system location")
    one.edit_config(config=LOCATION.format(4), target="candidate")
    assert not one.discard().failed
    assert "floor 4" not in one.get_config(source="candidate").result


def test_a_commit_waits_to_be_confirmed(one, junos_device):
    one.edit_config(config=LOCATION.format(5), target="candidate")
    assert not one.commit(confirmed=True, timeout=300).failed
    assert "commit confirmed, rollback in 5mins" in junos_device.cli("show system commit")
    assert not one.commit().failed
    assert "rollback in" not in junos_device.cli("show system commit")


def test_what_is_wrong_is_said(one):
    answer = one.rpc("<get-nothing/>")
    assert answer.failed
    assert "syntax error" in answer.error_messages[0]
    assert one.edit_config(config=LOCATION.replace("floor", "nothing").format(1), target="candidate").failed
    with pytest.raises(CapabilityNotSupported):
        one.get_config(source="running", default_type="report-all")


def test_one_session_locks_out_the_other(one, junos_device):
    one.lock(target="candidate")
    with NetconfDriver(**options(junos_device, "paramiko")) as other:
        refused = other.lock(target="candidate")
        assert refused.failed
        assert "configuration database locked by" in refused.result
        one.close()
        while other.lock(target="candidate").failed:  # until the router has seen that the other is gone
            pass


def test_copies_and_deletes(one):
    assert "<data" in one.get(filter_="<configuration><system><host-name/></system></configuration>").result


def test_works_asynchronously(junos_device):
    async def work():
        async with AsyncNetconfDriver(**options(junos_device, "asyncssh")) as driver:
            answers = (
                await driver.rpc("<get-system-information/>"),
                await driver.get_config(source="candidate"),
            )
            return [answer.result for answer in answers]

    information, configuration = asyncio.run(work())
    assert "mx480" in information
    assert "<host-name>" in configuration


def test_a_router_without_netconf(junos_device):
    junos_device.cli("configure ; delete system services netconf ; commit and-quit")
    with pytest.raises(SSHException):
        NetconfDriver(**options(junos_device, "paramiko", timeout_socket=5)).open()
