"""`load patch`: the output of `show | compare`, and what people make of it."""

from __future__ import annotations

import pytest

import config_session
from junosim.config.formats import compare_text, text
from junosim.config.formats.patch_order import arranged
from junosim.config.load import Form, load
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace

at, tree = config_session.at, config_session.tree
MISMATCH = "statement does not match patch"


def patched(old, patch, base=()):
    work = Workspace(old)
    loaded = load(work, patch, form=Form.PATCH, base=base)
    return work.root, loaded.problems


def shown(root):
    return "\n".join(text.lines(root))


def there_and_back(old, new):
    """Apply the difference both ways; what the first one was."""
    for one, other in ((old, new), (new, old)):
        root, problems = patched(one, "\n".join(compare_text.lines(one, other)))
        assert problems == ()
        assert shown(root) == shown(other)
    return list(compare_text.lines(old, new))


def test_values_statements_and_blocks():
    old = tree("set system host-name a", "set snmp location x", "set system ntp peer 1.1.1.1 key 1")
    new = tree(
        "set system host-name b",
        "set protocols mstp interface i edge",
        "set system ntp peer 1.1.1.1 key 2",
        "set routing-options static route 10.0.0.0/8 next-hop 1.1.1.1",
        "set routing-options static route 10.0.0.0/8 next-hop 2.2.2.2",
    )
    there_and_back(old, new)


def test_the_level_keeps_its_mark_when_its_only_statement_changes():
    old = tree("set system host-name a", "deactivate system", 'annotate system "note"')
    new = tree("set system host-name b", "deactivate system", 'annotate system "note"')
    assert there_and_back(old, new) == ["[edit system]", "-  host-name a;", "+  host-name b;"]


def test_one_case_of_a_choice_takes_the_place_of_another():
    old = tree("set routing-options static route 10.0.0.0/8 reject")
    new = tree("set routing-options static route 10.0.0.0/8 next-hop 1.1.1.1")
    there_and_back(old, new)


def test_a_full_list_gets_another_entry():
    there_and_back(tree("set shapes few 2", "set shapes few 3"), tree("set shapes few 1", "set shapes few 2"))


def test_values_that_follow_a_word_change_alone():
    old = tree("set routing-options autonomous-system 1 loops 3", "set system login class c")
    new = tree("set routing-options autonomous-system 2 loops 3", "set system login class c")
    assert there_and_back(old, new) == [
        "[edit routing-options autonomous-system]", "-   1;", "+   2;"
    ]  # fmt: skip


def test_a_line_of_values_takes_its_marks_along():
    old = tree("set routing-options autonomous-system 1")
    new = tree("set routing-options autonomous-system 2", "deactivate routing-options autonomous-system")
    assert there_and_back(old, new) == [
        "[edit routing-options]", "-   autonomous-system 1;", "+   inactive: autonomous-system 2;"
    ]  # fmt: skip


def test_a_word_whose_values_go_stays():
    there_and_back(
        tree("set protocols mpls label-switched-path l priority 0 1"),
        tree("set protocols mpls label-switched-path l priority"),
    )


def test_marks_and_protection():
    old = tree("set system host-name a", "set snmp location x", "protect snmp", "set protocols mpls")
    new = tree("set system host-name b", "protect system", "set snmp location y", "set protocols mpls",
               "deactivate protocols mpls")  # fmt: skip
    there_and_back(old, new)


def test_comments_of_one_and_of_several_lines():
    old = tree("set system login user a uid 2000", 'annotate system login user a "one"')
    new = tree("set system login user a uid 2000", "set system login user b", 'annotate system "x\n  y"',
               'annotate system login user b "1\n2"', 'annotate system login user a "two\nlines"')  # fmt: skip
    lines = there_and_back(old, new)
    assert lines[:5] == ["[edit]", "+  /* x", "+    y */", "   system { ... }", "[edit system login]"]


@pytest.mark.parametrize("damage", [
    lambda line: f"{line}   ",
    lambda line: f"{line}\r",
    lambda line: line.replace("    ", "\t"),
    lambda line: f"      {line}",
    lambda line: line.lstrip(" "),
    lambda line: f"{line}\n",
    lambda line: f"{line}\n\r\n \t",
])  # fmt: skip
def test_a_patch_that_was_mailed(damage):
    names = [f"set protocols mstp interface {name}" for name in "abcd"]
    old, new = tree(*names, "set system host-name a"), tree(names[2], *names[:2], "set snmp location x")
    lines = compare_text.lines(old, new)
    root, problems = patched(old, "\n".join(damage(line) for line in lines))
    assert problems == ()
    assert shown(root) == shown(new)


def test_a_byte_order_mark_does_not_count():
    assert patched(tree(), "\ufeff[edit]\n+  snmp {\n+      location x;\n+  }\n")[1] == ()


def test_a_header_may_name_what_is_not_there_yet():
    root, problems = patched(tree(), "[edit interfaces ge-0/0/0 unit 0]\n+     family iso;\n")
    assert problems == ()
    assert list(compare_text.lines(root, tree("set interfaces ge-0/0/0 unit 0 family iso"))) == []


def test_relative_headers_count_from_the_level():
    root, problems = patched(tree(), "[edit login]\n+   user a {\n+       uid 2000;\n+   }\n", at("system"))
    assert problems == ()
    assert shown(root) == shown(tree("set system login user a uid 2000"))


def found(problems):
    return [(each.line, each.column, each.message, each.path, each.source) for each in problems]


def test_what_does_not_fit_is_reported_and_the_rest_applied():
    old = tree("set system host-name a", "set snmp location x")
    root, problems = patched(
        old,
        """\
[edit system]
-  host-name other;
+  location here;
-  time-zone UTC;
[edit snmp]
-  location x;
+  location y;
""",
    )
    assert found(problems) == [
        (2, 18, MISMATCH, ("system",), "host-name other;"),
        (4, 16, MISMATCH, ("system",), "time-zone UTC;"),
    ]
    assert shown(root) == shown(
        tree("set system host-name a", "set system location here", "set snmp location y")
    )


def test_a_block_that_holds_more_than_the_patch_says_stays():
    old = tree("set system login user a uid 2000", "set system login user a class c")
    root, problems = patched(old, "[edit system login]\n-    user a {\n-        uid 2000;\n-    }\n")
    assert found(problems) == [(2, 11, MISMATCH, ("system", "login"), "user a {")]
    assert shown(root) == shown(tree("set system login user a class c"))


def test_containers_emptied_by_a_block_that_never_ends_go():
    patch = "[edit]\n-  groups a {\n-      system {\n-          host-name x;\n"
    root, problems = patched(tree("set groups a system host-name x"), patch)
    assert [each.message for each in problems] == ["syntax error"]
    assert shown(root) == "groups a;"


def test_a_place_that_is_not_there_is_reported_and_the_entry_goes_to_the_end():
    old = tree("set protocols mstp interface a", "set protocols mstp interface b")
    root, problems = patched(old, "[edit protocols mstp]\n     interface x { ... }\n+    interface c;\n")
    assert found(problems) == [(2, 16, MISMATCH, ("protocols", "mstp"), "interface x {")]
    assert shown(root).count("interface") == 3
    assert shown(root).index("interface c") > shown(root).index("interface b")


def test_protected_statements_stay():
    old = tree("set system host-name a", "protect system host-name", "set protocols mstp interface a",
               "set protocols mstp interface b", "protect protocols mstp")  # fmt: skip
    patch = """\
[edit system]
-  host-name a;
+  host-name b;
[edit protocols mstp]
!    interface b { ... }
!     inactive: interface a { ... }
"""
    root, problems = patched(old, patch)
    assert [(each.line, each.warning) for each in problems] == [(2, True), (3, False), (5, False), (6, False)]
    assert all("is protected" in each.message for each in problems)
    assert shown(root) == shown(old)


@pytest.mark.parametrize(
    "header", ["[edit nonsense]", "[edit system", "[edit system host-name a]", "[edit system login user]x"]
)
def test_a_malformed_header_and_all_below_it(header):
    old = tree("set system host-name a")
    root, problems = patched(old, f"{header}\n-  host-name a;\n[edit snmp]\n+  location x;\n")
    assert [(each.line, each.message) for each in problems] == [(1, "syntax error")]
    assert shown(root) == shown(tree("set system host-name a", "set snmp location x"))


@pytest.mark.parametrize(("line", "message"), [
    ("+  nonsense x;", "syntax error"),
    ("-  nonsense x;", "syntax error"),
    ("   nonsense x;", "syntax error"),
    ("!  nonsense x;", "syntax error"),
    ("!  host-name a;", "syntax error"),
    ("-  host-name;", "missing argument"),
    ("-  host-name a", "syntax error"),
    ("-  login {", "syntax error"),
    ("-  }", "syntax error"),
    ('-  host-name "a', "unbalanced quotes"),
    ("-  /* a", "unbalanced comment"),
    ("   login { nonsense", "syntax error"),
    ("user@host# show | compare", "syntax error"),
    (f"   {'login { ' * 300}", "nesting too deep"),
    (f"-  {'login { ' * 300}", "syntax error"),
    (f"+  {'login { ' * 300}", "syntax error"),
])  # fmt: skip
def test_lines_that_cannot_be_read(line, message):
    old = tree("set system host-name a", "set system login user a")
    root, problems = patched(old, f"[edit system]\n{line}\n[edit snmp]\n+  location x;\n")
    assert message in {each.message for each in problems}
    assert {each.line for each in problems} == {2}
    assert shown(root).endswith("location x;\n}")


def test_lines_before_any_header_are_taken_at_the_top():
    root, problems = patched(tree("set snmp location x"), "-  snmp {\n-      location x;\n-  }\n")
    assert problems == ()
    assert root.children == {}


def test_nothing_is_no_patch():
    assert patched(tree("set snmp location x"), "")[1] == ()


def test_a_second_time_it_does_not_fit():
    old, new = tree("set system host-name a"), tree("set system host-name b", "set snmp location x")
    patch = "\n".join(compare_text.lines(old, new))
    root, problems = patched(new, patch)
    assert [each.message for each in problems] == [MISMATCH]
    assert shown(root) == shown(new)


def test_the_old_tree_is_not_touched():
    old = tree("set protocols mstp interface a edge", "set protocols mstp interface b")
    before = shown(old)
    new = tree("set protocols mstp interface b edge", "set protocols mstp interface a")
    patched(old, "\n".join(compare_text.lines(old, new)))
    assert shown(old) == before


@pytest.mark.parametrize(("order", "lines", "expected"), [
    ("abcx", " a+x", "axbc"),
    ("abcx", "+x b", "axbc"),
    ("abcxy", "+x+y b", "axybc"),
    ("abcx", "+x", "abcx"),
    ("abcx", "+x!c", "xcab"),
    ("abc", "!c", "cab"),
    ("abc", " b!a", "bac"),
    ("abc", " a!c!b", "acb"),
    ("abc", " ?!b", "bac"),
    ("abc", " a!a", "abc"),
    ("", " a", ""),
])  # fmt: skip
def test_where_entries_come_to_stand(order, lines, expected):
    pairs = [(lines[at], (lines[at + 1],)) for at in range(0, len(lines), 2)]
    assert "".join(keys[0] for keys in arranged([(name,) for name in order], pairs)) == expected


def test_a_long_list_turned_around_takes_no_longer_than_its_length():
    count = 2000
    names = [f"set protocols mstp interface i{number}" for number in range(count)]
    old, new = tree(*names), tree(*reversed(names))
    lines = list(compare_text.lines(old, new))
    assert len(lines) == count
    root, problems = patched(old, "\n".join(lines))
    assert problems == ()
    assert isinstance(root, Branch)
    assert shown(root) == shown(new)
