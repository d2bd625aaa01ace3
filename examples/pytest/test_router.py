"""A router in a test: junosim's pytest plugin brings the fixtures.

pip install junosim pytest
pytest test_router.py
"""


def test_version(junos_device):
    assert "Junos: 19.1R2.8" in junos_device.cli("show version")


def test_commit(junos_device):
    junos_device.cli("configure; set system host-name edge-1; commit")
    assert "host-name edge-1;" in junos_device.configuration()


def test_each_test_has_a_fresh_router(junos_device):
    assert "host-name mx480;" in junos_device.configuration()


def test_two_routers_of_my_own(make_junos_device):
    left = make_junos_device(config="set system host-name left")
    right = make_junos_device(config="system { host-name right; }")
    assert (left.name, right.name) == ("left", "right")
    assert left.ssh.port != right.ssh.port
