"""The configuration language of FIPS mode, by all the ways in: what it refuses is no word of it.

R-DIS-001, -002, -005, -006, R-FIPS-016, R-LOAD-005, R-VC-001, R-SSH-020, R-PASS-016, R-PASS-019.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device.boot import reboot

MX, SWITCH = "mx480", "qfx5120-48t"
PLATFORMS = pytest.mark.parametrize("platform", [MX, SWITCH])
SERVICES = ["finger", "ftp", "rlogin", "telnet", "tftp", "xnm-clear-text", "web-management", "rest"]
VALUES = [
    ("system services ssh", "ciphers", "arcfour"),
    ("system services ssh", "ciphers", "aes128-gcm@openssh.com"),
    ("system services ssh", "macs", "hmac-md5"),
    ("system services ssh", "macs", "umac-64@openssh.com"),
    ("system services ssh", "key-exchange", "dh-group1-sha1"),
    ("system services ssh", "key-exchange", "curve25519-sha256"),
    ("system login password", "format", "md5"),
]


def editing(platform, *lines):
    typist = Typist(make_device(platform, ManualClock(), fips=True))
    for line in ("configure", *lines):
        assert "error" not in typist.line(line)
    return typist


def load(typist, command, text):
    """What `load … terminal` answers."""
    typist.line(command)
    return typist.send(f"{text}\r\x04")


def unchanged(typist):
    return [
        line for line in typist.line("show | compare").split("\n") if line not in ("", "{master:0}")
    ] == []


# ---------------------------------------------------------------------- statements


@PLATFORMS
@pytest.mark.parametrize("service", SERVICES)
def test_services_are_syntax_errors_by_every_way(platform, service):
    typist = editing(platform)
    assert "syntax error" in typist.line(f"set system services {service}")
    assert "syntax error" in typist.line(f"edit system services {service}")
    assert "syntax error" in typist.line(f"show system services {service}")
    assert "syntax error" in typist.line(f"set groups g system services {service}")
    assert "syntax error" in typist.line(f"wildcard range set system services {service}")
    tag = f"<{service}/>"
    for command, text in (
        ("load set terminal", f"set system services {service}"),
        ("load merge terminal", f"system {{ services {{ {service}; }} }}"),
        ("load replace terminal", f"system {{ replace: services {{ {service}; }} }}"),
        ("load merge terminal", f"groups {{ g {{ system {{ services {{ {service}; }} }} }} }}"),
        ("load patch terminal", f"[edit system services]\n+    {service};".replace("\n", "\r")),
        ("load merge xml terminal", f"<configuration><system><services>{tag}</services></system></configuration>"),
        ("load json terminal", f'{{"configuration": {{"system": {{"services": {{"{service}": {{}}}}}}}}}}'),
    ):  # fmt: skip
        assert "syntax error" in load(typist, command, text), command
        assert f"services {service}" not in typist.line("show | display set")


@PLATFORMS
def test_services_are_not_listed(platform):
    """R-DIS-005."""
    typist = editing(platform)
    shown = typist.send("set system services ?")
    listed = {
        line.split()[1] if line[:1] in ">+" else line.split()[0] for line in shown.split("\n") if line.split()
    }
    assert "ssh" in listed
    assert listed.isdisjoint(SERVICES)


def test_hidden_words_make_nothing_ambiguous():
    """`f` is `flow-tap-dtcp` alone once `finger` and `ftp` are gone."""
    typist = editing(MX)
    assert typist.line("edit system services f") == ""
    outside = Typist(make_device(MX))
    outside.line("configure")
    assert "ambiguous" in outside.line("edit system services f")


@PLATFORMS
def test_virtual_chassis_is_no_word(platform):
    assert "syntax error" in editing(platform).line("set virtual-chassis no-split-detection")


def test_help_does_not_know_them():
    typist = editing(MX)
    assert "set system services telnet" not in typist.line("help apropos telnet")


@PLATFORMS
def test_copies_and_names_of_groups_bring_nothing_back(platform):
    typist = editing(platform, "set groups g system services ssh")
    assert "syntax error" in typist.line("copy groups g system services ssh to telnet")
    assert "syntax error" in typist.line("rename groups g system services ssh to telnet")


# ---------------------------------------------------------------------- values


@PLATFORMS
@pytest.mark.parametrize(("place", "leaf", "value"), VALUES)
def test_weak_algorithms_are_no_words_by_any_way(platform, place, leaf, value):
    typist = editing(platform)
    assert "syntax error" in typist.line(f"set {place} {leaf} {value}")
    assert "syntax error" in typist.line(f"set {place} {leaf} [ {value} ]")
    assert value not in typist.send(f"set {place} {leaf} ?")
    typist.send("\x15")
    outer, inner = place.split(" ", 1)
    first, second = inner.split(" ")
    assert "syntax error" in load(typist, "load set terminal", f"set {place} {leaf} {value}")
    assert "syntax error" in load(
        typist, "load merge terminal", f"{outer} {{ {first} {{ {second} {{ {leaf} {value}; }} }} }}"
    )
    xml = f"<{leaf}>{value}</{leaf}>"
    for name in (second, first, outer, "configuration"):
        xml = f"<{name}>{xml}</{name}>"
    assert f"invalid value '{value}'" in load(typist, "load merge xml terminal", xml)
    assert unchanged(typist)


def test_replace_pattern_brings_no_weak_algorithm():
    typist = editing(MX, "set system services ssh macs hmac-sha1")
    assert "invalid value 'hmac-md5'" in typist.line("replace pattern hmac-sha1 with hmac-md5")


def test_weak_words_of_other_places():
    typist = editing(MX)
    for line in (
        "system services ssh protocol-version v1",
        "system services reverse telnet port 2323",
        "services ipsec-vpn ike proposal x encryption-algorithm des-cbc",
        "services ipsec-vpn ipsec proposal x authentication-algorithm hmac-md5-96",
        "services ipsec-vpn ike proposal x dh-group group1",  # not short for group14
        "services ipsec-vpn ike proposal x dh-group group2",  # not short for group20
        "snmp v3 usm local-engine user u authentication-md5 authentication-password geheimnis1",
        "snmp v3 usm local-engine user u privacy-des privacy-password geheimnis1",
        "protocols ospf area 0 interface ge-0/0/0.0 authentication md5 1 key geheimnis1",
        "security authentication-key-chains key-chain k key 1 algorithm md5",
    ):
        assert "syntax error" in typist.line(f"set {line}"), line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("minimum-length 9", "Value 9 is not within range (10..20)"),
        ("minimum-length 21", "is not within range"),
        ("minimum-changes 2", "is not within range (3..2147483647)"),
    ],
)
def test_rules_for_passwords_are_not_relaxed(line, message):
    """R-PASS-007, -008."""
    assert message in editing(MX).line(f"set system login password {line}")
    assert editing(MX).line("set system login password minimum-length 10") == ""


# ---------------------------------------------------------------------- secrets, hashes and keys

PROMPT = "secret must be entered with the 'prompt' command in FIPS mode"
HASH = "Encrypted-password must be re-configured to use FIPS compliant hash"
KEY = "SSH key is of a type or size that is not supported in FIPS mode"


@pytest.mark.parametrize(
    ("platform", "line"),
    [
        (MX, "services ipsec-vpn ike policy p pre-shared-key ascii-text"),
        (SWITCH, "security ike policy 192.0.2.1 pre-shared-key ascii-text"),
    ],
)
def test_keys_of_ike_are_asked_for(platform, line):
    """A key that is typed on the line, or loaded, is refused; its hidden form is no new key."""
    typist = editing(platform)
    assert PROMPT in typist.line(f"set {line} geheimnis12")
    assert PROMPT in load(typist, "load set terminal", f"set {line} geheimnis12")
    assert unchanged(typist)
    typist.send(f"prompt {line}\r")
    typist.send("geheimnis12\r")
    typist.send("geheimnis12\r")
    assert "$9$" in typist.line(f"show {line.rsplit(' ', 2)[0]}")
    typist.line("commit")
    typist.line("set system location floor 1")
    assert "load complete" in typist.line("rollback 0")
    assert unchanged(typist)


def test_a_key_of_a_peer_is_long_enough():
    """R-PASS-010."""
    typist = editing(MX)
    short = "key must have at least 10 printable characters in FIPS mode"
    assert short in typist.line("set system radius-server 192.0.2.1 secret geheimnis")
    assert typist.line("set system radius-server 192.0.2.1 secret geheimnis1") == ""
    typist.send("prompt services ipsec-vpn ike policy p pre-shared-key ascii-text\r")
    typist.send("geheimnis\r")
    assert short in typist.send("geheimnis\r")


def test_the_static_key_of_macsec_is_taken_on_the_line():
    """N-27, as the guide types it."""
    cak = (
        "set security macsec connectivity-association CA1 pre-shared-key cak 228ef255aa23ff6729ee664acb66e91f"
    )
    assert editing(MX).line(cak) == ""


@PLATFORMS
@pytest.mark.parametrize(
    "stored", ["$1$abc$0123456789abcdefghijk.", "plain", "$sha1$20000$abcdefgh$0123456789"]
)
def test_hashes_of_other_kinds_are_refused(platform, stored):
    """R-PASS-019."""
    typist = editing(platform)
    for place in ("login user joe authentication", "root-authentication"):
        assert HASH in typist.line(f"set system {place} encrypted-password {stored}")
    text = f'system {{ root-authentication {{ encrypted-password "{stored}"; }} }}'
    assert HASH in load(typist, "load merge terminal", text)
    assert unchanged(typist)


def public(key):
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def test_keys_of_users():
    """R-PASS-016."""
    small, curve = (
        public(rsa.generate_private_key(65537, 1024)),
        public(ec.generate_private_key(ec.SECP384R1())),
    )
    typist = editing(MX)
    start = "set system login user joe authentication"
    assert KEY in typist.line(f'{start} ssh-rsa "{small} joe@example"')
    assert KEY in typist.line(f'{start} ssh-rsa "ssh-rsa AAAA"')
    assert typist.line(f'{start} ssh-ecdsa "{curve} joe@example"') == ""
    assert "syntax error" in typist.line(f'{start} ssh-ed25519 "ssh-ed25519 AAAA"')
    xml = (
        "<configuration><system><login><user><name>joe</name><authentication><ssh-rsa>"
        f"<name>{small}</name></ssh-rsa></authentication></user></login></system></configuration>"
    )
    assert KEY in load(typist, "load merge xml terminal", xml)


# ---------------------------------------------------------------------- what was before


def test_an_earlier_configuration_is_read_as_a_text_is():
    device = make_device(MX, ManualClock())
    device.software.install_fips()
    typist = Typist(device)
    typist.lines("configure", "set system services telnet", "set system location floor 9", "commit")
    typist.lines("delete system services telnet", "set system fips chassis level 1", "commit")
    device.begin(reboot(device))
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()
    typist = Typist(device)
    typist.line("configure")
    shown = typist.line("rollback 1")
    assert "syntax error: telnet" in shown
    assert "load complete (1 errors)" in shown
    assert "telnet" not in typist.line("show system services")
    assert "floor 9" in typist.line("show system location")
    assert typist.line("rollback 0").startswith("load complete")


def test_exec_and_scripts_know_the_same_words():
    device = make_device(MX, fips=True)
    typist = Typist(device, pty=False, command="configure; set system services telnet; show | compare")
    assert "syntax error" in typist.greeting


def test_the_words_are_back_outside_the_mode():
    """R-DIS-003."""
    typist = Typist(make_device(MX))
    typist.line("configure")
    assert typist.lines("set system services telnet", "set system services ssh macs hmac-md5") == ""
