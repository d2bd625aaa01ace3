"""The language of commit rules: every construct, and every rule of the shipped releases."""

from __future__ import annotations

import pytest

from junosim.errors import GrammarError
from junosim.schema import constraints, release
from junosim.schema.constraints import ABSOLUTE, And, Not, Or, Read, Word

OWN = Word("own")


def literals(*words):
    return tuple(Word("literal", word) for word in words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('("a b")', Read("any", ABSOLUTE, literals("a", "b"))),
        ('(".. .. a")', Read("any", 2, literals("a"))),
        ('(" .. a")', Read("any", 1, literals("a"))),
        ('("..rib-out")', Read("any", 1, literals("rib-out"))),
        ('(". a")', Read("any", 0, literals("a"))),
        ('(any "a <*> b")', Read("any", ABSOLUTE, (*literals("a"), Word("glob", "*"), *literals("b")))),
        ('(all "a <ps*>")', Read("all", ABSOLUTE, (*literals("a"), Word("glob", "ps*")))),
        ('(unique "a $$")', Read("unique", ABSOLUTE, (*literals("a"), OWN))),
        (
            '("i $$-IFL")',
            Read("any", ABSOLUTE, (*literals("i"), Word("device"), *literals("unit"), Word("unit"))),
        ),
        ('("i $$-IFD")', Read("any", ABSOLUTE, (*literals("i"), Word("device")))),
        ('("i ${i}.0")', Read("any", ABSOLUTE, (*literals("i"), Word("template", "${i}.0")))),
        ('(".. speed $$={0}")', Read("any", 1, literals("speed", "0"))),
    ],
)
def test_paths(text, read):
    assert constraints.parse(text) == read


def test_operators():
    a, b, c = (Read("any", ABSOLUTE, literals(name)) for name in "abc")
    assert constraints.parse('((!("a") && ("b" || "c")))') == And((Not(a), Or((b, c))))
    assert constraints.parse('(("a" || "b" && "c"))') == Or((a, And((b, c))))
    assert list(constraints.reads(constraints.parse('(("a" || !("b")))'))) == [a, b]


@pytest.mark.parametrize("text", ["", '("a"', '("a" && )', "(a)", '("a" "b")', '(some "a")'])
def test_what_is_no_rule(text):
    with pytest.raises(GrammarError, match="rule not understood"):
        constraints.parse(text)


def rules_of(root):
    """All (expression, message) pairs of a language."""
    seen, found, stack = set(), set(), [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        found |= set(node.rules)
        if node.type is not None:
            for spec in (node.type, *node.type.members):
                found |= {rule for word in spec.words for rule in word.rules}
        stack += node.children if node.has_children else ()
    return found


@pytest.mark.parametrize(("name", "count"), [("mx19", 2590), ("qfx20", 2087)])
def test_every_rule_of_a_release_is_understood(name, count):
    rules = rules_of(release.load(name).configuration)
    assert len(rules) == count
    for expression, _ in rules:
        assert any(True for _ in constraints.reads(constraints.parse(expression)))
