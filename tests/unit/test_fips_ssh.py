"""SSH in FIPS mode: what a client sees on offer, and what it gets.

R-SSH-002 to -007, -010, -011, -017, -019, R-HKEY-004, -005, R-DIS-004: the lists of the guides, "Configuring SSH".
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import struct
import subprocess

import asyncssh
import pytest

from junosim.access.users import Account, PublicKey
from junosim.platforms import load_platform, platform_names

MX, SWITCH = "mx480", "qfx5120-48t"
CURVES = ("ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521")
OFFERED = {
    MX: (
        set(CURVES),
        {"3des-cbc", "aes128-cbc", "aes128-ctr", "aes192-cbc", "aes192-ctr", "aes256-cbc", "aes256-ctr"},
    ),
    SWITCH: (
        {"diffie-hellman-group14-sha1", *CURVES},
        {"aes128-cbc", "aes128-ctr", "aes256-cbc", "aes256-ctr"},
    ),
}
MACS = {"hmac-sha1", "hmac-sha2-256", "hmac-sha2-512"}
HOST_KEYS = {"rsa-sha2-256", "rsa-sha2-512", "ecdsa-sha2-nistp256"}
MARKERS = {"ext-info-s", "kex-strict-s-v00@openssh.com"}  # no algorithms


def offer(ssh):
    """The lists of the server's KEXINIT: key exchange, host keys, ciphers, MACs and compression, both ways."""
    with socket.create_connection((ssh.host, ssh.port), timeout=10) as connection:
        stream = connection.makefile("rwb")
        stream.readline()
        stream.write(b"SSH-2.0-Scanner\r\n")
        stream.flush()
        length, padding = struct.unpack(">IB", stream.read(5))
        payload = stream.read(length - 1)[: length - padding - 1]
    lists, rest = [], payload[17:]
    for _ in range(8):
        size = struct.unpack(">I", rest[:4])[0]
        lists.append(set(rest[4 : 4 + size].decode().split(",")) - MARKERS)
        rest = rest[4 + size :]
    return lists


@pytest.mark.parametrize("platform", platform_names())
def test_what_is_on_offer(make_junos_device, platform):
    device = make_junos_device(platform, fips=True)
    exchanges, ciphers = OFFERED[MX if load_platform(platform).fips.rules == "mx" else SWITCH]
    assert offer(device.ssh) == [exchanges, HOST_KEYS, ciphers, ciphers, MACS, MACS, {"none"}, {"none"}]


@pytest.mark.parametrize(
    ("statement", "place", "left"),
    [
        ("ciphers [ aes256-ctr aes128-cbc ]", 2, {"aes256-ctr", "aes128-cbc"}),
        ("macs hmac-sha2-512", 4, {"hmac-sha2-512"}),
        ("hostkey-algorithm no-ssh-rsa", 1, {"ecdsa-sha2-nistp256"}),
        ("hostkey-algorithm no-ssh-ecdsa", 1, {"rsa-sha2-256", "rsa-sha2-512"}),
        ("key-exchange ecdh-sha2-nistp384", 0, {"ecdh-sha2-nistp384"}),
    ],
)
def test_what_is_configured_is_on_offer(make_junos_device, statement, place, left):
    device = make_junos_device(MX, fips=True, config=f"set system services ssh {statement}")
    assert offer(device.ssh)[place] == left


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")  # group 14, which switches have
@pytest.mark.parametrize("platform", [MX, SWITCH])
def test_each_algorithm_makes_a_connection(make_junos_device, platform):
    device = make_junos_device(platform, fips=True)
    exchanges, ciphers = OFFERED[platform]
    tries = [
        *({"kex_algs": [name]} for name in sorted(exchanges)),
        *({"encryption_algs": [name]} for name in sorted(ciphers)),
        *({"mac_algs": [name]} for name in sorted(MACS)),
        *({"server_host_key_algs": [name]} for name in sorted(HOST_KEYS)),
    ]
    for options in tries:
        assert "Model: " in call(device, **options), options


@pytest.mark.parametrize(
    "options",
    [
        {"kex_algs": ["curve25519-sha256"]}, {"kex_algs": ["diffie-hellman-group1-sha1"]},
        {"kex_algs": ["diffie-hellman-group14-sha1"]}, {"kex_algs": ["diffie-hellman-group-exchange-sha256"]},
        {"encryption_algs": ["chacha20-poly1305@openssh.com"]}, {"encryption_algs": ["aes128-gcm@openssh.com"]},
        {"encryption_algs": ["arcfour"]}, {"encryption_algs": ["blowfish-cbc"]}, {"encryption_algs": ["cast128-cbc"]},
        {"mac_algs": ["hmac-sha2-256-etm@openssh.com"]}, {"mac_algs": ["hmac-sha1-96"]},
        {"server_host_key_algs": ["ssh-dss"]}, {"server_host_key_algs": ["ssh-rsa-sha256@ssh.com"]},
        {"mac_algs": ["hmac-md5"]}, {"server_host_key_algs": ["ssh-rsa"]}, {"server_host_key_algs": ["ssh-ed25519"]},
    ],
    ids=str,
)  # fmt: skip
def test_others_are_refused(make_junos_device, options):
    device = make_junos_device(MX, fips=True)
    with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
        call(device, **options)


@pytest.mark.parametrize(("algorithm", "signature", "lets_in"), [
    ("ecdsa-sha2-nistp384", "", True), ("ssh-rsa", "rsa-sha2-256", True), ("ssh-rsa", "ssh-rsa", False),
])  # fmt: skip
def test_users_sign_as_the_mode_allows(make_junos_device, algorithm, signature, lets_in):
    key = asyncssh.generate_private_key(algorithm)
    statement = "ssh-rsa" if algorithm == "ssh-rsa" else "ssh-ecdsa"
    public = key.export_public_key().decode().strip()
    config = f'set system login user crypto-officer authentication {statement} "{public}"'
    device = make_junos_device(MX, fips=True, config=config)
    if signature:
        key.sig_algorithms = (signature.encode(),)
    options = {"client_keys": [key], "password": None}
    if signature:
        options["signature_algs"] = [signature]
    if lets_in:
        assert "Model: " in call(device, **options)
    else:
        with pytest.raises(asyncssh.PermissionDenied):
            call(device, **options)


@pytest.mark.parametrize(("algorithm", "options"), [("ssh-ed25519", {}), ("ssh-rsa", {"key_size": 1024})])
def test_weak_keys_of_users_log_nobody_in(make_junos_device, monkeypatch, algorithm, options):
    """Even when they have got into the configuration, which refuses them."""
    key = asyncssh.generate_private_key(algorithm, **options)
    device = make_junos_device(MX, fips=True)
    listed = PublicKey(key.get_algorithm(), key.export_public_key().decode().split()[1])
    monkeypatch.setattr(
        Account, "accepts_key", lambda _account, *key: key[:2] == (listed.algorithm, listed.text)
    )
    with pytest.raises(asyncssh.PermissionDenied):
        call(device, client_keys=[key], password=None)


def call(device, **options):
    """What `show version` prints over SSH with these algorithms."""

    async def run():
        ssh = device.ssh
        given = {"password": ssh.password, "client_keys": None, **options}
        async with asyncssh.connect(
            ssh.host, ssh.port, username=ssh.user, known_hosts=None, config=None, agent_path=None, **given
        ) as connection:
            return (await connection.run("show version")).stdout

    return asyncio.run(run())


@pytest.mark.skipif(shutil.which("ssh") is None, reason="no client of OpenSSH on this host")
@pytest.mark.parametrize("platform", [MX, SWITCH])
def test_openssh_sees_the_same(make_junos_device, tmp_path, platform):
    """A refused login of OpenSSH tells the algorithms it settled on."""
    device = make_junos_device(platform, fips=True)
    ssh = device.ssh
    done = subprocess.run(
        ["ssh", "-vv", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={tmp_path}/hosts",
         "-o", "BatchMode=yes", "-o", "HostKeyAlgorithms=+ssh-rsa", "-p", str(ssh.port), f"{ssh.user}@{ssh.host}"],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    shown = done.stderr.partition("peer server KEXINIT proposal")[2]
    exchanges, ciphers = OFFERED[platform]
    assert listed(shown, "KEX algorithms: ") == exchanges
    assert listed(shown, "host key algorithms: ") == HOST_KEYS
    assert listed(shown, "ciphers stoc: ") == ciphers
    assert listed(shown, "MACs ctos: ") == MACS
    assert "Permission denied" in done.stderr


def listed(text, label):
    return set(text.partition(label)[2].partition("\n")[0].strip().split(",")) - MARKERS
