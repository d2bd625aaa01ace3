"""Whoever has no `secret` permission sees no secret: in no form, by no command (R-ROLE-014, R-CSP-005).

A configuration has a secret in every secret statement of the guides, and in others of each kind. A user with all
other permissions then asks for it in every way there is.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from cli_session import Typist
from junosim.access.permissions import FLAGS
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy
from junosim.schema.obfuscation import obfuscate

HASH = "$6$Uu8ZiNAt$5EzNM3DyIPH3gqPX4DXgWd4yMzVzQ6nN6WQaOoLFQZ1N9GoZ8cYxXCYtGZUVXeTJ1kW3Y1b8hVbnq8b9r3Yu51"
OTHER_HASH = "$5$mYxNTdGF$7Jq0kTnG4Ud3aYqcZcG8s7cG3P7R0i2s5p1Y6e8wQq2"
TEXT = "S3cret.Text.0123"
HEX = "5ec7e70123456789" * 2
CAK = "5ec7e70123456789" * 4
PRIVATE = "-----BEGIN EC PRIVATE KEY-----S3cretKey-----END EC PRIVATE KEY-----"

SECRETS = (
    f'system root-authentication encrypted-password "{HASH}"',
    f'system login user u1 authentication encrypted-password "{OTHER_HASH}"',
    f"system radius-server 10.0.0.1 secret {TEXT}",
    f"system tacplus-server 10.0.0.1 secret {TEXT}",
    f"system ntp authentication-key 1 value {TEXT}",
    f"system archival configuration archive-sites ftp://x@10.0.0.1 password {TEXT}",
    f"services ipsec-vpn ike policy p pre-shared-key ascii-text {TEXT}",
    f"services ipsec-vpn ike policy q pre-shared-key hexadecimal {HEX}",
    f"security macsec connectivity-association ca pre-shared-key cak {CAK}",
    f"security authentication-key-chains key-chain k key 0 secret {TEXT}",
    f'security certificates local c "{PRIVATE}"',
    f"snmp v3 usm local-engine user s authentication-sha authentication-password {TEXT}",
    f"snmp v3 usm local-engine user s privacy-aes128 privacy-password {TEXT}",
    f"protocols bgp group g neighbor 10.0.0.2 authentication-key {TEXT}",
    f"protocols ospf area 0.0.0.0 interface ge-0/0/0.0 authentication md5 1 key {TEXT}",
    f"protocols ldp session 10.0.0.3 authentication-key {TEXT}",
    f"access profile p client c chap-secret {TEXT}",
    f"access radius-server 10.0.0.9 secret {TEXT}",
    f"groups g protocols bgp group <*> authentication-key {TEXT}",
)
FORMS = ("", *(f" | display {form}" for form in (
    "set", "set explicit", "set relative", "xml", "json", "detail", "inheritance", "inheritance brief",
    "inheritance terse", "inheritance defaults", "inheritance no-comments", "changed", "omit", "commit-scripts",
    "rfc5952",
    "inheritance | display set", "inheritance | display xml", "inheritance | display json", "changed | display xml",
)))  # fmt: skip
SHOWN = (
    "show configuration", "show configuration system", "show configuration system login user u1 authentication",
    "show configuration security", "show configuration groups", "show system rollback 0", "show system rollback 1",
    "show system configuration rescue",
)  # fmt: skip
COMPARED = (
    "show configuration | compare rollback 1", "show configuration | compare rollback 2",
    "show configuration | compare rescue.conf", "show system rollback 0 compare 1",
    "show system rollback 1 compare 0", "show system rollback 2 compare 0",
)  # fmt: skip
FORBIDDEN = re.compile(
    "|".join(
        map(
            re.escape,
            (
                HASH[12:],
                OTHER_HASH[12:],
                TEXT,
                HEX,
                CAK,
                "S3cretKey",
                obfuscate(TEXT)[3:],
                obfuscate(HEX)[3:],
            ),
        )
    )
    + r"|\$9\$|\$6\$|\$5\$"
)


@cache
def blueprint():
    return draft("mx480", ManualClock(), SeededEntropy(1))


@pytest.fixture(scope="module")
def device():
    """Rollback 0 and the rescue configuration hold the secrets, rollback 1 some, rollback 2 none of them."""
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    typist = Typist(device, "boss")
    typist.lines(
        "configure",
        "set security macsec connectivity-association ca security-mode static-cak",
        "set security macsec connectivity-association ca pre-shared-key ckn aa",
        "set apply-groups g",
        "set groups g protocols bgp group <*> description g",
        "set protocols bgp group g type internal",
        "set system login user u1 class operator",
    )
    half = len(SECRETS) // 2
    for line in SECRETS[:half]:
        assert typist.line(f"set {line}") == "", line
    assert typist.line("commit") == "commit complete"
    for line in SECRETS[half:]:
        assert typist.line(f"set {line}") == "", line
    typist.lines(
        'set system root-authentication encrypted-password "' + HASH[:-1] + '2"',
        "set protocols bgp group g description x",
    )
    assert typist.line("commit") == "commit complete"
    typist.lines("run request system configuration rescue save", "save /var/tmp/saved.conf")
    typist.line("show | display set | save /var/tmp/saved.set")
    typist.line("show | save /var/tmp/saved.text")
    return device


def curious(device):
    """A session with every permission but `secret` and `all`."""
    return Typist(device, "curious", permissions=FLAGS - {"secret", "secret-control"}, rows=10000)


def check(shown, asked):
    found = FORBIDDEN.search(shown)
    assert found is None, f"{asked}: {shown[max(0, found.start() - 200) : found.end() + 20]}"


def test_the_secrets_are_there_for_who_may_see_them(device):
    shown = Typist(device, "boss", rows=10000).line("show configuration | display set")
    assert len(re.findall(r"\$9\$|\$[56]\$|S3cretKey", shown)) >= len(SECRETS)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_shows_a_secret(device, form):
    typist = curious(device)
    for command in SHOWN:
        check(typist.line(command + form), command + form)
    typist.line("configure")
    for command in ("show", "show system", "show groups", "top show security"):
        check(typist.line(command + form), command + form)


@pytest.mark.parametrize("command", COMPARED)
def test_no_comparison_shows_a_secret(device, command):
    typist = curious(device)
    check(typist.line(command), command)


def test_edits_and_their_comparisons_show_no_secret(device):
    typist = curious(device)
    typist.line("configure private")
    for command in (
        "delete system radius-server", "deactivate services", "rename system login user u1 to u2",
        "copy system login user u2 to user u3", "annotate security why", "show | compare",
        "show | compare rollback 2", "show | compare | display xml", "replace pattern 10.0.0.1 with 10.0.0.7",
        "show | compare", "save terminal", "edit system login", "save terminal", "show | save mine.txt",
        "run file show mine.txt", "save mine.conf", "run file show mine.conf", "commit check", "rollback 1",
        "show | compare",
        "top", "load merge /var/tmp/saved.conf", "load set /var/tmp/saved.set", "show | compare /var/tmp/saved.conf",
    ):  # fmt: skip
        check(typist.send(f"{command}\r"), command)


def test_neither_help_nor_names_show_a_secret(device):
    typist = curious(device)
    typist.line("configure")
    for line in SECRETS:
        words = line.partition('"')[0].split() if '"' in line else line.split()[:-1]
        check(typist.send(f"set {' '.join(words)} ?"), line)
        check(typist.send("\t"), line)
        check(typist.send("\x15"), line)
        check(typist.send(f"delete {' '.join(words)} ?"), line)
        check(typist.send("\x15"), line)


@pytest.mark.parametrize(
    "command",
    [
        "file show /config/juniper.conf.gz", "file show /config/juniper.conf.1.gz", "file show /config/juniper.conf",
        "file show /config/rescue.conf.gz", "file show /var/tmp/saved.conf", "file show /var/tmp/saved.set",
        "file show /var/tmp/saved.text", "file compare files /var/tmp/saved.conf /var/tmp/saved.set",
        "file compare files /config/juniper.conf.gz /config/juniper.conf.1.gz",
        "file copy /var/tmp/saved.conf mine | no-more", "file show mine", "file copy /config/juniper.conf.gz mine.gz",
        "file show mine.gz", "file show /etc/ssh/ssh_host_ecdsa_key", "file show /var/log/messages",
        "show log messages",
        "show system commit", "show cli history", "show system processes extensive", "request support information",
        "help apropos secret", "file archive source /var/tmp destination mine.tar", "show system users",
    ],
)  # fmt: skip
def test_no_file_and_no_other_command_shows_a_secret(device, command):
    typist = curious(device)
    check(typist.send(f"{command}\r"), command)


def test_what_a_commit_finds_wrong_with_a_secret_does_not_show_it(device):
    typist = curious(device)
    typist.line("configure private")
    typist.line(f"set system proxy password {TEXT}")
    answer = typist.line("commit check")
    assert "'password /* SECRET-DATA */'\n    User name should be set" in answer
    check(answer, "commit check")
