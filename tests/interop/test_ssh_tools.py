"""What OpenSSH, ssh-keyscan and ssh-audit find on the port of a router and of a switch in FIPS mode.

R-SSH-003 to -007, -010, -011, -015, R-HKEY-001, -005; the lists of the guides, "Configuring SSH".
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from interop_clients import TRUST_ANYBODY
from junosim.pytest_plugin import routers

# group 14, which switches have: the library that computes it is going to drop it
pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")]

MX, SWITCH = "mx480", "qfx5120-48t"
CURVES = {"ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521"}
MACS = {"hmac-sha1", "hmac-sha2-256", "hmac-sha2-512"}
HOST_KEYS = {"rsa-sha2-256", "rsa-sha2-512", "ecdsa-sha2-nistp256"}
MARKERS = {"ext-info-s", "kex-strict-s-v00@openssh.com"}
OFFERED = {
    MX: {
        "kex": CURVES,
        "cipher": {"3des-cbc", *(f"aes{bits}-{mode}" for bits in (128, 192, 256) for mode in ("cbc", "ctr"))},
    },
    SWITCH: {
        "kex": {"diffie-hellman-group14-sha1", *CURVES},
        "cipher": {f"aes{bits}-{mode}" for bits in (128, 256) for mode in ("cbc", "ctr")},
    },
}
# What OpenSSH asks for by which option, and what it says when the server has no such thing.
ASKED = {
    "kex": ("KexAlgorithms", "no matching key exchange method found"),
    "cipher": ("Ciphers", "no matching cipher found"),
    "mac": ("MACs", "no matching MAC found"),
    "key": ("HostKeyAlgorithms", "no matching host key type found"),
}


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, **options)


@pytest.fixture(scope="module", params=[MX, SWITCH])
def found(request):
    """A device in FIPS mode for all tests of a platform, and what it offers."""
    with routers() as make:
        device = make(request.param, fips=True)
        yield device, OFFERED[request.param] | {"mac": MACS, "key": HOST_KEYS}


def test_ssh_audit_finds_the_lists_of_the_guides(found):
    device, offered = found
    ssh = device.ssh
    done = run(sys.executable, "-m", "ssh_audit", "-j", "--skip-rate-test", "-p", str(ssh.port), ssh.host)
    report = json.loads(done.stdout)
    assert {row["algorithm"] for row in report["kex"]} == offered["kex"] | MARKERS  # strict key exchange too
    assert {row["algorithm"] for row in report["enc"]} == offered["cipher"]
    assert {row["algorithm"] for row in report["mac"]} == offered["mac"]
    assert {row["algorithm"]: row.get("keysize") for row in report["key"]} == {
        "rsa-sha2-256": 2048, "rsa-sha2-512": 2048, "ecdsa-sha2-nistp256": None
    }  # fmt: skip
    assert report["compression"] == ["none"]
    assert report["cves"] == []
    assert report["banner"]["raw"] == "SSH-2.0-OpenSSH_7.5"


@pytest.mark.usefixtures("needs_openssh")
def test_keyscan_gets_the_two_host_keys_and_no_other(found, tmp_path):
    ssh = found[0].ssh
    done = run("ssh-keyscan", "-t", "rsa,dsa,ecdsa,ed25519", "-p", str(ssh.port), ssh.host)
    keys = {line.split()[1]: line for line in done.stdout.splitlines() if not line.startswith("#")}
    assert set(keys) == {"ssh-rsa", "ecdsa-sha2-nistp256"}
    for kind, algorithm in (("rsa", "ssh-rsa"), ("ecdsa", "ecdsa-sha2-nistp256")):
        path = tmp_path / kind
        path.write_text(keys[algorithm])
        assert found[0].ssh.fingerprints[kind] in run("ssh-keygen", "-l", "-f", str(path)).stdout


@pytest.mark.usefixtures("needs_openssh")
@pytest.mark.parametrize("kind", ASKED)
def test_openssh_gets_what_is_on_offer_and_nothing_else(found, kind):
    device, offered = found
    ssh = device.ssh
    option, refusal = ASKED[kind]
    names = set(run("ssh", "-Q", {"key": "HostKeyAlgorithms"}.get(kind, kind)).stdout.split())
    assert offered[kind] <= names
    for name in sorted(names):
        cipher = ("-o", "Ciphers=aes256-ctr") if kind == "mac" else ()  # others bring their own
        done = run(
            "ssh", "-F", "none", *TRUST_ANYBODY, "-o", "BatchMode=yes", *cipher, "-o", f"{option}={name}",
            "-p", str(ssh.port), f"{ssh.user}@{ssh.host}",
        )  # fmt: skip
        if name in offered[kind]:
            assert "Permission denied" in done.stderr, name
        else:
            assert refusal in done.stderr, name


@pytest.mark.usefixtures("needs_openssh")
def test_openssh_gets_new_session_keys_from_the_router(make_junos_device, tmp_path):
    ssh = make_junos_device(fips=True, config="set system services ssh rekey data-limit 51200").ssh
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\necho '{ssh.password}'\n")
    askpass.chmod(0o700)
    done = run(
        "ssh", "-v", "-F", "none", *TRUST_ANYBODY, "-p", str(ssh.port), f"{ssh.user}@{ssh.host}",
        ";".join(["show version"] * 60),
        env={"PATH": os.environ["PATH"], "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force"},
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.count("Hostname: mx480") == 60
    assert done.stderr.count("SSH2_MSG_KEXINIT received") >= len(done.stdout) // 60_000 > 2
