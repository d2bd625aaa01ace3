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


@pytest.mark.parametrize("text", ["", "$9$", "secret", "$9$a b", "$1$abc$def"])
def test_other_texts_are_no_such_form(text):
    assert not is_obfuscated(text)
