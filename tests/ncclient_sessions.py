"""Sessions of ncclient on a device, closed when they are over."""

from __future__ import annotations

from contextlib import contextmanager

from ncclient import manager

ENABLE = "configure ; set system services netconf ssh ; commit and-quit"


@contextmanager
def sessions(device, handler):
    """What opens sessions with a handler of ncclient (`default`, `junos`); NETCONF is switched on before."""
    device.cli(ENABLE)
    ssh, opened = device.ssh, []

    def open_session():
        client = manager.connect(
            host=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password, hostkey_verify=False,
            allow_agent=False, look_for_keys=False, device_params={"name": handler}, timeout=30,
        )  # fmt: skip
        opened.append(client)
        return client

    yield open_session
    for client in opened:
        if client.connected:
            client.close_session()
