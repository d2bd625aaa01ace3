"""Quotes around values: when they are needed, and how they come off again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junosim.schema.quoting import quote, unquote


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("alpha", "alpha"),
        ("ge-0/0/0.0", "ge-0/0/0.0"),
        ("<*>", "<*>"),
        ("2001:db8::1/64", "2001:db8::1/64"),
        ("(a|b)", '"(a|b)"'),
        ("", '""'),
        ("two words", '"two words"'),
        ("[x]", '"[x]"'),
        ("a;b", '"a;b"'),
        ("$junos-interface-unit", '"$junos-interface-unit"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("ge-.\\.1", '"ge-.\\.1"'),
        ("ends\\", '"ends\\\\"'),
        ("line\nline", '"line\\nline"'),
        ("back\\n", '"back\\\\n"'),
    ],
)
def test_quote(text: str, form: str) -> None:
    assert quote(text) == form
    assert unquote(form) == text


def test_secrets_are_always_quoted() -> None:
    assert quote("plain", always=True) == '"plain"'


def test_a_token_without_quotes_is_its_own_value() -> None:
    assert unquote('a"b') == 'a"b'
    assert unquote('"') == '"'


@given(st.text(alphabet=st.one_of(st.sampled_from('\\"nrt\n\r\t .[]'), st.characters(codec="utf-8"))))
def test_what_is_quoted_comes_back(text: str) -> None:
    form = quote(text, always=True)
    assert unquote(form) == text
    assert "\n" not in form
