"""PyEZ (junos-eznc): the configuration, and what of it is raised as which error."""

from __future__ import annotations

import pytest
from jinja2 import Template
from jnpr.junos import exception
from jnpr.junos.utils.config import Config
from lxml.builder import E

from pyez_sessions import opened

pytestmark = pytest.mark.interop

TEMPLATE = "system { location { building {{ building }}; } }"


@pytest.fixture
def dev(pyez, junos_device):
    return pyez(junos_device)


def test_a_change_goes_all_the_way(dev, junos_device):
    with Config(dev, mode="exclusive") as config:
        assert config.diff() is None
        assert config.load("set system location floor 4", format="set").tag == "load-configuration-results"
        assert "[edit system]" in config.diff()
        assert "floor 4;" in config.diff()
        assert config.commit_check() is True
        assert config.commit(comment="by PyEZ") is True
        assert config.diff() is None
    assert "by PyEZ" in junos_device.cli("show system commit")
    assert "via netconf" in junos_device.cli("show system commit")
    with Config(dev) as config:
        assert config.rollback(1) is True
        assert "-" in config.diff()
        config.commit()
    assert "floor 4" not in junos_device.cli("show configuration system")


def test_all_forms_are_loaded(dev):
    config = Config(dev)
    config.load("system { location { country-code CH; } }", format="text", merge=True)
    config.load(E.configuration(E.system(E.location(E.floor("7")))), format="xml")
    config.load('{"configuration": {"system": {"location": {"rack": 7}}}}', format="json", merge=True)
    config.load(template=Template(TEMPLATE), template_vars={"building": "b7"}, format="text", merge=True)
    diff = config.diff()
    assert [word for word in ("CH", "floor 7", "rack 7", "building b7") if word not in diff] == []
    config.rollback()
    assert config.diff() is None


def test_the_configuration_is_got_in_every_form(dev):
    got = dev.rpc.get_config(filter_xml="system/services")
    assert got.tag == "configuration"
    assert got.find("system/services/netconf/ssh") is not None
    text = dev.rpc.get_config(filter_xml="system/services", options={"format": "text"})
    assert "netconf {\n" in text.text
    assert "set system services netconf ssh" in dev.rpc.get_config(options={"format": "set"}).text
    assert (
        "ssh"
        in dev.rpc.get_config(options={"format": "json"})["configuration"]["system"]["services"]["netconf"]
    )
    committed = dev.rpc.get_config(options={"database": "committed", "inherit": "inherit"})
    assert committed.findtext("system/host-name") == "mx480"


def test_what_cannot_be_loaded_is_raised(dev):
    config = Config(dev)
    with pytest.raises(exception.ConfigLoadError) as problem:
        config.load("set system nothing at-all", format="set")
    assert problem.value.errs[0]["severity"] == "error"
    assert "syntax error" in problem.value.message
    with pytest.raises(exception.ConfigLoadError) as problem:
        config.load("system { nothing; }", format="text", merge=True)
    assert "syntax error" in problem.value.message
    with pytest.raises(exception.ConfigLoadError) as problem:
        config.load("delete system domain-name", format="set")
    assert (problem.value.errs[0]["severity"], problem.value.message) == (
        "warning",
        "warning: statement not found",
    )
    assert (
        config.load("delete system domain-name", format="set", ignore_warning="statement not found")
        is not None
    )
    assert config.diff() is None


def test_what_cannot_be_committed_is_raised(dev):
    config = Config(dev)
    config.load("set interfaces xe-0/0/0 unit 0 family inet filter input none-such", format="set")
    for commit in (config.commit_check, config.commit):
        with pytest.raises(exception.CommitError) as problem:
            commit()
        first = problem.value.errs[0]
        assert first["edit_path"] == "[edit interfaces xe-0/0/0 unit 0 family inet]"
        assert "Referenced filter 'none-such' is not defined" in first["message"]
    config.rollback()


def test_one_session_locks_out_the_other(pyez, junos_device):
    one, other = (Config(pyez(junos_device)) for _ in range(2))
    assert one.lock() is True
    with pytest.raises(exception.LockError) as problem:
        other.lock()
    assert "configuration database locked by:" in problem.value.message
    assert one.unlock() is True
    with pytest.raises(exception.UnlockError):
        one.unlock()
    one.load("set system location floor 1", format="set")
    with pytest.raises(exception.LockError) as problem:
        other.lock()
    assert "configuration database modified" in problem.value.message
    one.rollback()
    assert other.lock() is True
    other.unlock()


def test_a_private_copy_is_merged(dev, junos_device):
    with Config(dev, mode="private") as config:
        config.load("set system location floor 9", format="set")
        assert "floor" not in junos_device.cli("configure ; show | compare")
        config.commit()
    assert "floor 9" in junos_device.cli("show configuration system location")


def test_a_commit_waits_to_be_confirmed(dev, junos_device):
    config = Config(dev)
    config.load("set system location floor 2", format="set")
    config.commit(confirm=5)
    assert "commit confirmed, rollback in 5mins" in junos_device.cli("show system commit")
    config.commit()
    assert "rollback in" not in junos_device.cli("show system commit")


def test_the_rescue_configuration(dev):
    config = Config(dev)
    assert config.rescue("get") is None
    assert config.rescue("save") is True
    assert "host-name mx480;" in config.rescue("get", format="text")
    assert config.rescue("reload") is not False
    assert config.diff() is None
    assert config.rescue("delete") is True


def test_who_cannot_log_in(dev, junos_device):
    with pytest.raises(exception.ConnectAuthError):
        opened(junos_device, passwd="wrong")
    with pytest.raises(exception.ConnectRefusedError):
        opened(junos_device, port=1)
