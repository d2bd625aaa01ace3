"""Rules for new passwords: by mode, by statement, and about earlier passwords and age.

R-PASS-001 to -014, -017.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_session import Typist, make_device
from junosim.access.password_policy import ORDINARY, PasswordPolicy, configured, format_of
from junosim.access.passwords import HashKind
from junosim.clock import ManualClock
from junosim.config.load import tree_of
from junosim.fips.algorithms import tables_of
from junosim.schema.release import load as load_release

FIPS = tables_of("mx").passwords
DAY = 86400
QUESTION = "set system login user fips-user authentication plain-text-password"
SHORT, LONG = "minimum password length is {}", "maximum password length is {}"
THREE = "require 3 changes of case, digits or punctuation"
ONE = "require change of case, digits or punctuation"
ILLEGAL = "password contains illegal characters"


@pytest.mark.parametrize(
    ("password", "in_fips_mode", "outside"),
    [
        ("", SHORT.format(10), SHORT.format(6)),
        ("Abc12", SHORT.format(10), SHORT.format(6)),
        ("Abc123", SHORT.format(10), ""),
        ("abcdef", SHORT.format(10), ONE),
        ("123456", SHORT.format(10), ONE),
        ("Abcdefg12", SHORT.format(10), ""),
        ("Abcdefg123", "", ""),
        ("Abcdefghij1234567890", "", ""),
        ("Abcdefghij1234567890x", LONG.format(20), ""),
        ("abcdefghij", THREE, ONE),
        ("ABCDEFGHIJ", THREE, ONE),
        ("0123456789", THREE, ONE),
        ("..........", THREE, ONE),
        ("%%%%%%%%%%", THREE, ONE),
        ("Abcdefghij", THREE, ""),
        ("abcdefghi1", THREE, ""),
        ("abcdefghi.", THREE, ""),
        ("abcdefghi%", THREE, ""),
        ("....%%%%%%", THREE, ""),
        ("abcdefgh1.", "", ""),
        ("abcdefgh.%", "", ""),
        ("ABCDEFG1.%", "", ""),
        ("Ab1.%Ab1.%", "", ""),
        ("Ab1 cd2 ef", "", ""),
        ("Password123", "", ""),
        ("Mx480-router", "", ""),
        ("Abcdefg12\a", ILLEGAL, ILLEGAL),
        ("Abcdefg\t12", ILLEGAL, ILLEGAL),
        ("Abcdefg12é3", ILLEGAL, ""),
        ("Ab1" * 43, LONG.format(20), LONG.format(128)),
        ("Aé" * 43, ILLEGAL, LONG.format(128)),
        ("A1" * 64, LONG.format(20), ""),
    ],
)
def test_verdicts(password, in_fips_mode, outside):
    """R-PASS-001, -002, -012, -013; a word of a dictionary and a host name are taken (R-PASS-017)."""
    assert FIPS.problem(password) == in_fips_mode
    assert ORDINARY.problem(password) == outside


def rules(statements):
    """A configuration with these statements below `system login password`."""
    schema = load_release("mx19").configuration
    root, loaded = tree_of(schema, f"system {{ login {{ password {{ {statements} }} }} }}")
    assert not loaded.errors
    return root


@pytest.mark.parametrize(
    ("statements", "password", "problem"),
    [
        ("minimum-length 12;", "Abcdefg123", SHORT.format(12)),
        ("minimum-length 12;", "Abcdefg12345", ""),
        ("maximum-length 20;", "Abcdefg1234567890abcd", LONG.format(20)),
        ("maximum-length 20;", "Abcdefg1234567890abc", ""),
        ("minimum-changes 3;", "Abcdefg", "require 3 changes of case, digits or punctuation"),
        ("minimum-changes 3;", "A1b2cdefg", ""),
        ("minimum-changes 3; change-type set-transitions;", "aB1efghi", ""),
        ("minimum-changes 3; change-type set-transitions;", "aaB1111", THREE),
        ("minimum-changes 3; change-type character-sets;", "aBaBaBaB", THREE),
        ("minimum-changes 3; change-type character-sets;", "aBaBaBa1", ""),
        ("minimum-changes 5; change-type character-sets;", "aB1.aB1.", THREE.replace("3", "5")),
        ("minimum-changes 5; change-type character-sets;", "aB1.%B1.", ""),
        ("change-type character-sets;", "abcdefgh", ONE),
        ("minimum-numerics 2;", "Abcdefg1", "password must contain at least 2 numerics"),
        ("minimum-numerics 2;", "Abcdefg12", ""),
        ("minimum-numerics 1;", "Abcdefgh", "password must contain at least 1 numeric"),
        ("minimum-upper-cases 2;", "Abcdefg1", "password must contain at least 2 upper cases"),
        ("minimum-lower-cases 3;", "ABCDab12", "password must contain at least 3 lower cases"),
        ("minimum-punctuations 1;", "Abcdefg1", "password must contain at least 1 punctuation"),
        ("minimum-punctuations 1;", "Abcdefg ", "password must contain at least 1 punctuation"),
        ("minimum-punctuations 1;", "Abcdefg%", ""),
        ("minimum-numerics 4; minimum-upper-cases 4; minimum-length 6;", "AB12abc", SHORT.format(8)),
        ("minimum-numerics 4; minimum-upper-cases 4;", "ABCD1234", ""),
    ],
)  # fmt: skip
def test_statements(statements, password, problem):
    """Every `minimum-`, `maximum-` and the way of counting; the sum of the kinds raises the length."""
    assert configured(rules(statements)).problem(password) == problem


@pytest.mark.parametrize(
    ("statements", "password", "problem"),
    [
        ("minimum-length 12;", "Abcdefg123", SHORT.format(12)),
        ("minimum-length 6;", "Abcdef123", SHORT.format(10)),
        ("maximum-length 128;", "Abcdefghij1234567890x", LONG.format(20)),
        ("minimum-changes 4;", "Abcdefg123", "require 4 changes of case, digits or punctuation"),
        ("minimum-changes 4;", "Abcdefg12.", ""),
        ("minimum-changes 1;", "Abcdefghij", THREE),
        ("change-type set-transitions;", "AAAAbbbb11", THREE),
        ("change-type set-transitions;", "AAbb11bbAA", ""),
        ("change-type set-transitions;", "AbAbAbAbAb", THREE),
    ],
)
def test_the_stricter_rule_counts_in_fips_mode(statements, password, problem):
    """R-PASS-007 to -009."""
    assert configured(rules(statements), FIPS).problem(password) == problem


def test_formats():
    assert format_of(rules("")) is HashKind.SHA512
    assert format_of(rules("format des;")) is HashKind.DES


# --------------------------------------------------------------------------------------------- properties

POLICIES = st.builds(
    PasswordPolicy,
    shortest=st.integers(0, 12),
    longest=st.integers(6, 24),
    character_sets=st.integers(0, 5),
    transitions=st.integers(0, 8),
    numerics=st.integers(0, 4),
    upper_cases=st.integers(0, 4),
    lower_cases=st.integers(0, 4),
    punctuations=st.integers(0, 4),
    ascii=st.booleans(),
)
PASSWORDS = st.text(st.sampled_from("abXY12.,%& é\t"), max_size=26)


@given(POLICIES, POLICIES, PASSWORDS)
def test_the_stricter_of_two_takes_what_both_take(one, other, password):
    """So a password that passes stricter rules passes laxer ones."""
    taken = not one.problem(password) and not other.problem(password)
    stricter = one.stricter(other)
    assert stricter == other.stricter(one)
    # The kinds of both together may ask for a longer password than each does.
    if stricter.least_length <= max(one.least_length, other.least_length):
        assert (not stricter.problem(password)) == taken
    elif not stricter.problem(password):
        assert taken


# --------------------------------------------------------------------------------------------- on a device


def asked(typist, password, question=QUESTION):
    """What the device says of a new password, without the questions."""
    typist.send(f"{question}\r")
    shown = typist.send(f"{password}\r")
    if "Retype" in shown:
        shown = typist.send(f"{password}\r")
    return next((line for line in shown.split("\n") if line.startswith("error:")), "")


def configuring(*lines, fips=False):
    """A session in configuration mode, behind a commit of these lines; its clock."""
    clock = ManualClock()
    session = Typist(make_device(clock=clock, fips=fips))
    session.lines("configure", *lines)
    assert session.line("commit").endswith("commit complete")
    return session, clock


def test_rules_count_as_committed():
    session, _ = configuring("set system location floor 3")
    session.line("set system login password minimum-length 12")
    assert asked(session, "Abc123") == ""
    session.lines("rollback 0", "set system login password minimum-length 12", "commit")
    assert asked(session, "Abc123") == "error: minimum password length is 12"


@pytest.mark.parametrize(
    "question", [QUESTION, "set system root-authentication plain-text-password"], ids=["user", "root"]
)
def test_earlier_passwords_do_not_come_back(question):
    session, _ = configuring("set system login password minimum-reuse 2")
    for number in (1, 2, 3):
        assert asked(session, f"Abcdef{number}", question) == ""
        session.line("commit")
    assert asked(session, "Abcdef3", question) == "error: Password was previously used"
    assert asked(session, "Abcdef2", question) == "error: Password was previously used"
    assert session.line("show | compare") == ""
    assert asked(session, "Abcdef1", question) == ""


def test_a_password_that_was_there_before_the_rule_counts():
    session, _ = configuring("set system location floor 3")
    asked(session, "Abcdef1")
    session.lines("commit", "set system login password minimum-reuse 1", "commit")
    assert asked(session, "Abcdef1") == "error: Password was previously used"


def test_earlier_passwords_of_others_do_not_matter():
    session, _ = configuring("set system login password minimum-reuse 5")
    asked(session, "Abcdef1")
    session.line("commit")
    assert asked(session, "Abcdef1", "set system root-authentication plain-text-password") == ""


def test_a_young_password_stays():
    session, clock = configuring(
        "set system login password minimum-reuse 1", "set system login password minimum-lifetime 2"
    )
    assert asked(session, "Abcdef1") == "error: password cannot be changed until it is 2 days old"
    clock.advance(2 * DAY - 1)
    assert asked(session, "Abcdef1") == "error: password cannot be changed until it is 2 days old"
    clock.advance(1)
    assert asked(session, "Abcdef1") == ""
    session.line("commit")
    assert asked(session, "Abcdef2") == "error: password cannot be changed until it is 2 days old"


def test_an_expired_password_keeps_its_user_from_committing():
    clock = ManualClock()
    device = make_device(clock=clock)
    typist = Typist(device, user="crypto-officer")
    typist.lines(
        "configure",
        "set system login password minimum-reuse 1",
        "set system login password maximum-lifetime 30",
    )
    assert typist.line("commit") == "commit complete"
    clock.advance(30 * DAY - 1)
    typist.line("set system location floor 3")
    assert typist.line("commit") == "commit complete"
    clock.advance(1)
    typist.line("set system location floor 4")
    refusal = "error: password has expired and must be changed first"
    assert typist.line("commit") == refusal
    assert typist.line("commit confirmed 5") == refusal
    assert typist.line("commit check") == "configuration check succeeds"
    question = "set system login user crypto-officer authentication plain-text-password"
    assert asked(typist, "Changed-1", question) == ""
    assert typist.line("commit") == "commit complete"


def test_records_survive_a_start_and_end_with_zeroization():
    session, _ = configuring("set system login password minimum-reuse 1")
    asked(session, "Abcdef1")
    session.line("commit")
    device = session.device
    records = type(device.passwords)(device.storage, device.clock)
    stored = device.configuration
    assert len(records.earlier("fips-user", None)) == 2
    device.forget(stored)
    assert device.passwords.earlier("fips-user", None) == ()
    assert "passwords" not in device.storage.names()


def test_a_hash_with_too_many_rounds_is_refused_at_commit():
    session, _ = configuring("set system location floor 3")
    dear = "$6$rounds=1000000$saltstringsaltst$" + "a" * 86
    session.line(f'set system login user fips-user authentication encrypted-password "{dear}"')
    assert session.line("commit").split("\n") == [
        "[edit system login user fips-user authentication]",
        "  'encrypted-password'",
        "    password hash has more than 50000 rounds",
        "error: commit failed: (statements constraint check failed)",
    ]
