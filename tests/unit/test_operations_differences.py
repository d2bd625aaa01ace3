"""The differences of two texts, as diff(1) finds and prints them. What is expected was printed by diffutils."""

from __future__ import annotations

import random  # noqa: TID251 - texts to compare are not the product's randomness

import pytest

from junosim.operations.difference_text import Text, context, unified, usual
from junosim.operations.differences import changes

OLD = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n"
NEW = "zero\none\ntwo\n3\nfour\nfive\nsix\nseven\neight\nten\neleven"


def found(old, new):
    """The changes, and how often the work paused."""
    work, pauses = changes(old, new), 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value, pauses
        pauses += 1


def text(content):
    lines = content.removesuffix("\n").split("\n") if content else []
    return Text("file", "date", lines, ends=not content or content.endswith("\n"))


def printed(form, old, new):
    one, other = text(old), text(new)
    keys = [
        [*it.lines[:-1], f"{it.lines[-1]}{'' if it.ends else chr(0)}"] if it.lines else []
        for it in (one, other)
    ]
    return list(form(one, other, found(*keys)[0]))


def test_the_usual_form():
    assert printed(usual, OLD, NEW) == [
        "0a1", "> zero", "3c4", "< three", "---", "> 3", "9d9", "< nine", "10a11", "> eleven",
        "\\ No newline at end of file",
    ]  # fmt: skip
    assert printed(usual, "a\nb\n", "") == ["1,2d0", "< a", "< b"]
    assert printed(usual, "a", "a\n") == ["1c1", "< a", "\\ No newline at end of file", "---", "> a"]
    assert printed(usual, OLD, OLD) == []


def test_the_unified_form():
    assert printed(unified, OLD, NEW) == [
        "--- file\tdate", "+++ file\tdate", "@@ -1,10 +1,11 @@", "+zero", " one", " two", "-three", "+3", " four",
        " five", " six", " seven", " eight", "-nine", " ten", "+eleven", "\\ No newline at end of file",
    ]  # fmt: skip
    assert printed(unified, "", "a\n") == ["--- file\tdate", "+++ file\tdate", "@@ -0,0 +1 @@", "+a"]
    assert printed(unified, OLD, OLD) == []


def test_the_form_with_context():
    assert printed(context, OLD, NEW) == [
        "*** file\tdate", "--- file\tdate", "***************", "*** 1,10 ****", "  one", "  two", "! three", "  four",
        "  five", "  six", "  seven", "  eight", "- nine", "  ten", "--- 1,11 ----", "+ zero", "  one", "  two",
        "! 3", "  four", "  five", "  six", "  seven", "  eight", "  ten", "+ eleven",
        "\\ No newline at end of file",
    ]  # fmt: skip
    assert printed(context, "a\nb\n", "a\n") == [
        "*** file\tdate", "--- file\tdate", "***************", "*** 1,2 ****", "  a", "- b", "--- 1 ----",
    ]  # fmt: skip
    assert printed(context, OLD, OLD) == []


def test_changes_far_from_each_other_are_shown_apart():
    old = "".join(f"{number}\n" for number in range(20))
    new = old.replace("2\n3\n", "2\nx\n", 1).replace("18\n", "")
    heads = [line for line in printed(unified, old, new) if line.startswith("@@")]
    assert heads == ["@@ -1,7 +1,7 @@", "@@ -16,5 +16,4 @@"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb\na\nb\n", "a\nb\na\nb\na\nb\n", ["4a5,6", "> a", "> b"]),  # the lowest place of all
        ("{\nx\n}\n", "{\nx\n}\n{\nx\n}\n", ["3a4,6", "> {", "> x", "> }"]),
        ("b\nb\nb\n", "b\n", ["2,3d1", "< b", "< b"]),
    ],
)
def test_where_a_change_may_stand_in_several_places(old, new, expected):
    assert printed(usual, old, new) == expected


def test_texts_that_differ_everywhere_are_compared_in_time_and_in_slices():
    chance = random.Random(5)
    old = [f"line {chance.randrange(100)}" for _ in range(4000)]
    new = old.copy()
    chance.shuffle(new)
    result, pauses = found(old, new)
    assert pauses > 50
    made, at = [], 0
    for change in result:
        made += old[at : change.old_from] + new[change.new_from : change.new_to]
        at = change.old_to
    assert made + old[at:] == new
    assert (
        len(found([f"a{number}" for number in range(20000)], [f"b{number}" for number in range(20000)])[0])
        == 1
    )
