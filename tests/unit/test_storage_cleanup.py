"""`request system storage cleanup`: archives of logs go, after a question or by the name of the call."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.device.files import SYSTEM
from netconf_session import NetconfUser

GONE, STAYS = "/var/log/messages.0.gz", "/var/tmp/messages.0.gz"


@pytest.fixture
def device():
    device = make_device()
    for path in (GONE, STAYS):
        device.files.write(path, b"12345678901", SYSTEM)
    return device


def paths(device):
    return [path for path in (GONE, STAYS) if any(
        node.path == path for node in device.files.listing(path.rpartition("/")[0], SYSTEM)
    )]  # fmt: skip


def test_it_asks_first(device):
    typist = Typist(device)
    shown = typist.line("request system storage cleanup")
    assert "List of files to delete:" in shown
    assert f"          11B Jul  8 07:00 {GONE}" in shown
    typist.line("no")
    assert paths(device) == [GONE, STAYS]
    typist.line("request system storage cleanup")
    typist.line("yes")
    assert paths(device) == [STAYS]


def test_a_dry_run_deletes_nothing(device):
    assert GONE in Typist(device).line("request system storage cleanup dry-run")
    assert paths(device) == [GONE, STAYS]


def test_by_its_call(device):
    user = NetconfUser(device)
    reply = user.call("<request-system-storage-cleanup><dry-run/></request-system-storage-cleanup>")
    assert [name.text.strip() for name in reply.findall(".//file-name")] == [GONE]
    assert paths(device) == [GONE, STAYS]
    user.call("<request-system-storage-cleanup/>")
    assert paths(device) == [STAYS]
