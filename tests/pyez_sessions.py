"""Sessions of PyEZ as its users open them."""

from __future__ import annotations

from jnpr.junos import Device

NETCONF = "configure ; set system services netconf ssh ; commit and-quit"


def opened(device, **options):
    """A session on a device that has NETCONF switched on; facts are gathered when they are asked for."""
    ssh = device.ssh
    given = {"host": ssh.host, "port": ssh.port, "user": ssh.user, "passwd": ssh.password, **options}
    return Device(**given).open()
