"""New passwords: the rules of FIPS mode, the kind of the hash, and the users that a device is made with.

R-PASS-001 to -006, -012, -013, R-FIPS-015.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.assemble.blueprint import StartConfigurationError, draft
from junosim.assemble.lab import User
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy

QUESTION = "set system login user fips-user authentication plain-text-password"


def asked(typist, password, again=None):
    """What the device says of a new password, without the questions."""
    typist.send(f"{QUESTION}\r")
    shown = typist.send(f"{password}\r")
    if "Retype" in shown:
        shown = typist.send(f"{password if again is None else again}\r")
    return next((line for line in shown.split("\n") if line.startswith("error:")), "")


@pytest.fixture(scope="module")
def typist():
    session = Typist(make_device(fips=True))
    session.line("configure")
    return session


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Abcdefg12", "error: minimum password length is 10"),
        ("Abcdefg123", ""),
        ("Abcdefghij1234567890", ""),
        ("Abcdefghij1234567890x", "error: maximum password length is 20"),
        ("abcdefghij12", "error: require 3 changes of case, digits or punctuation"),
        ("ABCDEFGHIJKL", "error: require 3 changes of case, digits or punctuation"),
        ("abcdefghij.1", ""),
        ("abcdefghij.%", ""),
        ("Abcdefg12é3", "error: password contains illegal characters"),
        ("Password123", ""),
    ],
)
def test_passwords_of_fips_mode(typist, password, problem):
    assert asked(typist, password) == problem
    changed = typist.line("show | compare")
    assert ("encrypted-password" in changed) == (not problem)
    typist.line("rollback")


def test_two_entries_that_differ(typist):
    """R-PASS-014."""
    assert asked(typist, "Abcdefg123", "Abcdefg124") == "error: Passwords are not equal; aborting"


def test_six_characters_do_outside_the_mode():
    """R-PASS-012."""
    session = Typist(make_device())
    session.line("configure")
    assert asked(session, "Abc12") == "error: minimum password length is 6"
    assert asked(session, "Abc123") == ""


@pytest.mark.parametrize("platform", ["mx480", "qfx5120-48t"])
def test_the_format_is_that_of_passwords_to_come(platform):
    """R-FIPS-015, R-PASS-005: SHA-512 unless another one is committed; old hashes stay."""
    session = Typist(make_device(platform, fips=True))
    session.line("configure")
    asked(session, "Abcdefg123")
    assert '"$6$' in session.line("show system login user fips-user")
    session.lines("set system login password format sha256", "commit")
    assert '"$6$' in session.line("show system login user fips-user")
    asked(session, "Abcdefg124")
    assert '"$5$' in session.line("show system login user fips-user")


def test_users_that_a_device_is_made_with_obey():
    users = (User("lab", "short", "super-user"),)
    with pytest.raises(StartConfigurationError, match="password of user lab: minimum password length is 10"):
        draft("mx480", ManualClock(), SeededEntropy(1), users=users, fips=True)
    assert draft("mx480", ManualClock(), SeededEntropy(1), users=users)


def test_a_start_configuration_obeys_the_language_of_the_mode():
    with pytest.raises(StartConfigurationError, match="telnet"):
        draft("mx480", ManualClock(), SeededEntropy(1), text="system { services { telnet; } }", fips=True)
