"""Password hashes: known vectors, what never matches, and what costs too much."""

from __future__ import annotations

import pytest

from junosim.access import libcrypt, passwords
from junosim.access.passwords import HashKind, costs_too_much, kind_of, make_hash, verify
from junosim.entropy import SeededEntropy

# SHA-crypt as `openssl passwd` has it and in the scheme's paper; the others as libxcrypt makes them.
VECTORS = [
    (
        "Hello world!",
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJu"
        "esI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
    ),
    ("Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"),
    (
        "Hello world!",
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sb"
        "HbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
    ),
    ("Lab-Secret", "$1$saltsalt$DfgW6yr9mIJrwXzsnjeC20"),
    ("U*U*U*U*", "CCNf8Sbh3HDfQ"),
    ("Lab-Secret", "$sha1$4000$saltsalt$CjD8xRjesgyyLdsVXJS3lSnYc6Mn"),
]


@pytest.fixture(params=[libcrypt.find_crypt(), libcrypt.portable_crypt], ids=["native", "portable"])
def _both_ways(request, monkeypatch):
    monkeypatch.setattr(passwords, "find_crypt", lambda: request.param)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize(("password", "stored"), VECTORS)
def test_a_known_hash_fits_its_password_only(password, stored):
    assert verify(stored, password)
    assert verify(stored, password + " ") == (kind_of(stored) is HashKind.DES)  # which sees eight characters
    assert not verify(stored, "")


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("kind", list(HashKind))
def test_a_made_hash_fits_and_has_its_kind(kind):
    made = make_hash("Crypto-Officer-1", SeededEntropy(), kind)
    assert kind_of(made) is kind
    assert verify(made, "Crypto-Officer-1")
    assert not verify(made, "crypto-Officer-1")


def test_salts_differ():
    entropy = SeededEntropy()
    assert make_hash("x", entropy) != make_hash("x", entropy)


@pytest.mark.parametrize(
    "stored", [None, "", "*", "*0", "!", "plain", "$6$", "$6$salt", "$6$salt$", "$9$abc", "$7$a$b"]
)
def test_what_is_no_hash_fits_no_password(stored):
    for password in ("", "*", "*0", "plain", "salt"):
        assert not verify(stored, password)


def test_the_same_work_is_done_for_a_user_that_does_not_exist(monkeypatch):
    settings = []
    native = libcrypt.find_crypt()

    def recorded(password, setting):
        settings.append(setting)
        return native(password, setting)

    monkeypatch.setattr(passwords, "find_crypt", lambda: recorded)
    verify(VECTORS[0][1], "wrong")
    verify(None, "wrong")
    verify("*", "wrong")
    assert [setting[:3] for setting in settings] == [b"$6$"] * 3


def test_the_stand_in_hash_can_be_computed():
    assert libcrypt.find_crypt()(b"x", b"$6$......../$") is not None


def test_long_passwords_are_refused_before_they_are_hashed(monkeypatch):
    made = make_hash("a" * 128, SeededEntropy())
    assert verify(made, "a" * 128)
    hashed = []
    monkeypatch.setattr(passwords, "find_crypt", lambda: lambda *given: hashed.append(given))
    assert not verify(made, "a" * 129)
    assert not verify(made, "é" * 65)
    assert not verify(made, "a\0")
    assert hashed == [(b"", made.encode())] * 3  # as long an answer, but no work on what was sent
    with pytest.raises(ValueError, match="cannot be hashed"):
        make_hash("a" * 129, SeededEntropy())


def test_a_hash_with_too_many_rounds_is_refused():
    dear = make_hash("secret", SeededEntropy()).replace("$6$", "$6$rounds=1000000$")
    assert costs_too_much(dear)
    assert not verify(dear, "secret")
    assert not costs_too_much(VECTORS[2][1])
    assert not costs_too_much("*")


def test_bytes_that_are_no_text_are_hashed_as_they_came():
    made = make_hash("\udcff\udcfe", SeededEntropy())
    assert verify(made, "\udcff\udcfe")


def test_a_setting_nobody_understands_gives_nothing():
    assert libcrypt.portable_crypt(b"x", b"$2b$04$abcdefghijklmnopqrstuu") is None
    assert libcrypt.portable_crypt(b"x", b"$6$rounds=x$") is None
    assert libcrypt.find_crypt()(b"x", b"*") is None
