"""The `$9$` form of secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junosim.schema.obfuscation import is_obfuscated, obfuscate, reveal


@given(st.text(max_size=80))
def test_a_secret_can_be_read_back(secret):
    assert reveal(obfuscate(secret)) == secret


def test_a_form_made_by_a_device_is_understood():
    # published with Crypt::Juniper
    assert reveal("$9$LbHX-wg4Z") == "lc"
    assert reveal("$9$7YdwgGDkTz6oJz69A1INdb") == "juniper"


@pytest.mark.parametrize(
    "text", ["", "$9$", "$9$Q", "$9$Qzz", "secret", "$9$a b", "$1$abc$def", "$9$LbHX-wg4ZQ"]
)
def test_other_texts_are_no_such_form(text):
    assert not is_obfuscated(text)


@given(
    st.text(
        st.sampled_from("QzF3n6/9CAtpu0OB1IREhcSyrleKvMW8LXx7N-dVbwsY2g4oaJZGUDjiHkq.mPf5T$ x"), max_size=40
    )
)
def test_what_is_read_is_a_secret_that_can_be_hidden_again(body):
    """Texts of the alphabet are read or refused, nothing else happens."""
    text = f"$9${body}"
    if is_obfuscated(text):
        secret = reveal(text)
        assert reveal(obfuscate(secret)) == secret
