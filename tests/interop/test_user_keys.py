"""SSH keys of users, by OpenSSH's own client: which kinds can be set, and which of them log in.

R-SSH-016, R-SSH-019, R-PASS-016, R-PASS-018, R-ROOT-005.
"""

from __future__ import annotations

import subprocess

import pytest

from interop_clients import TRUST_ANYBODY, OpenSshClient
from junosim.fips.policy import KEY_REFUSED

pytestmark = [pytest.mark.interop, pytest.mark.usefixtures("needs_openssh")]

KINDS = {
    "rsa-2048": ("rsa", "2048"),
    "rsa-1024": ("rsa", "1024"),
    "ecdsa-256": ("ecdsa", "256"),
    "ecdsa-384": ("ecdsa", "384"),
    "ecdsa-521": ("ecdsa", "521"),
    "ed25519": ("ed25519", "256"),
}
OUTSIDE_ALONE = {"rsa-1024", "ed25519"}  # FIPS mode has neither


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A private key of each kind, as the path of its file."""
    folder = tmp_path_factory.mktemp("keys")
    for name, (kind, bits) in KINDS.items():
        command = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)
    return folder


def log_in(ssh, path, *options):
    """Run a command with this key and no other way in; what came, and the exit status."""
    command = [
        "ssh", *TRUST_ANYBODY, "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", str(path), *options,
        "-p", str(ssh.port), f"{ssh.user}@{ssh.host}", "show version | match Model",
    ]  # fmt: skip
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)
    return done.stdout, done.returncode


def statement(path):
    kind = (
        "ssh-ecdsa"
        if path.name.startswith("ecdsa")
        else "ssh-ed25519"
        if path.name == "ed25519"
        else "ssh-rsa"
    )
    text = path.with_suffix(".pub").read_text(encoding="ascii").strip()
    return f'set system login user crypto-officer authentication {kind} "{text}"'


@pytest.mark.parametrize("fips", [True, False], ids=["fips", "outside"])
def test_keys_that_can_be_set_log_in_and_others_do_not(make_junos_device, junos_device, keys, fips):
    device = make_junos_device(fips=True) if fips else junos_device
    paths = [keys / name for name in KINDS]
    with OpenSshClient(device.ssh) as client:
        client.configure()
        said = {path.name: client.send(statement(path)) for path in paths}
        assert client.send("commit").strip().startswith("commit complete")
    refused = {name for name, text in said.items() if KEY_REFUSED in text or "syntax error" in text}
    assert refused == (OUTSIDE_ALONE if fips else set())
    for path in paths:
        shown, status = log_in(device.ssh, path)
        assert (status == 0 and "Model: mx480" in shown) == (path.name not in refused), path.name


def test_the_keys_of_a_file_log_in(junos_device, keys):
    lines = "".join((keys / f"{name}.pub").read_text(encoding="ascii") for name in ("rsa-2048", "ecdsa-521"))
    with OpenSshClient(junos_device.ssh) as client:
        client.configure()
        for number, line in enumerate(lines.splitlines()):
            arrow = ">>" if number else ">"
            client.send(f"run start shell command \"echo '{line}' {arrow} /var/tmp/keys.pub\"")
        client.send("set system login user crypto-officer authentication load-key-file /var/tmp/keys.pub")
        assert client.send("commit").strip().startswith("commit complete")
    assert log_in(junos_device.ssh, keys / "rsa-2048")[1] == 0
    assert log_in(junos_device.ssh, keys / "ecdsa-521")[1] == 0
    assert log_in(junos_device.ssh, keys / "ecdsa-256")[1] != 0


def test_a_key_is_for_the_hosts_it_names(junos_device, keys):
    path = keys / "ecdsa-256"
    with OpenSshClient(junos_device.ssh) as client:
        client.configure()
        client.send(f"{statement(path)} from 192.0.2.*")
        client.send("commit")
        assert log_in(junos_device.ssh, path)[1] != 0
        client.send(f"{statement(path)} from 127.*")
        client.send("commit")
        assert log_in(junos_device.ssh, path)[1] == 0
        client.send("set system login user crypto-officer authentication no-public-keys")
        assert "To configure ssh-ecdsa, 'no-public-keys' should not be configured" in client.send("commit")


def test_rsa_keys_sign_with_sha2_alone_in_fips_mode(make_junos_device, keys):
    path, device = keys / "rsa-2048", make_junos_device(fips=True)
    with OpenSshClient(device.ssh) as client:
        client.configure()
        client.send(statement(path))
        client.send("commit")
    assert log_in(device.ssh, path, "-o", "PubkeyAcceptedAlgorithms=rsa-sha2-256")[1] == 0
    assert log_in(device.ssh, path, "-o", "PubkeyAcceptedAlgorithms=+ssh-rsa,-rsa-sha2-*")[1] != 0
