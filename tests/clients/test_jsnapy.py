"""jsnapy: snapshots of answers before and after a change, and its checks of them."""

from __future__ import annotations

import pytest
import yaml

TESTS = {
    "tests_include": ["test_interfaces", "test_version"],
    "test_interfaces": [
        {"rpc": "get-interface-information"},
        {"args": {"interface-name": "[xf]*", "terse": True}},
        {"item": {"id": "./name", "xpath": "//physical-interface", "tests": [{"no-diff": "admin-status"}]}},
    ],
    "test_version": [
        {"command": "show version"},
        {"item": {"xpath": "//software-information", "tests": [{"is-equal": "junos-version, 19.1R2.8"}]}},
    ],
}  # fmt: skip


@pytest.fixture
def admin(tmp_path, monkeypatch):
    """jsnapy with a home of its own, as its installation makes one."""
    home = tmp_path / "jsnapy"
    for folder in ("snapshots", "testfiles"):
        (home / folder).mkdir(parents=True)
    places = {
        "config_file_path": home, "snapshot_path": home / "snapshots", "test_file_path": home / "testfiles",
        "log_file_path": home,
    }  # fmt: skip
    text = "".join(f"{name} = {place}\n" for name, place in places.items())
    (home / "jsnapy.cfg").write_text(f"[DEFAULT]\n{text}")
    (home / "logging.yml").write_text(yaml.safe_dump({"version": 1, "disable_existing_loggers": False}))
    monkeypatch.setenv("JSNAPY_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))
    (home / "testfiles" / "tests.yml").write_text(yaml.safe_dump(TESTS))
    from jnpr.jsnapy import SnapAdmin

    return SnapAdmin()


def test_a_change_is_seen(admin, junos_device):
    ssh = junos_device.ssh
    about = yaml.safe_dump(
        {
            "hosts": [{"device": ssh.host, "username": ssh.user, "passwd": ssh.password, "port": ssh.port}],
            "tests": ["tests.yml"],
        }
    )
    admin.snap(about, "before")
    admin.snap(about, "same")
    (same,) = admin.check(about, "before", "same")
    assert same.result == "Passed"
    junos_device.cli("configure ; set interfaces xe-0/0/0 disable ; commit and-quit")
    admin.snap(about, "after")
    (changed,) = admin.check(about, "before", "after")
    assert changed.result == "Failed"
    assert (changed.no_passed, changed.no_failed) == (1, 1)
