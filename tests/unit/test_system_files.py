"""Files of the operating system that follow from platform and configuration: nobody may change them."""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM

HOSTS, RESOLVER = "/etc/hosts.junos", "/etc/resolv.conf"


def test_the_names_of_the_internal_network():
    shown = Typist().line(f"file show {HOSTS}").splitlines()
    assert "128.0.0.1        master" in shown
    assert "128.0.0.4        re0" in shown
    assert "128.0.0.16       fpc0" in shown


def test_the_resolver_follows_the_configuration():
    typist = Typist()
    assert typist.line(f"file show {RESOLVER}") == f"error: could not resolve file: {RESOLVER}"
    typist.lines(
        "configure", "set system domain-name example.net", "set system domain-search example.net",
        "set system domain-search example.org", "set system name-server 192.0.2.53", "commit and-quit",
    )  # fmt: skip
    assert typist.line(f"file show {RESOLVER}").splitlines() == [
        "domain example.net", "search example.net example.org", "nameserver 192.0.2.53",
    ]  # fmt: skip
    assert "resolv.conf" in typist.line("file list /etc")
    assert typist.device.files.status(RESOLVER, SYSTEM).size == 72


def test_nobody_changes_them():
    device = Typist().device
    with pytest.raises(FileProblem):
        device.files.write(HOSTS, b"", SYSTEM)
    with pytest.raises(FileProblem):
        device.files.remove(HOSTS, SYSTEM)
