"""`load-key-file`: the SSH keys of a file become statements of an account.

R-ROOT-004, R-ROOT-005, R-PASS-016.
"""

from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from cli_session import Typist, make_device
from junosim.device.files import Visitor
from junosim.fips.policy import KEY_REFUSED

USER = "set system login user fips-user authentication load-key-file"
ROOT = "set system root-authentication load-key-file"
DSA = "ssh-dss AAAAB3NzaC1kc3MAAACBAJ"
FILE = "/var/tmp/keys.pub"


@cache
def key(kind):
    """A public key as an OpenSSH file has it; a new pair for each kind, once."""
    private = {
        "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
        "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
    }[kind]()
    text = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return f"{text} {kind}@host"


@pytest.fixture(params=[False, True], ids=["outside", "fips"])
def typist(request):
    session = Typist(make_device(fips=request.param))
    session.line("configure")
    return session


def written(typist, text, name=FILE):
    typist.device.files.write(name, text.encode(), Visitor("lab", is_superuser=True))


def test_all_keys_of_a_file(typist):
    written(typist, f"# my keys\n\n{key('rsa2048')}\n  {key('p256')}  \n{key('p521')}")
    assert typist.line(f"{USER} {FILE}") == ""
    shown = typist.line("show system login user fips-user authentication | except encrypted")
    assert shown.split("\n") == [
        f'ssh-rsa "{key("rsa2048")}"; ## SECRET-DATA',
        f'ssh-ecdsa "{key("p256")}"; ## SECRET-DATA',
        f'ssh-ecdsa "{key("p521")}"; ## SECRET-DATA',
    ]
    assert typist.line("commit") == "commit complete"


def test_keys_of_root_are_added_to_those_there(typist):
    for kind in ("p256", "p384"):
        written(typist, key(kind))
        assert typist.line(f"{ROOT} {FILE}") == ""
    shown = typist.line("show system root-authentication")
    assert key("p256") in shown
    assert key("p384") in shown
    assert "load-key-file" not in typist.line("show system | display set")


def test_a_key_below_a_level_and_beside_other_statements(typist):
    written(typist, key("p256"))
    typist.lines("edit system login user new")
    assert typist.line(f"set class super-user authentication load-key-file {FILE}") == ""
    shown = typist.line("show")
    assert "class super-user;" in shown
    assert key("p256") in shown


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("hello", "not a public key"),
        ("ssh-rsa", "not a public key"),
        ("ssh-rsa AAAA", "not a public key"),
        ("ssh-rsa ????", "not a public key"),
        ('from="10.*" ssh-rsa AAAA', "not a public key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "not a public key"),
        ("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQ= x", "not a public key"),
        ("1024 35", "Must follow SSHv2 or SSHv1 RSA key format"),
    ],
)
def test_one_bad_line_sets_nothing(typist, bad, reason):
    written(typist, f"{key('p256')}\n\n{bad}\n")
    assert typist.line(f"{USER} {FILE}") == f"error: {FILE}: line 3: {reason}"
    assert typist.line("show | compare") == ""


@pytest.mark.parametrize("kind", ["rsa1024", "ed25519"])
def test_kinds_that_fips_mode_lacks(typist, kind):
    written(typist, key(kind))
    said = typist.line(f"{USER} {FILE}")
    if typist.device.fips_mode:
        assert said == f"error: {FILE}: line 1: {KEY_REFUSED}"
        assert typist.line("show | compare") == ""
    else:
        assert said == ""
        assert key(kind) in typist.line("show system login user fips-user")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/var/tmp/nothing", "error: could not open '/var/tmp/nothing': No such file or directory"),
        ("scp://10.0.0.1/keys.pub", "No route to host"),
        ("http://10.0.0.1:8080/keys.pub", "No route to host"),
        ("lab@10.0.0.1:keys.pub", "No route to host"),
    ],
)
def test_files_that_are_not_there(typist, name, said):
    assert said.removeprefix("error: ") in typist.line(f"{USER} {name}")
    assert typist.line("show | compare") == ""


def test_a_file_without_keys(typist):
    written(typist, "# nothing\n\n")
    assert typist.line(f"{USER} {FILE}") == f"error: no public keys in '{FILE}'"


def test_a_file_that_the_user_may_not_read():
    typist = Typist(make_device(), user="fips-user", permissions=("configure", "admin", "admin-control"))
    typist.device.files.write(FILE, key("p256").encode(), Visitor("lab", is_superuser=True))
    typist.device.files.change_mode(FILE, 0o600, Visitor("lab", is_superuser=True))
    typist.line("configure")
    assert "Permission denied" in typist.line(f"{USER} {FILE}")


def test_keys_are_hidden_from_who_may_not_see_secrets(typist):
    """As captured, they are marked as secrets though they are none."""
    written(typist, key("p256"))
    typist.lines(f"{USER} {FILE}", "commit")
    reader = Typist(typist.device, permissions=("view", "view-configuration"))
    shown = reader.line("show configuration system login user fips-user authentication")
    assert "ssh-ecdsa /* SECRET-DATA */; ## SECRET-DATA" in shown
    forms = ("xml", "json", "set")
    texts = [reader.line(f"show configuration system login | display {form}") for form in forms]
    assert not any(key("p256").split()[1] in text for text in (shown, *texts))


def test_the_word_is_none_of_a_text(typist):
    """What is loaded names keys, not files."""
    written(typist, key("p256"))
    written(typist, f"{USER} {FILE}\n", "/var/tmp/lines")
    assert "syntax error" in typist.line("load set /var/tmp/lines")
    assert typist.line("show | compare") == ""
    assert "load-key-file" in typist.send("set system root-authentication ?")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ssh-rsa hello", "Must follow SSHv2 or SSHv1 RSA key format"),
        ('ssh-rsa "1024 35 97276382"', ""),
        (
            f'ssh-ecdsa "{DSA}"',
            "Key format must be 'ecdsa-sha2-nistp??? <base64-encoded-ECDSA-key> <comment>'",
        ),
        (f'ssh-dsa "{DSA}"', ""),
        ("ssh-dsa hello", "Key format must be 'ssh-dss <base64-encoded-DSA-key> <comment>'"),
        ("ssh-ed25519 hello", "Key format must be 'ssh-ed25519 <base64-encoded-key> <comment>'"),
        (f'ssh-dsa "{DSA}" from "10.* !10.0.*"', "Pattern-list must not contain spaces"),
        (f'ssh-dsa "{DSA}" from "10.*,!10.0.*"', ""),
    ],
)
def test_what_the_model_says_of_keys(statement, said):
    session = Typist(make_device())
    session.line("configure")
    shown = session.line(f"set system login user fips-user authentication {statement}")
    assert (said in shown) if said else (shown == "")


@cache
def configuring():
    session = Typist(make_device())
    session.line("configure")
    return session


@given(
    st.lists(
        st.sampled_from([key("p256"), key("ed25519"), DSA, "# x", "", "ssh-rsa", "\0", "é x y", "1 2 3 joe"])
    )
)
def test_any_file_is_taken_whole_or_not_at_all(lines):
    typist = configuring()
    typist.line("rollback 0")
    written(typist, "\n".join(lines))
    said = typist.line(f"{USER} {FILE}")
    assert said == "" or said.startswith("error: ")
    assert (typist.line("show | compare") == "") == (said != "")
