"""What the configuration of the SSH service means for a connection, and how many come in: tables, no sockets.

R-SSH-015, -017, -018, R-HKEY-003. Ranges, what `no-passwords` covers and that limits count for IPv4 and IPv6 apart:
documentation of the statements.
"""

import asyncssh
import pytest

from cli_session import Typist, blueprint, make_device
from junosim.access.fingerprints import fingerprint
from junosim.assemble.algorithms import algorithms_of, keys_nobody_makes
from junosim.assemble.ssh_settings import is_served, settings_of
from junosim.config.load import Form, load
from junosim.config.workspace import Workspace
from junosim.device.files import SYSTEM
from junosim.device.fips_mode import policy_of
from junosim.device.key_changes import LOGGED
from junosim.platforms import load_platform
from junosim.servers.admission import Admission
from junosim.servers.contract import SshAlgorithms, SshSettings
from junosim.servers.negotiation import mismatch

MX, SWITCH = "mx480", "qfx5120-48t"
DEFAULT = SshAlgorithms()


def configured(*statements, platform=MX):
    """The lab configuration with these statements below `system services ssh`."""
    work = Workspace(blueprint(platform).configuration)
    text = "".join(f"set system services ssh {statement}\n" for statement in statements)
    assert load(work, text, form=Form.SET).problems == ()
    return work.root


# --- algorithms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "field", "offered"),
    [
        ("ciphers [ aes256-ctr 3des-cbc ]", "ciphers", ("aes256-ctr", "3des-cbc")),
        ("ciphers aes128-gcm@openssh.com", "ciphers", ("aes128-gcm@openssh.com",)),
        ("macs hmac-sha2-512-etm@openssh.com", "macs", ("hmac-sha2-512-etm@openssh.com",)),
        ("macs hmac-ripemd160", "macs", ("hmac-ripemd160",)),
        ("key-exchange dh-group1-sha1", "key_exchange", ("diffie-hellman-group1-sha1",)),
        ("key-exchange dh-group14-sha1", "key_exchange", ("diffie-hellman-group14-sha1",)),
        ("key-exchange group-exchange-sha1", "key_exchange", ("diffie-hellman-group-exchange-sha1",)),
        ("key-exchange group-exchange-sha2", "key_exchange", ("diffie-hellman-group-exchange-sha256",)),
        ("key-exchange ecdh-sha2-nistp521", "key_exchange", ("ecdh-sha2-nistp521",)),
        (
            "key-exchange curve25519-sha256",
            "key_exchange",
            ("curve25519-sha256", "curve25519-sha256@libssh.org"),
        ),
    ],
)
def test_a_list_is_the_offer_under_its_names_on_the_wire(statement, field, offered):
    algorithms = algorithms_of(configured(statement))
    assert getattr(algorithms, field) == offered
    others = {"ciphers", "macs", "key_exchange", "user_keys", "host_keys"} - {field}
    assert {name: getattr(algorithms, name) for name in others} == {
        name: getattr(DEFAULT, name) for name in others
    }


@pytest.mark.parametrize(
    ("statements", "made", "missing"),
    [
        ((), ("rsa", "ecdsa"), ()),
        (("hostkey-algorithm ssh-ecdsa",), ("rsa", "ecdsa"), ()),
        (("hostkey-algorithm no-ssh-rsa",), ("ecdsa",), ()),
        (("hostkey-algorithm no-ssh-ecdsa",), ("rsa",), ()),
        (("hostkey-algorithm ssh-rsa deny",), ("ecdsa",), ()),
        (("hostkey-algorithm ssh-rsa allow",), ("rsa", "ecdsa"), ()),
        (("hostkey-algorithm ssh-ed25519",), ("rsa", "ecdsa", "ed25519"), ()),
        (("hostkey-algorithm no-ssh-ed25519", "hostkey-algorithm no-ssh-dss"), ("rsa", "ecdsa"), ()),
        (("hostkey-algorithm ssh-dss",), ("rsa", "ecdsa"), ("dsa",)),
        (("hostkey-algorithm ssh-dss allow",), ("rsa", "ecdsa"), ("dsa",)),
    ],
)
def test_each_host_key_statement_speaks_of_its_own_kind(statements, made, missing):
    tree = configured(*statements)
    assert algorithms_of(tree).host_keys == made
    assert keys_nobody_makes(tree) == missing


def test_the_service_is_there_while_it_is_configured_and_has_a_host_key():
    assert is_served(configured())
    assert is_served(configured("hostkey-algorithm no-ssh-rsa"))
    assert not is_served(configured("hostkey-algorithm no-ssh-rsa", "hostkey-algorithm no-ssh-ecdsa"))
    work = Workspace(configured())
    assert load(work, "delete system services ssh\n", form=Form.SET).problems == ()
    assert not is_served(work.root)


@pytest.mark.parametrize(("platform", "exchanges"), [(MX, 3), (SWITCH, 4)])
def test_fips_mode_offers_all_it_allows_and_nothing_else(platform, exchanges):
    policy = policy_of(load_platform(platform))
    offered = algorithms_of(configured(platform=platform), policy)
    assert len(offered.key_exchange) == exchanges
    chosen = algorithms_of(configured("ciphers aes256-ctr", platform=platform), policy)
    assert chosen.ciphers == ("aes256-ctr",)
    assert chosen.macs == offered.macs


# --- settings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "changed"),
    [
        ((), {}),
        (("max-sessions-per-connection 2",), {"sessions": 2}),
        (("max-pre-authentication-packets 30",), {"packets": 30}),
        (("client-alive-interval 15",), {"alive_interval": 15.0}),
        (
            ("client-alive-interval 15", "client-alive-count-max 0"),
            {"alive_interval": 15.0, "alive_count": 0},
        ),
        (("connection-limit 5", "rate-limit 4"), {"connections": 5, "attempts": 4}),
        (("no-passwords",), {"password": False, "keyboard_interactive": False}),
        (("no-public-keys",), {"public_key": False}),
        (("rekey time-limit 1",), {"rekey_seconds": 60.0}),
        (("rekey time-limit 1440",), {"rekey_seconds": 86400.0}),
        (("rekey data-limit 1000000",), {"rekey_bytes": 1_000_000}),
        (("rekey data-limit 2g",), {"rekey_bytes": 2 << 30}),
        (("rekey data-limit 512M",), {"rekey_bytes": 512 << 20}),
        (("rekey data-limit 1",), {"rekey_bytes": 51_200}),
        (("rekey data-limit 99999999999999999999",), {}),
        (("authentication-order radius",), {}),
        (("authentication-order [ tacplus password ]",), {}),
        (("port 2022", "tcp-forwarding", "protocol-version v1"), {}),
    ],
)
def test_a_statement_changes_its_setting_alone(statements, changed):
    assert settings_of(configured(*statements)) == SshSettings(**changed)


@pytest.mark.parametrize(
    ("statement", "changed"),
    [
        ("no-password-authentication", {"password": False}),
        ("no-challenge-response", {"keyboard_interactive": False}),
    ],
)
def test_switches_tell_the_two_ways_of_passwords_apart(statement, changed):
    assert settings_of(configured(statement, platform=SWITCH)) == SshSettings(**changed)


@pytest.mark.parametrize(
    ("statements", "changed"),
    [
        (("rekey time-limit 61", "rekey data-limit 2g"), {}),  # R-SSH-015: an hour, a gigabyte
        (("rekey time-limit 59", "rekey data-limit 60000"), {"rekey_seconds": 3540.0, "rekey_bytes": 60_000}),
    ],
)
def test_fips_mode_bounds_what_one_set_of_keys_protects(statements, changed):
    assert settings_of(configured(*statements), fips=True) == SshSettings(**changed)
    assert SshSettings().rekey_bytes == 1 << 30
    assert SshSettings().rekey_seconds == 3600


# --- how many come in ---------------------------------------------------------------------------------------


def test_connections_at_a_time():
    limited, admission = SshSettings(connections=2), Admission()
    for address in ("192.0.2.1", "::ffff:192.0.2.2"):
        assert admission.exceeded(address, limited, 0.0) is None
        admission.enter(address, limited, 0.0)
    assert admission.exceeded("192.0.2.3", limited, 0.0) == ("connection-limit", 2)
    assert admission.exceeded("2001:db8::1", limited, 0.0) is None
    assert admission.exceeded("192.0.2.3", SshSettings(), 0.0) is None
    admission.leave("192.0.2.1")
    assert admission.exceeded("192.0.2.3", limited, 0.0) is None


def test_attempts_within_a_minute():
    limited, admission = SshSettings(attempts=3), Admission()
    for moment in (0.0, 30.0, 40.0):
        assert admission.exceeded("192.0.2.1", limited, moment) is None
        admission.enter("192.0.2.1", limited, moment)
        admission.leave("192.0.2.1")
    assert admission.exceeded("192.0.2.1", limited, 59.9) == ("rate-limit", 3)
    assert admission.exceeded("2001:db8::1", limited, 59.9) is None
    assert admission.exceeded("192.0.2.1", limited, 60.0) is None
    admission.enter("192.0.2.1", limited, 60.0)
    assert admission.exceeded("192.0.2.1", limited, 89.0) == ("rate-limit", 3)
    assert admission.exceeded("192.0.2.1", SshSettings(), 89.0) is None
    admission.enter("192.0.2.1", SshSettings(), 89.0)  # nothing is counted while nothing is limited
    assert admission.exceeded("192.0.2.1", limited, 89.0) is None


# --- what has no match --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "name"), [("key exchange", "key exchange method"), ("encryption", "cipher"), ("MAC", "MAC")]
)
def test_what_is_missing_is_named_as_openssh_does(what, name):
    reason = f"No matching {what} algorithm found, sent a,b and received c,d"
    assert mismatch(reason, b"") == (name, "c,d")


def test_host_key_types_come_from_the_offer_itself():
    lists = b"".join(
        len(text).to_bytes(4, "big") + text for text in (b"curve25519-sha256", b"ssh-dss,ssh-ed25519")
    )
    reason = "Unable to find compatible server host key"
    assert mismatch(reason, b"\x14" + bytes(16) + lists) == ("host key type", "ssh-dss,ssh-ed25519")
    assert mismatch(reason, b"\x14" + bytes(16)) == ("host key type", "")


# --- log-key-changes ----------------------------------------------------------------------------------------


def new_key():
    return asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key().decode().strip()


def logged(device):
    text = device.files.read("/var/log/messages", SYSTEM).decode()
    return [
        line.partition("SSH authorized key ")[2] for line in text.splitlines() if "SSH authorized key" in line
    ]


def test_keys_are_logged_all_at_first_and_then_what_changes():  # R-SSH-018
    device = make_device()
    typist = Typist(device)
    first, second, third = (new_key() for _ in range(3))

    def commit(*lines):
        before = len(logged(device))
        typist.lines("configure", *lines)
        assert "commit complete" in typist.line("commit and-quit")
        return logged(device)[before:]

    def said(deed, user, key, kind="sha2-256"):
        algorithm, text = key.split()[:2]
        return f"{deed} for user '{user}': {algorithm} {fingerprint(text, kind)}"

    at = "system login user crypto-officer authentication ssh-ecdsa"
    root = "system root-authentication ssh-ecdsa"
    assert commit(f'set {at} "{first}"', f'set {root} "{second}"') == []
    assert commit("set system services ssh log-key-changes") == [
        said("added", "crypto-officer", first), said("added", "root", second)
    ]  # fmt: skip
    assert commit("set system host-name r2") == []
    hashed = "set system services ssh fingerprint-hash md5"
    assert commit(f'delete {at} "{first}"', f'set {root} "{third}"', hashed) == [
        said("removed", "crypto-officer", first, "md5"), said("added", "root", third, "md5")
    ]  # fmt: skip
    assert commit("delete system services ssh log-key-changes", f'delete {root} "{third}"') == []
    assert commit("set system services ssh log-key-changes") == [said("removed", "root", third, "md5")]
    assert device.files.link_status(LOGGED, SYSTEM).mode == 0o600
    assert said("", "root", second, "md5").count(":") == 17


def test_a_fingerprint_is_that_of_the_ssh_library():
    key = asyncssh.import_public_key(new_key())
    text = key.export_public_key().decode().split()[1]
    assert fingerprint(text) == key.get_fingerprint()
    assert fingerprint(text, "md5") == key.get_fingerprint("md5")
    assert fingerprint("A") == ""
