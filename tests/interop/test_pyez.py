"""PyEZ (junos-eznc): what it finds out about a device by itself when it connects."""

from __future__ import annotations

import pytest

from junosim.platforms import load_platform, platform_names

pytestmark = pytest.mark.interop

IN_THE_SUITE = ("mx480-dual", "ex4650-48y")


@pytest.mark.parametrize(
    "name",
    [
        name if name in IN_THE_SUITE else pytest.param(name, marks=pytest.mark.slow)
        for name in ("mx480-dual", *platform_names())
    ],
)
def test_facts(make_junos_device, pyez, name):
    platform, dev = load_platform(name), pyez(make_junos_device(name))
    facts, is_switch = dev.facts, bool(platform.member)
    assert (facts["hostname"], facts["model"]) == (name, platform.model.upper())
    assert facts["version"] == platform.release
    assert facts["version_info"].major == tuple(int(part) for part in platform.release[:4].split("."))
    assert facts["serialnumber"] == platform.chassis.serial_number
    engines = {engine.name for engine in platform.routing_engines}
    assert set(facts["hostname_info"]) == set(facts["junos_info"]) == ({"fpc0"} if is_switch else engines)
    assert set(facts["model_info"].values()) == {platform.model.upper()}
    assert facts["current_re"][:6] == ["master", "node", "fwdd", "member", "pfem", "re0"]
    assert facts["2RE"] == (len(engines) == 2)
    assert (facts["master"], facts["re_master"]) == ("RE0", {"default": "0"})
    assert facts["RE0"]["mastership_state"] == "master"
    assert (
        facts["RE0"]["model"]
        == facts["re_info"]["default"]["default"]["model"]
        == platform.routing_engines[0].model
    )
    if facts["2RE"]:
        assert facts["RE1"]["mastership_state"] == "backup"
        assert facts["version_RE1"] == platform.release
    else:
        assert facts["RE1"] is facts["version_RE1"] is None
    assert facts["version_RE0"] == (None if is_switch else platform.release)
    assert (facts["personality"], facts["ifd_style"]) == (
        ("SWITCH", "SWITCH") if is_switch else ("MX", "CLASSIC")
    )
    assert facts["switch_style"] == ("VLAN_L2NG" if is_switch else "BRIDGE_DOMAIN")
    assert facts["virtual"] is facts["_is_linux"] is facts["RE_hw_mi"] is facts["jnu_satellite"] is False
    assert (facts["vc_capable"], facts["vc_mode"], facts["vc_master"], facts["vc_fabric"]) == (
        (True, "Enabled", "0", False) if is_switch else (False, None, None, None)
    )
    assert facts["srx_cluster"] is facts["srx_cluster_id"] is None
    assert facts["HOME"] == "/var/home/crypto-officer"
    assert dev.uptime >= 0
