"""NAPALM's driver for Junos: the configuration from load to rollback, and what its getters find."""

from __future__ import annotations

import napalm
import pytest
from napalm.base.exceptions import LockError, MergeConfigException, ReplaceConfigException

MX_GETTERS = {
    "get_arp_table": [], "get_bgp_neighbors_detail": {}, "get_ipv6_neighbors_table": [],
    "get_lldp_neighbors": {}, "get_lldp_neighbors_detail": {}, "get_mac_address_table": [], "get_ntp_peers": {},
    "get_ntp_stats": [], "get_optics": {}, "get_probes_config": {}, "get_probes_results": {}, "get_bgp_config": {},
}  # fmt: skip
"""Getters of what is not there, and that they say so."""


@pytest.fixture
def connect(junos_device):
    opened = []

    def connect(device=junos_device, **options):
        ssh = device.ssh
        driver = napalm.get_network_driver("junos")(
            ssh.host, ssh.user, ssh.password, timeout=30, optional_args={"port": ssh.port, **options}
        )
        # One that is forgotten would be closed by the collector, in the thread of the router.
        opened.append(driver)
        driver.open()
        return driver

    yield connect
    for driver in opened:
        driver.close()


@pytest.fixture
def router(connect):
    return connect()


@pytest.fixture(scope="module")
def fresh():
    """A router whose protocols have started, and a switch; nothing changes them."""
    from junosim.pytest_plugin import routers

    with routers() as make:
        yield {name: make(name, fips=False) for name in ("mx480", "ex4650-48y")}


def test_facts(router):
    facts = router.get_facts()
    assert (facts["hostname"], facts["model"], facts["vendor"]) == ("mx480", "MX480", "Juniper")
    assert (facts["os_version"], facts["serial_number"]) == ("19.1R2.8", "JN11F6C5BAFB")
    assert {"xe-0/0/0", "fxp0", "lo0"} <= set(facts["interface_list"])
    assert facts["uptime"] >= -1  # what it says of a router that has just been started
    assert router.is_alive() == {"is_alive": True}


def test_a_merge_is_committed_and_rolled_back(router, junos_device):
    router.load_merge_candidate(config="set system location floor 8")
    assert "floor 8;" in router.compare_config()
    router.commit_config(message="by NAPALM")
    assert "floor 8" in junos_device.cli("show configuration system location")
    assert "by NAPALM" in junos_device.cli("show system commit")
    router.rollback()
    assert "floor 8" not in junos_device.cli("show configuration system")
    router.load_merge_candidate(config="system { location { floor 9; } }")
    router.discard_config()
    assert router.compare_config() == ""


def test_a_configuration_is_replaced(router):
    running = router.get_config(retrieve="running")["running"]
    router.load_replace_candidate(config=running)
    assert router.compare_config() == ""
    router.load_replace_candidate(config=running.replace("host-name mx480;", "host-name other;"))
    assert "+  host-name other;" in router.compare_config()
    router.discard_config()


def test_what_cannot_be_loaded(router):
    with pytest.raises(MergeConfigException):
        router.load_merge_candidate(config="set system nothing")
    with pytest.raises(ReplaceConfigException):
        router.load_replace_candidate(config="system { nothing; }")
    assert router.compare_config() == ""


def test_a_commit_waits_to_be_confirmed(router):
    router.load_merge_candidate(config="set system location floor 8")
    router.commit_config(revert_in=300)
    assert router.has_pending_commit()
    router.confirm_commit()
    assert not router.has_pending_commit()


def test_one_session_locks_out_the_other(connect):
    connect(config_lock=True)
    with pytest.raises(LockError, match="configuration database locked by"):
        connect(config_lock=True)


def test_a_private_session(connect, junos_device):
    router = connect(config_private=True, lock_disable=True)
    router.load_merge_candidate(config="set system location floor 6")
    router.commit_config()
    assert "floor 6" in junos_device.cli("show configuration system location")


def test_the_configuration(router):
    for form in ("text", "set"):
        got = router.get_config(format=form)
        assert "host-name mx480" in got["running"]
        assert "host-name mx480" in got["candidate"]
    assert "$6$" in router.get_config()["running"]
    assert "$6$" not in router.get_config(sanitized=True)["running"]


def test_commands(router):
    answers = router.cli(["show version", "show interfaces terse | match fxp0"])
    assert "Model: mx480" in answers["show version"]
    assert "192.0.2.10/24" in answers["show interfaces terse | match fxp0"]
    found = router.ping("192.0.2.10", count=2)["success"]
    assert (found["probes_sent"], found["packet_loss"], len(found["results"])) == (2, 0, 2)
    assert router.traceroute("192.0.2.10")["success"][1]["probes"][1]["ip_address"] == "192.0.2.10"


def test_what_getters_find(connect, fresh):
    router = connect(fresh["mx480"])
    ports = router.get_interfaces()
    assert (ports["fxp0"]["is_up"], ports["fxp0"]["speed"], ports["fxp0"]["mtu"]) == (True, 1000.0, 1514)
    assert (ports["xe-0/0/0"]["is_up"], ports["xe-0/0/0"]["speed"]) == (False, 10000.0)
    assert ports["fxp0"]["mac_address"].startswith("4C:96:14")
    assert router.get_interfaces_ip()["fxp0.0"] == {"ipv4": {"192.0.2.10": {"prefix_length": 24}}}
    assert router.get_interfaces_counters()["xe-0/0/0"]["rx_octets"] == 0
    environment = router.get_environment()
    assert environment["memory"]["available_ram"] == 16352
    assert environment["power"]["Power Supply 0"]["status"] is True
    assert environment["temperature"]["Routing Engine 0"]["is_alert"] is False
    assert environment["fans"]["Top Rear Fan"]["status"] is True
    assert set(router.get_users()) == {"crypto-officer", "fips-user", "root"}
    assert router.get_users()["crypto-officer"]["level"] == 15
    route = router.get_route_to("192.0.2.0/24")["192.0.2.0/24"]
    assert [(hop["protocol"], hop["outgoing_interface"], hop["current_active"]) for hop in route] == [
        ("Direct", "fxp0.0", True)
    ]
    assert set(router.get_network_instances()) == {"default"}
    assert router.get_snmp_information() == {}
    assert router.get_vlans() == {}
    assert router.get_bgp_neighbors() == {}


@pytest.mark.parametrize("getter", MX_GETTERS)
def test_what_is_not_there(connect, fresh, getter):
    assert getattr(connect(fresh["mx480"]), getter)() == MX_GETTERS[getter]


def test_a_switch(connect, fresh):
    switch = connect(fresh["ex4650-48y"])
    assert switch.get_facts()["model"] == "EX4650-48Y-8C"
    assert switch.get_vlans()["1"]["name"] == "default"
    assert switch.get_mac_address_table() == []
