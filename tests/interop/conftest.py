"""Fixtures of the interop tests: a router and, for each kind of client, a session on it."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack

import pytest

from interop_clients import NetmikoClient, OpenSshClient, ScrapliClient


@pytest.fixture
def needs_openssh():
    if shutil.which("ssh") is None:
        if os.environ.get("JUNOSIM_CI"):
            pytest.fail("OpenSSH's client is not installed")
        pytest.skip("OpenSSH's client is not installed")


CLIENTS = {"openssh": OpenSshClient, "netmiko": NetmikoClient, "scrapli": ScrapliClient}


@pytest.fixture(params=CLIENTS)
def client(request, junos_device):
    """One session of the crypto officer on a fresh router, by each of the clients."""
    if request.param == "openssh":
        request.getfixturevalue("needs_openssh")
    with CLIENTS[request.param](junos_device.ssh) as session:
        yield session


@pytest.fixture
def pyez():
    """Opens sessions of PyEZ on devices, which have NETCONF switched on for it, and ends them with the test."""
    from pyez_sessions import NETCONF, opened  # it takes its time

    with ExitStack() as sessions:

        def open_session(device, **options):
            device.cli(NETCONF)
            session = opened(device, **options)
            sessions.callback(session.close)
            return session

        yield open_session
