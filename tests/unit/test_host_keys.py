"""The host keys as files of the device: whose they are, how long they last, and that nothing else gives them away."""

import pytest

from cli_session import Typist, make_device
from junosim.device import host_keys
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Visitor
from junosim.device.host_keys import ECDSA, RSA, HostKeys
from junosim.device.lifecycle import State

OFFICER = Visitor("lab", is_superuser=True)
ROOT = Visitor("root", is_superuser=True)
PRIVATE = "/etc/ssh/ssh_host_ecdsa_key"


@pytest.fixture
def device():
    device = make_device()
    device.host_keys.keep(ECDSA, host_keys.generate(ECDSA))
    return device


def secret_of(device):
    """Some line from the middle of the private key."""
    return device.files.read(PRIVATE, SYSTEM).split(b"\n")[2]


def test_the_two_kinds_are_those_of_the_guides():  # R-HKEY-001
    ecdsa, rsa = host_keys.generate(ECDSA), host_keys.generate(RSA)
    assert ecdsa.public.startswith(b"ecdsa-sha2-nistp256 ")
    assert rsa.public.startswith(b"ssh-rsa ")
    assert ecdsa.private.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")
    assert host_keys.generate(ECDSA) != ecdsa


def test_a_private_key_is_for_root_alone_a_public_one_for_all(device):
    kept = {node.name: (node.owner, node.mode) for node in device.files.listing("/etc/ssh", OFFICER)}
    assert kept == {"ssh_host_ecdsa_key": ("root", 0o600), "ssh_host_ecdsa_key.pub": ("root", 0o644)}
    assert device.files.read(f"{PRIVATE}.pub", Visitor("eve")).startswith(b"ecdsa-sha2-nistp256 ")
    assert device.files.read(PRIVATE, ROOT) == device.host_keys.find(ECDSA)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda files: files.read(PRIVATE, OFFICER),
        lambda files: files.write(PRIVATE, b"mine", OFFICER),
        lambda files: files.append(PRIVATE, b"mine", OFFICER),
        lambda files: files.rename(PRIVATE, "/var/tmp/k", OFFICER),
        lambda files: files.link(PRIVATE, "/var/tmp/k", OFFICER),
        lambda files: files.remove(PRIVATE, OFFICER),
        lambda files: files.change_mode(PRIVATE, 0o644, OFFICER),
        lambda files: files.change_owner(PRIVATE, OFFICER, owner="lab"),
        lambda files: files.change_times(PRIVATE, 1, 1, OFFICER),
        lambda files: files.write("/etc/ssh/ssh_host_rsa_key", b"mine", OFFICER),
        lambda files: files.make_link(PRIVATE, "/var/tmp/l", OFFICER) or files.read("/var/tmp/l", OFFICER),
    ],
)  # fmt: skip
def test_a_superuser_who_is_not_root_gets_nowhere(device, attempt):
    before = device.files.read(PRIVATE, SYSTEM)
    with pytest.raises(FileProblem):
        attempt(device.files)
    assert device.files.read(PRIVATE, SYSTEM) == before
    assert device.host_keys.find(RSA) is None


def test_no_command_of_the_cli_shows_a_private_key(device):
    typist = Typist(device)
    for line in (
        f"file show {PRIVATE}",
        f"file show {PRIVATE} encoding base64",
        f"file copy {PRIVATE} /var/tmp/k",
        f"file compare files {PRIVATE} /var/tmp/none",
        "file archive source /etc destination /var/tmp/k",
        f"file rename {PRIVATE} /var/tmp/k",
        "show log ../../etc/ssh/ssh_host_ecdsa_key",
        "monitor start ../../etc/ssh/ssh_host_ecdsa_key",
        "file show /var/tmp/k",
    ):
        assert secret_of(device).decode() not in typist.line(line), line
    assert "ssh_host_ecdsa_key" in typist.line("file list /etc/ssh")
    stored = [
        device.files.read(node.path, SYSTEM) for node in device.files.listing("/var/tmp", SYSTEM) if node.mode
    ]
    assert not [data for data in stored if secret_of(device) in data]


def test_the_commit_for_fips_mode_names_its_own_set():  # R-HKEY-002, R-HKEY-005
    device = make_device()
    assert device.host_keys.missing_in_fips() == [
        "Generating RSA key /etc/ssh/fips_ssh_host_key",
        "Generating RSA2 key /etc/ssh/fips_ssh_host_rsa_key",
        "Generating ECDSA key /etc/ssh/fips_ssh_host_ecdsa_key",
    ]
    device.host_keys.keep(ECDSA, device.host_keys.pair_for_fips(), fips=True)
    made = device.files.read("/etc/ssh/fips_ssh_host_ecdsa_key", SYSTEM)
    assert device.host_keys.find(ECDSA) is None  # the mode is not on yet
    in_mode = HostKeys(device.files, lambda: True)
    assert in_mode.find(ECDSA) == made
    assert not in_mode.signs_with_sha1
    assert device.host_keys.pair_for_fips() is None
    assert device.host_keys.missing_in_fips() == []


def test_keys_last_over_boots(device):  # R-HKEY-004
    before = device.host_keys.find(ECDSA)
    typist = Typist(device)
    typist.send("request system reboot\r")
    typist.send("yes\r")
    while not device.lifecycle.is_settled:
        device.do_due()
    assert device.lifecycle.state is State.RUNNING
    assert device.host_keys.find(ECDSA) == before
