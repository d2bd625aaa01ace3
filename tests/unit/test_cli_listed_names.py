"""What Tab and `?` know of values: entries of lists without a word, beginnings of numbers, forms behind a pipe."""

import pytest

from cli_session import Typist

INTERFACES = ("set interfaces ae1 unit 5 vlan-id 5", "set interfaces ae1 unit 7 vlan-id 7")


@pytest.fixture
def typist():
    typist = Typist()
    typist.lines("set cli complete-on-space off", "configure", *INTERFACES, "set vlans V10 vlan-id 10")
    return typist


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("show interfaces ae\t", "show interfaces ae1 "),
        ("rename vlans V\t", "rename vlans V10 "),
        ("top set interfaces ae\t", "top set interfaces ae1 "),
        ("set vlans xx\t", "set vlans xx "),
    ],
)
def test_entries_that_are_typed_without_a_word_are_completed(typist, typed, shown):
    assert typist.send(typed) == shown


def test_a_unit_is_no_interface(typist):
    assert "\n  5\n  7\n" in typist.send("set interfaces ae1 unit ?")
    assert "\n  5\n" not in typist.send("\x15set interfaces ?")


def test_the_level_at_hand_counts(typist):
    typist.line("edit interfaces")
    assert typist.send("set ae\t") == "set ae1 "
    assert typist.send("\x15set ae1 unit 5 ae\t").endswith(
        "^\nsyntax error.\n\n[edit interfaces]\nlab@r1# set ae1 unit 5 ae"
    )


def test_entries_that_may_not_be_seen_are_not_completed(typist):
    other = Typist(typist.device, user="op", permissions=("configure", "system", "system-control"))
    other.lines("set cli complete-on-space off", "configure")
    assert "ae1" not in other.send("show interfaces ?") + other.send("\x15show ?")


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("set cli screen-length 1?", True),
        ("set cli screen-length x?", False),
        ("set cli screen-length -?", True),
        ("set cli directory x?", True),
    ],
)
def test_a_number_begins_with_a_digit(typist, typed, listed):
    assert ("No valid completions" not in typist.send(f"run {typed}")) is listed


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("run show cli", ["json", "rfc5952", "xml"]),
        ("run show configuration", None),
        ("show", None),
        ("run show system rollback 0", None),
        ("commit", ["detail", "xml"]),
        ("commit check", ["detail", "xml"]),
    ],
)
def test_what_display_offers_depends_on_the_command(typist, line, forms):
    rows = typist.send(f"{line} | display ?").split("Possible completions:\n")[1].split("[edit]")[0]
    listed = [row.split()[0] for row in rows.splitlines()]
    everything = [
        "changed",
        "commit-scripts",
        "detail",
        "inheritance",
        "json",
        "omit",
        "rfc5952",
        "set",
        "xml",
    ]
    assert listed == (everything if forms is None else forms)


def test_an_edit_has_no_form_to_be_shown_in(typist):
    assert "display" not in typist.send("set system location floor 1 | ?")


def test_grep_is_match_but_not_listed(typist):
    assert typist.line("show | display set | grep vlan-id.7") == "set interfaces ae1 unit 7 vlan-id 7"
    assert "grep" not in typist.send("show | ?")


def test_the_caret_stands_behind_what_something_hidden_begins_with(typist):
    prompt = len("lab@r1# ")
    assert typist.line("show | gre x").splitlines()[0] == " " * (prompt + len("show | gre")) + "^"
    assert typist.line("show | grx x").splitlines()[0] == " " * (prompt + len("show | ")) + "^"
