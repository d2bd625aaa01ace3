"""What FIPS mode allows: statements, values, keys and hashes, on routers and on switches."""

from __future__ import annotations

import dataclasses
import re
import shlex
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from guide_lines import MX_STATEMENTS, QFX_STATEMENTS
from junosim.errors import SyntaxProblem
from junosim.fips.algorithms import SSH_SIGNATURES, Allowed, tables_of
from junosim.fips.policy import HASH_BLOCKS, SECRET_BLOCKS, Policy
from junosim.platforms import load_platform
from junosim.schema import release as releases
from junosim.schema.choices import words_of
from junosim.schema.presence import existing_on
from junosim.schema.walk import Step, locate, resolve

MX = Policy(load_platform("mx480").fips)
SWITCH = Policy(dataclasses.replace(load_platform("mx480").fips, statement="level", rules="switch"))
SIDES = [pytest.param(MX, "mx19", id="mx"), pytest.param(SWITCH, "qfx20", id="switch")]
VISIBLE = existing_on(frozenset({"mx480"}))


@cache
def root(release: str):
    return releases.load(release).configuration


def place(release: str, text: str):
    """The hierarchy and the leaf that a line without its value leads to."""
    path = locate(root(release), text.split(), (), VISIBLE)
    return path[:-1], path[-1].node


def left(policy: Policy, text: str, release: str = "mx19") -> tuple[str, ...]:
    return policy.words(*place(release, text))


# ---------------------------------------------------------------------- statements


@pytest.mark.parametrize(("policy", "release"), SIDES)
@pytest.mark.parametrize(
    "line",
    [
        "system services telnet",
        "system services ftp",
        "system services finger",
        "system services tftp-server",
        "system services xnm-clear-text",
        "system services web-management http port 80",
        "system services web-management https port 443",
        "system services rest http port 3000",
        "groups g system services telnet",
        "virtual-chassis preprovisioned",
        "system services ssh hostkey-algorithm ssh-dss allow",
        "system services ssh hostkey-algorithm ssh-ed25519",
        "system root-authentication ssh-dsa 'ssh-dss AAAA x'",
        "system login user u authentication ssh-ed25519 'ssh-ed25519 AAAA x'",
        "snmp v3 usm local-engine user u privacy-des privacy-password secret-1",
        "snmp v3 usm local-engine user u authentication-md5 authentication-password secret-1",
        "protocols ospf area 0 interface ge-0/0/0.0 authentication md5 1 key secret",
        "protocols ospf area 0 interface ge-0/0/0.0 authentication simple-password secret",
    ],
)
def test_statements_that_vanish(policy, release, line):
    """R-DIS-001, R-DIS-003, R-DIS-006, R-SSH-020, R-VC-001, R-HKEY-005: words outside FIPS mode, none inside it."""
    words = shlex.split(line)
    assert resolve(root(release), words, (), VISIBLE)
    with pytest.raises(SyntaxProblem):
        resolve(root(release), words, (), policy.statements(VISIBLE))


@pytest.mark.parametrize("word", ["rlogin", "tftp"])
def test_services_that_are_no_words_of_these_releases(word):
    """Outside FIPS mode `tftp` is short for `tftp-server`."""
    with pytest.raises(SyntaxProblem):
        resolve(root("mx19"), ["system", "services", word], (), MX.statements(VISIBLE))


def test_what_is_hidden_otherwise_stays_hidden():
    nothing = MX.statements(lambda path, node: False)
    assert not nothing((), root("mx19").children[0])
    assert MX.statements()((), root("mx19").by_name["system"])


@pytest.mark.parametrize(
    ("policy", "release", "lines"),
    [(MX, "mx19", MX_STATEMENTS), (SWITCH, "qfx20", QFX_STATEMENTS)],
    ids=["mx", "switch"],
)
def test_all_that_the_guides_type_is_allowed(policy, release, lines):
    """R-SSH-001 to R-SSH-007, R-IPS-001, R-MSEC-001 and their like: the guides configure devices in FIPS mode."""
    for line in lines:
        for path in resolve(root(release), shlex.split(line), (), policy.statements(VISIBLE)):
            if path[-1].node.type is not None:
                for value in path[-1].values:
                    assert policy.allows(path[:-1], path[-1].node, value), line


# ---------------------------------------------------------------------- values


def test_ssh_words_of_routers():
    """R-SSH-003, R-SSH-005, R-SSH-006."""
    assert left(MX, "system services ssh key-exchange") == (
        "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
    )  # fmt: skip
    assert left(MX, "system services ssh macs") == ("hmac-sha1", "hmac-sha2-256", "hmac-sha2-512")
    assert left(MX, "system services ssh ciphers") == (
        "3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr",
    )  # fmt: skip


def test_ssh_words_of_switches():
    """R-SSH-004, R-SSH-005, R-SSH-007."""
    assert set(left(SWITCH, "system services ssh key-exchange", "qfx20")) == {
        "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "dh-group14-sha1",
    }  # fmt: skip
    assert left(SWITCH, "system services ssh macs", "qfx20") == (
        "hmac-sha1",
        "hmac-sha2-256",
        "hmac-sha2-512",
    )
    assert left(SWITCH, "system services ssh ciphers", "qfx20") == (
        "aes128-cbc", "aes256-cbc", "aes128-ctr", "aes256-ctr",
    )  # fmt: skip


def test_words_on_offer_without_a_statement():
    assert MX.ssh_words("key-exchange") == ("ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521")
    assert SWITCH.ssh_words("ciphers") == ("aes128-cbc", "aes128-ctr", "aes256-cbc", "aes256-ctr")
    with pytest.raises(KeyError):
        MX.ssh_words("fingerprint-hash")


def test_no_signature_uses_sha1():
    assert not {"ssh-rsa", "ssh-dss", "ssh-ed25519"} & set(SSH_SIGNATURES)
    assert {"rsa-sha2-256", "rsa-sha2-512", "ecdsa-sha2-nistp256"} <= set(SSH_SIGNATURES)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("system login password format", ("sha256", "sha512")),
        ("system services ssh fingerprint-hash", ("sha2-256",)),
        ("system ntp authentication-key 1 type", ("sha1", "sha256")),
        ("services ipsec-vpn ike proposal p dh-group", ("group14", "group19", "group20")),
        ("services ipsec-vpn ike proposal p authentication-algorithm", ("sha1", "sha-256", "sha-384")),
        (
            "services ipsec-vpn ike proposal p authentication-method",
            ("pre-shared-keys", "rsa-signatures", "ecdsa-signatures-256", "ecdsa-signatures-384"),
        ),
        (
            "services ipsec-vpn ike proposal p encryption-algorithm",
            ("3des-cbc", "aes-128-cbc", "aes-192-cbc", "aes-256-cbc"),
        ),
        ("services ipsec-vpn ipsec proposal p authentication-algorithm", ("hmac-sha-256-128",)),
        ("services ipsec-vpn ipsec proposal p protocol", ("esp",)),
        ("services ipsec-vpn ipsec policy p perfect-forward-secrecy keys", ("group14", "group19", "group20")),
        ("security macsec connectivity-association c cipher-suite", None),
        ("protocols bgp group g authentication-algorithm", ("hmac-sha-1-96", "aes-128-cmac-96")),
        ("snmp access user u privacy-type", ("none",)),
        ("groups g services ipsec-vpn ike proposal p dh-group", ("group14", "group19", "group20")),
    ],
)
def test_words_that_are_left(line, words):
    """R-PASS-006, R-IPS-009, R-SSH-009."""
    _, leaf = place("mx19", line)
    assert left(MX, line) == (words_of(leaf) if words is None else words)
    assert words is None or set(words) < set(words_of(leaf))


@pytest.mark.parametrize(
    ("line", "good", "bad"),
    [
        ("system login password minimum-length", ("10", "20"), ("9", "21", "x", "")),
        ("system login password maximum-length", ("20",), ("19", "128")),
        ("system login password minimum-changes", ("3", "5", "100"), ("1", "2")),
        ("system login user u full-name", ("md5", "des", "anything"), ()),
        ("system host-name", ("md5",), ()),
    ],
)
def test_numbers_and_texts(line, good, bad):
    """R-PASS-007, R-PASS-008; a text is no algorithm, whatever it says."""
    hierarchy, leaf = place("mx19", line)
    assert all(MX.allows(hierarchy, leaf, value) for value in good)
    assert not any(MX.allows(hierarchy, leaf, value) for value in bad)


@pytest.mark.parametrize("rules", ["mx", "switch"])
def test_every_word_of_the_tables_is_one_of_a_release(rules):
    tables = tables_of(rules)
    known = enumeration_words()
    for allowed in tables.places.values():
        assert {word for word in allowed.words if not word[0].isdecimal() or "cbc" in word} <= known
    assert tables.weak <= known


WEAK = re.compile(
    r"(^|-)(md5|des|des40|rc4|dsa|dss|blowfish|cast128|ripemd160|ed25519|curve25519)(-|$)"
    r"|arcfour|umac|chacha|^simple$|^group[125]$"
)
# Words that say MD5 or DES and are no algorithms.
NO_ALGORITHMS = {"jnpr-mode-change-image-md5"}


@pytest.mark.parametrize(("policy", "release"), SIDES)
def test_no_weak_algorithm_is_left(policy, release):
    """Wherever the language offers one, as a statement or among words, some levels down a few stanzas."""
    exists = policy.statements(VISIBLE)
    seen = set()

    def walk(node, path, depth):
        for child in node.children:
            if child.name.startswith("apply-") or not exists(path, child):
                continue
            seen.update(words_of(child))
            left_over = [word for word in policy.words(path, child) if WEAK.search(word)]
            assert set(left_over) <= NO_ALGORITHMS, (path, child.name)
            assert not WEAK.search(child.name) or child.name.startswith("no-"), (path, child.name)
            if depth and child.has_children:
                walk(child, (*path, Step(child)), depth - 1)

    for stanza, depth in {"protocols": 2, "security": 4, "services": 4, "snmp": 5, "system": 4}.items():
        top = root(release).by_name[stanza]
        walk(top, (Step(top),), depth)
    assert any(WEAK.search(word) for word in seen)


@cache
def enumeration_words() -> frozenset[str]:
    """The words of all enumerations below a few stanzas of both releases."""
    found: set[str] = set()

    def walk(node, depth):
        for child in node.children:
            if not child.name.startswith("apply-"):
                found.update(words_of(child))
                if depth and child.has_children:
                    walk(child, depth - 1)

    for release, stanzas in (("mx19", ("system", "services", "snmp")), ("qfx20", ("security",))):
        for stanza in stanzas:
            walk(root(release).by_name[stanza], 5)
    walk(root("mx19").by_name["protocols"].by_name["bgp"], 4)
    walk(root("mx19").by_name["protocols"].by_name["isis"], 1)
    return frozenset(found)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_ranges(low, high, value):
    assert Allowed((f"{low}-{high}",)).takes(str(value)) == (low <= value <= high)
    assert Allowed((f"{low}-",)).takes(str(value)) == (low <= value)
    assert Allowed((str(low),)).takes(str(value)) == (low == value)


# ---------------------------------------------------------------------- secrets, keys, hashes, levels


def test_secrets_that_are_entered_with_prompt():
    """R-IPS-003, R-IPS-004; the CAK of MACsec is typed on the line in the examples of the guide."""
    assert MX.needs_prompt(place("mx19", "services ipsec-vpn ike policy p pre-shared-key ascii-text")[1])
    assert MX.needs_prompt(place("mx19", "services ipsec-vpn ike policy p pre-shared-key hexadecimal")[1])
    assert SWITCH.needs_prompt(place("qfx20", "security ike policy 10.0.0.1 pre-shared-key ascii-text")[1])
    assert not MX.needs_prompt(
        place("mx19", "security macsec connectivity-association c pre-shared-key cak")[1]
    )


def ssh_key(key) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() + " me@host"


@pytest.mark.parametrize(
    "curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name
)
def test_user_keys_on_curves(curve):
    """R-PASS-016, R-SSH-019."""
    assert MX.takes_public_key(ssh_key(ec.generate_private_key(curve)))


def test_user_keys_that_are_refused():
    weak = rsa.generate_private_key(65537, 1024)
    for text in (
        ssh_key(weak),
        ssh_key(ed25519.Ed25519PrivateKey.generate()),
        "ssh-rsa AAAA",
        "ssh-dss AAAA x",
        "",
        "é",
    ):
        assert not MX.takes_public_key(text)
        assert not SWITCH.takes_public_key(text)


def test_sizes_of_rsa_keys():
    """R-PASS-016 lists three sizes for routers; R-SSH-019 a lower bound."""
    sizes = (1024, 2047, 2048, 2049, 3072, 4096, 8192)
    assert [size for size in sizes if tables_of("mx").takes_key("ssh-rsa", size)] == [2048, 3072, 4096]
    assert [size for size in sizes if tables_of("switch").takes_key("ssh-rsa", size)] == [
        2048,
        2049,
        3072,
        4096,
        8192,
    ]
    assert not tables_of("mx").takes_key("ssh-dss", 2048)
    assert MX.takes_public_key(ssh_key(rsa.generate_private_key(65537, 2048)))


HASHES = {
    "sha512": "$6$........$" + "a" * 86,
    "sha256": "$5$........$" + "a" * 43,
    "sha1": "$sha1$20000$abcdefgh$" + "a" * 28,
    "md5": "$1$abcdefgh$" + "a" * 22,
    "des": "abcdefghijklm",
    "unknown": "$2b$10$abcdefgh",
}


def test_hashes():
    """R-PASS-019, R-FIPS-008: SHA-1 neither may be entered nor, on switches, blocks the way."""
    leaf = place("mx19", "system root-authentication encrypted-password")[1]
    for policy, kept in ((MX, {"sha256", "sha512"}), (SWITCH, {"sha1", "sha256", "sha512"})):
        assert {kind for kind, text in HASHES.items() if policy.takes_hash(text)} == {"sha256", "sha512"}
        blocking = {kind: policy.blocks_transition(leaf, text) for kind, text in HASHES.items()}
        assert blocking == {kind: None if kind in kept else HASH_BLOCKS for kind in HASHES}
        assert policy.blocks_transition(leaf, "*") is None
        assert policy.blocks_transition(leaf, "") is None


@pytest.mark.parametrize(
    "password", ["Abcdefgh12", "abcdefgh1%", "ABCDEFGH.%", "Abcdefghi%", "Ab1.%Ab1.%Ab1.%Ab1.%"]
)
def test_passwords_that_are_taken(password):
    """R-PASS-001, R-PASS-002; R-PASS-017: words of a dictionary are advised against, no more."""
    assert not MX.passwords.problem(password)


@pytest.mark.parametrize(
    "password",
    [
        "Abcdefgh1",
        "Abcdefghijklmnopqrst1",
        "abcdefghij",
        "Abcdefghij",
        "abcdefgh12",
        "1234567.89",
        "Abcdefgh1\a",
        "Abcdéfgh12",
        "",
    ],
)
def test_passwords_that_are_refused(password):
    """R-PASS-001, R-PASS-002, R-PASS-013."""
    assert MX.passwords.problem(password)


SETS = ("ABCXYZ", "abcxyz", "0189", ".,;:!?", "%&@#$^*")


@given(st.sets(st.sampled_from(SETS), min_size=1), st.integers(10, 20), st.data())
def test_three_of_five_character_sets(used, length, data):
    """R-PASS-002: whichever sets they are."""
    characters = [data.draw(st.sampled_from(each)) for each in sorted(used)]
    characters += data.draw(
        st.lists(st.sampled_from("".join(used)), min_size=length - len(used), max_size=length - len(used))
    )
    password = "".join(data.draw(st.permutations(characters)))
    assert (MX.passwords.problem(password) == "") == (len(used) >= 3)


def test_keys_of_peers():
    """R-PASS-010."""
    assert tables_of("mx").takes_peer_key("a" * 10)
    assert tables_of("mx").takes_peer_key("a" * 64)
    assert not tables_of("mx").takes_peer_key("a" * 9)
    assert not tables_of("mx").takes_peer_key("a" * 9 + "\n")


def test_secrets_block_the_transition():
    """R-FIPS-007, R-CSP-010."""
    for line in (
        "services ipsec-vpn ike policy p pre-shared-key ascii-text",
        "system radius-server 10.0.0.1 secret",
        "security authentication-key-chains key-chain k key 1 secret",
        "snmp v3 usm local-engine user u authentication-sha authentication-password",
    ):
        assert MX.blocks_transition(place("mx19", line)[1], "$9$LbHX-wg4Z") == SECRET_BLOCKS
    assert MX.blocks_transition(place("mx19", "system host-name")[1], "r1") is None


def test_levels():
    assert [MX.takes_level("chassis level", level) for level in range(3)] == [True, True, False]
    assert not MX.takes_level("level", 1)
    assert SWITCH.takes_level("level", 1)
