"""Every kind of value type: what it should accept it accepts in a stable form, what it should refuse it refuses."""

from __future__ import annotations

import pytest

import schema_samples
from junosim.entropy import SeededEntropy
from junosim.errors import ValueProblem
from junosim.schema import values
from junosim.schema.quoting import quote, unquote
from junosim.schema.types import EnumWord, Pattern, TypeSpec

SEED = 20260101
PATTERNS = (
    ("^[[:alnum:]._-]+$", False),
    ("[/ %]", True),
    ('^((__.*__)|(all)|(.*[ ].*)|("")|(.{129,}))$', True),
    ("^([[:xdigit:]]{1,4}[.]){3}[[:xdigit:]]{1,2}$", False),
    ("^[a-zA-Z0-9:_+-/,\\.]{3,}$", False),
    ("[^a-zA-Z0-9_-]|^[^a-zA-Z]|(^(all|.{64,}|.{,1})$)", True),
    ("^(([01]{6})|([a-zA-Z].{0,63}))$", False),
    ("^[*]*.[^*]*[*]*$", False),
    ("mgmt_junos", False),
)
INTEGERS = ("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64")
WORDS = tuple(EnumWord(word) for word in ("info", "notice", "10g"))
SPECS = (
    *(TypeSpec(base) for base in schema_samples.JUNOS),
    *(TypeSpec(base) for base in INTEGERS),
    *(TypeSpec("str", (("1", "80"),), Pattern(regex, "no", negated)) for regex, negated in PATTERNS),
    TypeSpec("u32", (("1", "10"), ("100", "max"))),
    TypeSpec("i32", (("-20", "-10"), ("5", "5"))),
    TypeSpec("dec2", (("0", "100"),)),
    TypeSpec("dec9"),
    TypeSpec("str"),
    TypeSpec("str", (("32", "32"),), Pattern("^[[:xdigit:]]+$", "hexadecimal digits")),
    TypeSpec("enum", words=WORDS),
    TypeSpec("union", members=(TypeSpec("literal", words=WORDS[:1]), TypeSpec("u32", (("0", "9"),)))),
    TypeSpec("union", members=(TypeSpec("literal", words=WORDS[:1]), TypeSpec("str"))),
)


def name_of(spec: TypeSpec) -> str:
    return f"{spec.base}-{spec.pattern.regex}" if spec.pattern else spec.base


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_valid_texts_are_stored_in_a_form_that_is_stable(spec: TypeSpec) -> None:
    texts = schema_samples.valid(spec, SeededEntropy(SEED))
    assert texts
    for text in texts:
        stored = values.check(spec, text)
        assert values.check(spec, stored) == stored
        assert values.matches(spec, text)
        assert unquote(quote(stored)) == stored


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_invalid_texts_are_refused_with_a_message(spec: TypeSpec) -> None:
    texts = schema_samples.invalid(spec, SeededEntropy(SEED))
    if texts is None:
        assert spec.base in {"str", "string-huge", "union"}, "only unbounded strings have no invalid value"
        return
    assert texts
    for text in texts:
        assert not values.matches(spec, text), text
        with pytest.raises(ValueProblem) as caught:
            values.check(spec, text)
        assert caught.value.message


def test_every_type_of_the_table_has_samples() -> None:
    from junosim.schema.valuetypes import TYPES

    assert set(TYPES) == set(schema_samples.JUNOS)
