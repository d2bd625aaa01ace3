"""The commit that leads into FIPS mode, what blocks it, and that nothing but zeroization leads out.

R-FIPS-001 to -009, -014, -017, R-CSP-010, R-VC-001; wordings of the guides, "Enabling FIPS Mode".
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.device.boot import reboot
from junosim.fips.policy import (
    HASH_BLOCKS,
    KEY_REFUSED,
    SECRET_BLOCKS,
    STATEMENT_REFUSED,
    VALUE_REFUSED,
)

MX, SWITCH = "mx480", "qfx5120-48t"
STATEMENTS = {MX: "chassis level", SWITCH: "level"}
REFUSED = "error: commit failed: (statements constraint check failed)"
NOTICE = ["[edit]", "  'system'", "    reboot is required to transition to FIPS level 1"]
PLATFORMS = pytest.mark.parametrize("platform", [MX, SWITCH])
USER = "set system login user joe class operator authentication"
OLD_HASH = "encrypted-password $1$abc$0123456789abcdefghijk."
SHORT_RSA = (
    rsa.generate_private_key(65537, 1024).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
).decode()
BGP = "set protocols bgp group g neighbor 192.0.2.1"
SNMP = "set snmp v3 usm local-engine user u"


def editing(platform, *lines, package=True, fips=False):
    """A session in configuration mode that has typed the lines; on a device with the package of FIPS mode."""
    device = make_device(platform, ManualClock(), fips=fips)
    if package:
        device.software.install_fips()
    typist = Typist(device)
    for line in ("configure", *lines):
        answer = typist.line(line)
        assert "error" not in answer, f"{line}: {answer}"
    return typist


def asking(platform, *lines, **options):
    return editing(platform, *lines, f"set system fips {STATEMENTS[platform]} 1", **options)


def output(typist, line):
    """The lines of an answer, without the line of the chassis that a switch prints before its prompt."""
    return [text for text in typist.line(line).split("\n") if text and text != "{master:0}"]


def boot_again(device):
    device.begin(reboot(device))
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()


# ---------------------------------------------------------------------- into it


def test_the_commit_of_a_router_names_the_keys_and_the_reboot():
    """R-FIPS-001, -005."""
    typist = asking(MX)
    assert output(typist, "commit") == [
        "Generating RSA key /etc/ssh/fips_ssh_host_key",
        "Generating RSA2 key /etc/ssh/fips_ssh_host_rsa_key",
        "Generating ECDSA key /etc/ssh/fips_ssh_host_ecdsa_key",
        *NOTICE,
        "commit complete",
    ]
    assert "fips_ssh_host_ecdsa_key" in typist.line("run file list /etc/ssh")
    assert output(typist, "run show configuration system fips") == ["chassis {", "    level 1;", "}"]


def test_the_commit_of_a_switch_checks_first():
    """R-FIPS-002, -006."""
    typist = asking(SWITCH)
    assert output(typist, "commit") == ["configuration check succeeds", *NOTICE, "commit complete"]
    assert output(typist, "run show configuration system fips") == ["level 1;"]


@PLATFORMS
def test_commit_check_says_the_same_and_does_nothing(platform):
    typist = asking(platform)
    assert output(typist, "commit check") == [*NOTICE, "configuration check succeeds"]
    assert not typist.device.fips_wanted()


@PLATFORMS
def test_commits_before_the_reboot_go_on(platform):
    """R-FIPS-009; the statement can be taken back until then."""
    typist = asking(platform)
    typist.line("commit")
    assert output(typist, "set system location floor 2") == []
    assert output(typist, "commit")[-1:] == ["commit complete"]
    assert "reboot" not in typist.line("commit")
    assert typist.send("\r").endswith("lab@r1# ")
    typist.line("delete system fips")
    assert output(typist, "commit")[-1:] == ["commit complete"]
    assert not typist.device.fips_wanted()
    boot_again(typist.device)
    assert not typist.device.fips_mode


@PLATFORMS
def test_level_zero_asks_for_nothing(platform):
    """R-FIPS-003."""
    typist = editing(platform, f"set system fips {STATEMENTS[platform]} 0")
    assert output(typist, "commit")[-1] == "commit complete"
    assert not typist.device.fips_wanted()


@pytest.mark.parametrize(
    ("platform", "line", "finding"),
    [
        (MX, "level 1", ["[edit system fips]", "  'level 1'", "'system fips chassis level'"]),
        (SWITCH, "chassis level 1", ["[edit system fips chassis]", "  'level 1'", "'system fips level'"]),
        (MX, "chassis level 2", ["[edit system fips chassis]", "  'level 2'", "level 2 is not supported"]),
        (SWITCH, "level 2", ["[edit system fips]", "  'level 2'", "level 2 is not supported"]),
    ],
)
def test_other_forms_and_levels_are_refused(platform, line, finding):
    """R-FIPS-017, and the statement of the other family."""
    shown = output(editing(platform, f"set system fips {line}"), "commit")
    assert shown[:2] == finding[:2]
    assert finding[2] in shown[2]
    assert shown[-1] == REFUSED


def test_a_level_out_of_range_is_no_value():
    typist = editing(SWITCH)
    assert "not within range (0..2)" in typist.line("set system fips level 3")


def test_a_router_needs_its_package_first():
    """R-FIPS-004."""
    typist = asking(MX, package=False)
    shown = output(typist, "commit")
    assert shown == [
        "[edit system]",
        "  'fips'",
        "    package jpfe-fips must be installed before FIPS mode is enabled",
        REFUSED,
    ]
    typist.device.software.install_fips()
    assert output(typist, "commit")[-1] == "commit complete"


# ---------------------------------------------------------------------- what blocks it


BLOCKS = [
    (f"{USER} {OLD_HASH}", "encrypted-password", HASH_BLOCKS),
    (f"set system root-authentication {OLD_HASH}", "encrypted-password", HASH_BLOCKS),
    (f'{USER} ssh-rsa "{SHORT_RSA}"', "ssh-rsa", KEY_REFUSED),
    (f'{USER} ssh-ed25519 "ssh-ed25519 AAAA"', "ssh-ed25519", STATEMENT_REFUSED),
    ("set system services telnet", "telnet", STATEMENT_REFUSED),
    ("set system services ftp", "ftp", STATEMENT_REFUSED),
    ("set system services finger", "finger", STATEMENT_REFUSED),
    ("set system services tftp-server", "tftp-server", STATEMENT_REFUSED),
    ("set system services xnm-clear-text", "xnm-clear-text", STATEMENT_REFUSED),
    ("set system services web-management http", "web-management", STATEMENT_REFUSED),
    ("set virtual-chassis no-split-detection", "virtual-chassis", STATEMENT_REFUSED),
    ("set system services ssh ciphers [ aes128-ctr arcfour ]", "ciphers", VALUE_REFUSED),
    ("set system services ssh macs hmac-md5", "macs", VALUE_REFUSED),
    ("set system services ssh key-exchange group-exchange-sha2", "key-exchange", VALUE_REFUSED),
    ("set system services ssh hostkey-algorithm ssh-dss", "ssh-dss", STATEMENT_REFUSED),
    ("set system login password format md5", "format", VALUE_REFUSED),
    ("set system radius-server 192.0.2.1 secret geheimnis1", "secret", SECRET_BLOCKS),
    (f"{BGP} authentication-key geheimnis1", "authentication-key", SECRET_BLOCKS),
    (f"{SNMP} authentication-sha authentication-password geheimnis1", "authentication-password", SECRET_BLOCKS),
    (f"{SNMP} privacy-des privacy-password geheimnis1", "privacy-des", STATEMENT_REFUSED),
    ("set groups g system services telnet", "telnet", STATEMENT_REFUSED),
]  # fmt: skip


@PLATFORMS
@pytest.mark.parametrize(("line", "statement", "message"), BLOCKS)
def test_what_blocks_the_way_is_named(platform, line, statement, message):
    """R-FIPS-007, -008, -016, R-DIS-001, R-VC-001: and when it is gone the commit passes."""
    typist = asking(platform, line)
    shown = output(typist, "commit")
    found = shown.index(f"    {message}")
    assert shown[found - 1] == f"  '{statement}'"
    assert shown[found - 2].startswith("[edit")
    assert "reboot is required" not in "".join(shown)
    assert shown[-1] == REFUSED
    typist.lines("rollback", f"set system fips {STATEMENTS[platform]} 1")
    assert output(typist, "commit")[-1] == "commit complete"


def test_each_finding_has_its_place():
    ike = "set services ipsec-vpn ike policy p pre-shared-key ascii-text geheimnis1"
    typist = asking(MX, f"{USER} {OLD_HASH}", ike)
    assert output(typist, "commit") == [
        "[edit system login user joe authentication]",
        "  'encrypted-password'",
        f"    {HASH_BLOCKS}",
        "[edit services ipsec-vpn ike policy p pre-shared-key]",
        "  'ascii-text'",
        f"    {SECRET_BLOCKS}",
        REFUSED,
    ]
    assert output(typist, "commit check")[-1] == (
        "error: configuration check-out failed: (statements constraint check failed)"
    )


@PLATFORMS
def test_what_comes_between_the_commit_and_the_reboot_is_looked_at_too(platform):
    typist = asking(platform)
    typist.lines("commit", "set system services telnet")
    assert f"    {STATEMENT_REFUSED}" in output(typist, "commit")
    typist.lines("rollback", "set apply-groups g", "set groups g system services ftp")
    assert "[edit groups g system services]" in output(typist, "commit")


def test_a_hash_of_sha1_stays_on_switches_alone():
    """N-06: it does not block the way of a switch."""
    line = f"{USER} encrypted-password $sha1$20000$abcdefgh$0123456789012345678901234567"
    assert output(asking(SWITCH, line), "commit")[-1] == "commit complete"
    assert f"    {HASH_BLOCKS}" in output(asking(MX, line), "commit")


@pytest.mark.parametrize("stored", ['"*"', "$5$abcdefgh$0123456789012345678901234567890123456789012"])
def test_hashes_that_may_stay(stored):
    assert output(asking(MX, f"{USER} encrypted-password {stored}"), "commit")[-1] == "commit complete"


# ---------------------------------------------------------------------- out of it


@PLATFORMS
@pytest.mark.parametrize(
    "way",
    [
        ("delete system fips",),
        ("deactivate system fips",),
        ("LEVEL0",),
        ("load override terminal\rsystem { root-authentication { encrypted-password *; } }\r\x04",),
        ("load factory-default",),
        ("rollback 1",),
        ("rollback rescue",),
        ("set groups g system location floor 1", "delete system fips"),
    ],
    ids=lambda way: way[0].split("\r")[0],
)
def test_nothing_but_zeroization_leads_out(platform, way):
    """R-FIPS-014, R-REC-006, N-14."""
    typist = asking(platform, "run request system configuration rescue save")
    typist.line("commit")
    boot_again(typist.device)
    typist = Typist(typist.device)
    typist.line("configure")
    for line in way:
        typist.line(line.replace("LEVEL0", f"set system fips {STATEMENTS[platform]} 0"))
    shown = output(typist, "commit")
    found = shown.index("    FIPS mode can only be disabled by zeroizing the system")
    assert shown[found - 2 : found] == ["[edit system]", "  'fips'"]
    assert shown[-1] in (REFUSED, "error: commit failed: (missing mandatory statements)")
    assert typist.device.fips_wanted()


def test_a_boot_into_the_mode_confirms_the_commit_that_led_there():
    typist = asking(MX)
    typist.line("commit confirmed 5")
    boot_again(typist.device)
    assert typist.device.fips_mode
    typist.device.clock.advance(600)
    assert typist.device.fips_wanted()


def test_a_commit_that_waits_for_the_boot_cannot_bring_what_the_mode_lacks():
    typist = asking(MX)
    typist.lines("commit", "set system location floor 7", "commit at reboot")
    boot_again(typist.device)
    assert typist.device.fips_mode
    assert "floor 7" in Typist(typist.device).line("show configuration system location")
