"""`wildcard delete`, `wildcard range` and `replace pattern`: all of it or nothing, at the level of the session.

The lines of `wildcard delete` are those of a capture, the rules of `replace pattern` those of the documentation.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.config.wholesale import ranges

THREE = [f"set interfaces ge-0/0/{port} unit 0 family inet" for port in range(3)]


@pytest.fixture
def typist():
    typist = Typist(make_device())
    typist.line("configure")
    typist.lines(*THREE)
    return typist


def shown(typist, path="interfaces"):
    lines = typist.line(f"top show {path} | display set").split("\n")
    return [line.removeprefix("set ") for line in lines if " fxp0 " not in line]


# ---------------------------------------------------------------------- wildcard delete


def test_wildcard_delete_names_what_it_matches_and_asks(typist):
    typist.send("wildcard delete interfaces ge-0/0/[01]\r")
    assert typist.send("n\r").startswith("no \n")
    assert len(shown(typist)) == 3
    asked = typist.send("wildcard delete interfaces ge-0/0/[01]\r")
    assert asked.partition("\n")[2] == (
        "  matched: ge-0/0/0\n  matched: ge-0/0/1\nDelete 2 objects? [yes,no] (no) "
    )
    typist.send("yes\r")
    assert shown(typist) == ["interfaces ge-0/0/2 unit 0 family inet"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("wildcard delete interfaces .*", ["ge-0/0/0", "ge-0/0/1", "ge-0/0/2", "fxp0"]),
        ("wildcard delete interfaces 0/2$", ["ge-0/0/2"]),
        ('wildcard delete "^inter"', ["interfaces"]),
        ("wildcard delete system login user fips", ["fips-user"]),
        ("wildcard delete system syslog file messages .", ["any", "authorization"]),
        ("wildcard delete interfaces ge-0/0/0 unit 0 family in", ["inet"]),
        ("wildcard delete system name-server 1", ["192.0.2.1", "198.51.100.1"]),
        ("wildcard delete policy-options community c members 2$", ["1:2"]),
    ],
)
def test_a_pattern_is_matched_with_the_names_of_its_place(typist, line, names):
    typist.lines(
        "set system name-server 192.0.2.1",
        "set system name-server 198.51.100.1",
        "set policy-options community c members [ 1:2 1:3 ]",
    )
    head = typist.send(f"{line}\r").partition("\n")[2]
    assert [row.split()[1] for row in head.split("\n")[:-1]] == names
    typist.send("yes\r")
    assert typist.line(line) == "warning: statement not found"


def test_the_names_of_a_level_are_those_below_it(typist):
    typist.line("edit interfaces ge-0/0/0 unit 0")
    typist.send("wildcard delete family .\r")
    typist.send("yes\r")
    assert shown(typist)[0] == "interfaces ge-0/0/0 unit 0"


def test_without_a_pattern_all_of_the_level_goes(typist):
    typist.line("edit interfaces")
    assert typist.send("wildcard delete\r").endswith("\nDelete everything under this level? [yes,no] (no) ")
    typist.send("yes\r")
    assert shown(typist) == [""]


def test_a_protected_statement_keeps_the_others_too(typist):
    typist.line("protect interfaces ge-0/0/1")
    typist.send("wildcard delete interfaces ge-\r")
    typist.send("yes\r")
    assert len(shown(typist)) == 4


def test_what_is_no_pattern_is_refused(typist):
    assert typist.line("wildcard delete interfaces ge-[0") == (
        "error: invalid regular expression 'ge-[0': brackets ([ ]) not balanced"
    )
    assert "syntax error." in typist.line("wildcard delete interfaces ge-.* unit 0")


# ---------------------------------------------------------------------- wildcard range


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("ge-0/0/[0-3]", "ge-0/0/0 ge-0/0/1 ge-0/0/2 ge-0/0/3"),
        ("[1,3,5]", "1 3 5"),
        ("[0-5,!2-3,9]", "0 1 4 5 9"),
        ("a[1-2]b[3,4]", "a1b3 a1b4 a2b3 a2b4"),
        ("plain", "plain"),
        ("[abc]", "[abc]"),
    ],
)
def test_a_range_stands_for_numbers(word, words):
    assert ranges.expanded(word) == tuple(words.split())


@pytest.mark.parametrize("word", ["[3-1]", "[!1]", "[1-2,!1-2]", "[,]", "[1--2]", "[-1]"])
def test_what_stands_for_nothing_is_wrong(word):
    with pytest.raises(ValueError, match=r"\["):
        ranges.expanded(word)


@pytest.mark.parametrize("word", ["[0-4294967295]", "[0-1000][0-1000]", "[1,0-99999]"])
def test_a_range_is_bounded(word):
    with pytest.raises(OverflowError):
        ranges.expanded(word)


def test_set_over_a_range_with_an_exclusion(typist):
    typist.line("top delete interfaces ge-0/0/2")
    assert typist.line("wildcard range set interfaces ge-0/0/[0-3,!2] unit [1-2] family inet6") == ""
    assert shown(typist) == [
        "interfaces ge-0/0/0 unit 0 family inet",
        "interfaces ge-0/0/0 unit 1 family inet6",
        "interfaces ge-0/0/0 unit 2 family inet6",
        "interfaces ge-0/0/1 unit 0 family inet",
        "interfaces ge-0/0/1 unit 1 family inet6",
        "interfaces ge-0/0/1 unit 2 family inet6",
        "interfaces ge-0/0/3 unit 1 family inet6",
        "interfaces ge-0/0/3 unit 2 family inet6",
    ]


@pytest.mark.parametrize(
    ("verb", "before"),
    [("deactivate", "deactivate"), ("protect", "protect")],
)
def test_marks_over_a_range(typist, verb, before):
    assert typist.line(f"wildcard range {verb} interfaces ge-0/0/[0-1]") == ""
    assert [line for line in shown(typist) if line.startswith(before)] == [
        f"{before} interfaces ge-0/0/0", f"{before} interfaces ge-0/0/1"
    ]  # fmt: skip
    undo = {"deactivate": "activate", "protect": "unprotect"}[verb]
    assert typist.line(f"wildcard range {undo} interfaces ge-0/0/[0-1]") == ""
    assert len(shown(typist)) == 3


def test_delete_over_a_range_warns_of_what_is_missing(typist):
    assert typist.line("wildcard range delete interfaces ge-0/0/[1-3]") == "warning: statement not found"
    assert shown(typist) == ["interfaces ge-0/0/0 unit 0 family inet"]


def test_annotate_over_a_range(typist):
    assert typist.line('wildcard range annotate interfaces ge-0/0/[0,2] "to [1-2]"') == ""
    assert typist.line("show interfaces ge-0/0/0") == typist.line("show interfaces ge-0/0/2")
    assert typist.line("show interfaces").count("/* to [1-2] */") == 2


def test_a_range_of_which_a_part_is_refused_changes_nothing(typist):
    typist.lines("protect interfaces ge-0/0/1", "commit")
    assert typist.line("wildcard range set interfaces ge-0/0/[0-1] mtu 1600") == (
        "error: [interfaces ge-0/0/1] is protected, 'interfaces ge-0/0/1 mtu 1600' cannot be modified"
    )
    line = "wildcard range set system login user u uid [63990-64010]"
    assert typist.line(line) == "error: Value 64001 is not within range (100..64000) at '64001'"
    assert typist.line("show | compare") == ""


def test_a_range_in_quotes_is_text(typist):
    typist.line('wildcard range set interfaces ge-0/0/[0-1] description "port [0-1]"')
    assert typist.line("show interfaces ge-0/0/0 description") == 'description "port [0-1]";'


def test_what_is_wrong_with_a_range_is_said_under_it(typist):
    assert "\ninvalid range '[3-1]'\n" in typist.line("wildcard range set interfaces ge-0/0/[3-1] disable")
    assert (
        "interfaces ge-0/0/"
        not in typist.line("wildcard range set interfaces ge-0/0/[0-1] foo").split("\n")[0]
    )


def test_a_password_is_not_asked_for_a_range(typist):
    line = "wildcard range set system login user u[1-2] authentication plain-text-password"
    assert typist.line(line) == "error: a password is asked for one account at a time"
    assert "user u1" not in typist.line("show system login")


def test_the_question_mark_goes_on_behind_a_range(typist):
    rows = typist.send("wildcard range set interfaces ge-0/0/[0-3] unit 0 vlan-i?")
    assert "  vlan-id " in rows


def test_the_question_mark_lists_the_verbs(typist):
    rows = typist.send("wildcard range ?")
    words = [line.split()[0] for line in rows.split("\n")[2:-2]]
    assert words == ["activate", "annotate", "deactivate", "delete", "protect", "set", "unprotect"]


# ---------------------------------------------------------------------- replace pattern


def test_names_and_values_are_replaced_and_keep_what_is_said_of_them(typist):
    typist.lines(
        "set interfaces ge-0/0/0 description to-ge-0/0/0",
        "set protocols ospf area 0 interface ge-0/0/0.0",
        "deactivate interfaces ge-0/0/0 unit 0",
        'annotate interfaces ge-0/0/0 "about ge-0/0/0"',
    )
    assert typist.line("replace pattern ge-0/0/0 with ge-1/0/5") == ""
    assert typist.line("show interfaces ge-1/0/5") == (
        "description to-ge-1/0/5;\ninactive: unit 0 {\n    family inet;\n}"
    )
    assert "/* about ge-0/0/0 */\nge-1/0/5 {" in typist.line("show interfaces")
    assert "ge-1/0/5.0" in typist.line("show protocols")


def test_the_level_of_the_session_bounds_it(typist):
    typist.lines("set system location building inet", "edit interfaces ge-0/0/0")
    assert typist.line("replace pattern inet with inet6") == ""  # keywords are no names
    assert typist.line("top show system location") == "building inet;"
    typist.lines(
        "set description x", "top", "set interfaces ge-0/0/1 description x", "edit interfaces ge-0/0/0"
    )
    typist.line("replace pattern x with y")
    assert shown(typist, "interfaces ge-0/0/1 description") == ["interfaces ge-0/0/1 description x"]
    assert shown(typist, "interfaces ge-0/0/0 description") == ["interfaces ge-0/0/0 description y"]


def test_upto_counts_statements_level_by_level(typist):
    """The example of the vendor's documentation: siblings come before what is below them."""
    typist.lines(
        'set interfaces ge-0/0/0 description "mkt 010101"',
        'set interfaces ge-0/0/0 unit 0 description "mkt 010101"',
        'set interfaces ge-0/0/1 description "mkt 010101"',
        "edit interfaces",
    )
    typist.line("replace pattern 01 with 02 upto 2")
    assert [line for line in shown(typist) if "mkt" in line] == [
        'interfaces ge-0/0/0 description "mkt 020202"',
        'interfaces ge-0/0/0 unit 0 description "mkt 010101"',
        'interfaces ge-0/0/1 description "mkt 020202"',
    ]


def test_groups_and_the_whole_match_can_be_repeated(typist):
    typist.line("set interfaces ge-0/0/0 unit 0 family inet address 192.168.3.4/24")
    typist.line(r'replace pattern "192\.168\.(.*)/24" with "10.2.\1/28"')
    assert "address 10.2.3.4/28;" in typist.line("show interfaces ge-0/0/0")
    typist.lines("set system location building abc", r'replace pattern b with "<&\&>"')
    assert typist.line("show system location building") == "building a<b&>c;"
    assert typist.line(r"replace pattern a with \1") == (
        "error: invalid regular expression 'a': invalid backreference number"
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("replace pattern ge-0/0/0 with ge-0/0/1", "error: target 'ge-0/0/1' already exists"),
        (
            "replace pattern 192.0.2.10 with 192.0.2.1x",
            "error: invalid ip address or hostname: 192.0.2.1x at",
        ),
        ("replace pattern ge- with xx-", "error: invalid interface type in 'xx-0/0/0'."),
    ],
)
def test_a_text_that_does_not_fit_changes_nothing(typist, line, text):
    typist.line("commit")
    assert typist.line(line).startswith(text)
    assert typist.line("show | compare") == ""


def test_entries_can_change_places(typist):
    typist.lines("set system location building a", r'replace pattern "ge-0/0/(0|1)" with ge-0/0/1\1')
    assert [line.split()[1] for line in shown(typist)] == ["ge-0/0/2", "ge-0/0/10", "ge-0/0/11"]


def test_protected_statements_stop_it_and_secrets_stay(typist):
    typist.lines("set system location building crypto", "protect system location", "commit")
    assert typist.line("replace pattern crypto with clear") == (
        "error: [system location] is protected, 'system location building crypto' cannot be modified"
    )
    typist.lines("unprotect system location", "commit")
    before = typist.line("show system root-authentication")
    typist.line("replace pattern [a-z] with x")
    assert typist.line("show | compare") == ""  # the names of interfaces do not take it
    typist.lines("edit system root-authentication", "replace pattern [a-z] with x", "top")
    assert typist.line("show system root-authentication") == before
