"""Secrets that are typed: questions without echo, what ends them, what is stored, and where nothing of them stays.

R-ROOT-001, R-PASS-003, -004, -010, -011, -014, -015, -019, R-CSP-005.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.access.users import Accounts
from junosim.device.files import Visitor
from junosim.device.logs import FOLDER

USER = "set system login user fips-user authentication plain-text-password"
ROOT = "set system root-authentication plain-text-password"
PSK = "services ipsec-vpn ike policy p pre-shared-key ascii-text"
CAK = "security macsec connectivity-association CA1 pre-shared-key cak"
GOOD = "Abcdefg123"
KEY = "Peer-key-number-1"


@pytest.fixture(params=[False, True], ids=["outside", "fips"])
def typist(request):
    session = Typist(make_device(fips=request.param))
    session.line("configure")
    return session


def errors(text):
    return [line for line in text.split("\n") if line.startswith("error:")]


# ------------------------------------------------------------------------------------ the questions


@pytest.mark.parametrize("question", [USER, ROOT], ids=["user", "root"])
def test_nothing_that_is_typed_comes_back(typist, question):
    assert typist.send(f"{question}\r").endswith("New password:")
    assert typist.send(GOOD) == ""
    assert typist.send("\r").endswith("\nRetype new password:")
    shown = typist.send(f"{GOOD}\r")
    assert GOOD not in shown
    assert not errors(shown)
    assert 'encrypted-password "$6$' in typist.line("show | compare")


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\r", "short\r", "x" * 129 + "\r", "y" * 70_000 + "\r"])
def test_what_ends_the_first_question_changes_nothing(typist, keys):
    """Ctrl-C, Ctrl-D, an empty entry, one that is too short, or too long for a hash or for a line. R-PASS-003."""
    typist.send(f"{USER}\r")
    shown = typist.send(keys)
    assert "Retype" not in shown
    assert bool(errors(shown)) == (keys != "\x03")
    assert typist.line("show | compare") == ""


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\r", "Abcdefg124\r", GOOD + "x" * 200 + "\r"])
def test_what_ends_the_second_question_changes_nothing(typist, keys):
    """R-PASS-014."""
    typist.send(f"{USER}\r{GOOD}\r")
    shown = typist.send(keys)
    assert errors(shown) == ([] if keys == "\x03" else ["error: Passwords are not equal; aborting"])
    assert typist.line("show | compare") == ""


def test_keys_typed_ahead_are_answers(typist):
    """As programs send them, that do not wait for the questions."""
    shown = typist.send(f"{USER}\r{GOOD}\r{GOOD}\rshow | compare\r")
    assert "Retype new password:" in shown
    assert 'encrypted-password "$6$' in shown
    assert GOOD not in shown


def test_editing_keys_work_unseen(typist):
    typist.send(f"{USER}\r")
    assert typist.send(f"wrong\x15{GOOD}x\x7f\r").endswith("Retype new password:")
    assert not errors(typist.send(f"{GOOD}\r"))


@pytest.mark.parametrize("way", ["configure", "configure exclusive", "configure private"])
def test_in_every_mode(way):
    session = Typist(make_device())
    session.line(way)
    session.send(f"{ROOT}\r{GOOD}\r{GOOD}\r")
    assert "encrypted-password" in session.line("show | compare")
    assert session.line("commit") == "commit complete"


@pytest.mark.parametrize(
    ("level", "rest"),
    [
        ("system", "root-authentication plain-text-password"),
        ("system root-authentication", "plain-text-password"),
        ("system login user fips-user authentication", "plain-text-password"),
    ],
)
def test_from_a_level(typist, level, rest):
    typist.line(f"edit {level}")
    typist.send(f"set {rest}\r{GOOD}\r{GOOD}\r")
    assert "encrypted-password" in typist.line("show | compare")


def test_with_other_statements_in_the_line(typist):
    line = "set system login user new class operator authentication plain-text-password"
    typist.send(f"{line}\rshort\r")
    assert typist.line("show | compare") == ""
    typist.send(f"{line}\r{GOOD}\r{GOOD}\r")
    shown = typist.line("show | compare")
    assert "class operator;" in shown
    assert "$6$" in shown


def test_the_user_who_asks_may_be_the_one_it_is_about():
    session = Typist(make_device(fips=True), user="fips-user")
    session.line("configure")
    session.send(f"{USER}\r{GOOD}\r{GOOD}\r")
    assert session.line("commit") == "commit complete"


def test_what_is_protected_is_refused_before_anybody_is_asked(typist):
    typist.line("protect system login user fips-user")
    shown = typist.send(f"{USER}\r")
    assert "New password" not in shown
    assert "is protected" in shown


@pytest.mark.parametrize("answers", ["", f"{GOOD}\n", f"{GOOD}\n{GOOD}\n"])
def test_without_a_terminal(answers):
    """Lines of a script answer; no question is shown, and the end of the input sets nothing."""
    device = make_device()
    session = Typist(device, pty=False)
    session.session.feed(f"configure\n{USER}\n{answers}".encode())
    session.session.eof()
    assert session.read() == "Entering configuration mode\n"
    other = Typist(device)
    other.line("configure")
    assert ("$6$" in other.line("show | compare")) == (answers.count(GOOD) == 2)


def test_a_command_alone_has_nobody_to_ask():
    device = make_device()
    session = Typist(device, pty=False, command=f"configure; {USER}")
    session.session.eof()
    assert errors(session.greeting + session.read()) == ["error: minimum password length is 6"]
    assert "plain-text-password" not in str(device.stores.shared.root.children)


def test_nothing_of_a_secret_is_kept(typist):
    """R-PASS-015: not in the history, not in a log, not in what others are told."""
    told = []
    typist.device.audit.listen(lambda event: told.append(event.text))
    typist.send(f"{USER}\r{GOOD}\r{GOOD}\r")
    typist.send(f"{USER}\rWrong\r")
    typist.send(f"prompt {PSK}\r{KEY}\r{KEY}\r")
    typist.line("commit")
    kept = [typist.line("run show cli history"), typist.line("show system commit"), *told]
    files, superuser = typist.device.files, Visitor("root", is_superuser=True)
    kept += [
        files.read(f"{FOLDER}/{name}", superuser).decode() for name in ("messages", "interactive-commands")
    ]
    assert any("plain-text-password" in text for text in kept)
    for secret in (GOOD, "Wrong", KEY):
        assert not any(secret in text for text in kept)
    typist.send("\x10\x10\x10")  # older commands
    assert GOOD not in typist.send("")


# ------------------------------------------------------------------------------------ hashes


@pytest.mark.parametrize(
    ("word", "start"),
    [("sha256", "$5$"), ("sha512", "$6$"), ("sha1", "$sha1$"), ("md5", "$1$"), ("des", "")],
)
def test_formats(word, start):
    """R-PASS-005, -006: only passwords to come; in FIPS mode two of them are words."""
    session = Typist(make_device())
    session.lines("configure", f"set system login password format {word}", "commit")
    before = session.line("show system login user fips-user | display set")
    session.send(f"{ROOT}\r{GOOD}\r{GOOD}\r")
    shown = session.line("show system root-authentication")
    assert f'encrypted-password "{start}' in shown
    assert session.line("show system login user fips-user | display set") == before
    fips = Typist(make_device(fips=True))
    fips.line("configure")
    refused = "syntax error" in fips.line(f"set system login password format {word}")
    assert refused == (word not in {"sha256", "sha512"})


@pytest.mark.parametrize(
    ("stored", "in_fips_mode"),
    [
        ("$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJu"
         "esI68u4OTLiBFdcbYEdFCoEOfaS35inz1", True),
        ("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", True),
        ("$1$saltsalt$DfgW6yr9mIJrwXzsnjeC20", False),
        ("$sha1$4000$saltsalt$CjD8xRjesgyyLdsVXJS3lSnYc6Mn", False),
        ("CCNf8Sbh3HDfQ", False),
        ("no hash at all", False),
        ("*", True),
    ],
)  # fmt: skip
def test_hashes_that_are_pasted(typist, stored, in_fips_mode):
    """R-PASS-019; outside FIPS mode whatever is given is taken, as the documentation warns."""
    said = typist.line(f'set system login user fips-user authentication encrypted-password "{stored}"')
    taken = in_fips_mode or not typist.device.fips_mode
    assert (said == "") == taken
    assert (stored in typist.line("show system login user fips-user")) == taken


# ------------------------------------------------------------------------------------ keys of peers


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (PSK, "ascii-text"),
        ("system radius-server 10.0.0.1 secret", "secret"),
        ("system tacplus-server 10.0.0.1 secret", "secret"),
        ("snmp v3 usm local-engine user u authentication-sha authentication-password", "authentication-password"),
        ("security authentication-key-chains key-chain macsec-kc1 key 0 secret", "cak"),
        ("protocols bgp group g authentication-key", "authentication-key"),
    ],
)  # fmt: skip
def test_keys_are_asked_for_and_hidden(typist, statement, name):
    """R-PASS-004, -010: nine characters are too few in FIPS mode."""
    assert typist.send(f"prompt {statement}\r").endswith(f"New {name} (secret):")
    assert typist.send("9 letters\r").endswith(f"Retype new {name} (secret):")
    shown = typist.send("9 letters\r")
    if typist.device.fips_mode:
        assert errors(shown) == ["error: key must have at least 10 printable characters in FIPS mode"]
        assert typist.line("show | compare") == ""
    typist.send(f"prompt {statement}\r{KEY}\r{KEY}\r")
    shown = typist.line("show | compare")
    assert KEY not in shown
    assert '"$9$' in shown


@pytest.mark.parametrize("ending", ["\x03", "\r\r", "\x04\x04", f"{KEY}\r{KEY}x\r"])
def test_keys_that_are_not_stored(typist, ending):
    typist.send(f"prompt {PSK}\r")
    shown = typist.send(ending)
    assert bool(errors(shown)) == (ending != "\x03")
    assert typist.line("show | compare") == ""


@pytest.mark.parametrize(
    ("key", "in_fips_mode", "outside"),
    [
        ("a" * 64, "", ""),
        ("a" * 32, "", ""),
        ("a" * 63, "cak must have 32 or 64 characters in FIPS mode", ""),
        ("a" * 12, "cak must have 32 or 64 characters in FIPS mode", ""),
        ("g" * 64, "Must be hexadecimal digits (0-9, a-f, A-F)", "Must be hexadecimal digits (0-9, a-f, A-F)"),
    ],
)  # fmt: skip
def test_the_key_of_macsec(typist, key, in_fips_mode, outside):
    typist.send(f"prompt {CAK}\r")
    shown = typist.send(f"{key}\r{key}\r")
    problem = in_fips_mode if typist.device.fips_mode else outside
    assert errors(shown) == ([f"error: {problem}"] if problem else [])


SA = "services ipsec-vpn rule r term t then manual direction inbound authentication"


@pytest.mark.parametrize(
    ("algorithm", "key", "problem"),
    [
        ("hmac-sha1-96", "ascii-text " + "a" * 20, ""),
        ("hmac-sha1-96", "ascii-text " + "a" * 19, "key for hmac-sha1-96 must have 20 ASCII characters"),
        ("hmac-sha1-96", "ascii-text " + "a" * 21, "key for hmac-sha1-96 must have 20 ASCII characters"),
        ("hmac-sha1-96", "hexadecimal " + "a" * 40, ""),
        ("hmac-sha1-96", "hexadecimal " + "a" * 20, "key for hmac-sha1-96 must have 40 hexadecimal digits"),
        ("hmac-md5-96", "ascii-text " + "a" * 16, ""),
        ("hmac-md5-96", "ascii-text " + "a" * 20, "key for hmac-md5-96 must have 16 ASCII characters"),
        ("hmac-sha-256-128", "ascii-text " + "a" * 32, ""),
    ],
)
def test_keys_of_the_length_of_a_digest(algorithm, key, problem):
    """R-PASS-011: 20 characters for SHA-1."""
    session = Typist(make_device())
    session.lines("configure", f"set {SA} algorithm {algorithm}", f"set {SA} key {key}")
    said = session.line("commit check").split("\n")
    assert (f"    {problem}" in said) == bool(problem)
    if problem:
        assert said[-1].startswith("error: configuration check-out failed")


def test_an_algorithm_that_changes_finds_the_key():
    session = Typist(make_device())
    session.lines("configure", f"set {SA} algorithm hmac-sha1-96", f"set {SA} key ascii-text {'a' * 20}")
    assert "must have" not in session.line("commit check")
    session.line("commit")
    session.line(f"set {SA} algorithm hmac-md5-96")
    assert "must have 16 ASCII characters" in session.line("commit check")


# ------------------------------------------------------------------------------------ the hidden form


def test_a_key_in_clear_is_stored_hidden_and_the_hidden_form_is_taken(typist):
    statement = "system radius-server 10.0.0.1 secret"
    assert typist.line(f'set {statement} "{KEY}"') == ""
    shown = typist.line("show system radius-server")
    assert KEY not in shown
    assert '"$9$' in shown
    assert typist.line(f'set {statement} "$9$7YdwgGDkTz6oJz69A1INdbqmf"') == "" or typist.device.fips_mode
    assert typist.line(f'set {statement} "$9$vqY8NVws4GUHX7kPQzAtW8X7-wg4ZDHmX7Hm"') == ""
    assert "$9$vqY8NVws4GUHX7kPQzAtW8X7-wg4ZDHmX7Hm" in typist.line("show system radius-server")


@pytest.mark.parametrize("text", ["$9$", "$9$abc", "$9$LbHX-wg4Z!", "$9$LbHX-wg4ZQ", "$9$Q"])
def test_a_hidden_form_that_cannot_be_read_is_refused(typist, text):
    said = typist.line(f'set system radius-server 10.0.0.1 secret "{text}"')
    assert "invalid encrypted secret" in said
    assert typist.line("show | compare") == ""


def test_a_short_key_does_not_pass_in_its_hidden_form():
    """R-PASS-010: `$9$LbHX-wg4Z` is `lc`."""
    session = Typist(make_device(fips=True))
    session.line("configure")
    said = session.line('set system radius-server 10.0.0.1 secret "$9$LbHX-wg4Z"')
    assert "key must have at least 10 printable characters" in said
    assert "$9$" not in session.line("show | compare")


# ------------------------------------------------------------------------------------ root


def test_root_is_always_there_and_needs_a_way_in(typist):
    """R-ROOT-003, R-ROOT-007: what is configured of a user of that name does not take its place."""
    typist.line("delete system root-authentication")
    said = typist.line("commit").split("\n")
    assert "    Missing mandatory statement: 'root-authentication'" in said
    assert said[-1].startswith("error: commit failed")
    typist.line("rollback 0")
    root = Accounts().of(typist.device.configuration)["root"]
    assert (root.uid, root.class_name) == (0, "super-user")
    typist.lines("set system login user root class read-only", "commit")
    assert Accounts().of(typist.device.configuration)["root"] == root
    assert "statement not found" in typist.lines(
        "delete system login user root", "delete system login user root"
    )
    assert Accounts().of(typist.device.configuration)["root"] == root


def test_only_hashes_of_passwords_are_kept(typist):
    """R-CSP-003: whatever is typed, a hash of an approved kind is stored."""
    typist.send(f"{USER}\r{GOOD}\r{GOOD}\r")
    stored = typist.line("show system login user fips-user authentication | match encrypted")
    assert stored.startswith('encrypted-password "$6$')
    assert GOOD not in stored
