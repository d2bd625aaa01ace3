"""The generator of the command tree: RPC facts in, grammar files out, hand-written parts kept."""

from __future__ import annotations

import pytest

from junosim.errors import GrammarError
from junosim.schema import rpc_facts
from junosim.schema.command_shapes import is_bare, permission
from junosim.schema.generate_commands import generate
from junosim.schema.read import parse_grammar
from junosim.schema.rpc_facts import Argument

MX = """\
# junos rpc facts: a sample
R get-interface-information "show interfaces" from=22.4R1 out=interface-information
 + command-forwarding
 f level-extra {detail,terse,brief%}
 f interface-name str
 f snmp-index u32(1..9)* unit=number
R get-optics "show interfaces diagnostics optics" from=22.4R1
 f interface-name str
R get-route-information "show route" from=22.4R1
 ? daemon-select
  f logical-system str(P1)
 f protocol {bgp,static}
 f destination ipprefix-optional
 f advertising-protocol-name {bgp}
 f old flag dep
R ping "ping" from=22.4R1
 f rapid flag
 f host str req
 L source str(1..63,P2)* user
R hidden-thing -
R file-copy "file-mgd copy" from=22.4R1
 f source str req
R only-mx "clear thing" from=22.4R1
G command-forwarding
 ? re-selector
  f re0 flag
  f routing-engine {local,other}
 ? vc-selector
  f local flag
P P1 "^[a-z]{1,63}$" "Name \\"x\\""
P P2 "!\\\\." "No dots"
"""
QFX = MX.replace("R only-mx", "R only-qfx").replace("clear thing", "clear other").replace("P1", "P7")


def sample(own: dict[str, list[str]] | None = None) -> dict[str, str]:
    facts = {name: rpc_facts.read(text.splitlines()) for name, text in (("mx19", MX), ("qfx20", QFX))}
    return generate(facts, own or {})


def test_files_and_their_commands():
    files = sample()
    assert set(files) == {f"{name}.grammar" for name in ("show", "ping", "file", "clear", "shared/groups")}
    for name, text in files.items():
        parse_grammar(text, name)
    assert "command copy rpc file-copy" in files["file.grammar"]
    assert not any("hidden-thing" in text for text in files.values())


def test_arguments_in_the_language():
    show, ping = sample()["show.grammar"], sample()["ping.grammar"]
    assert "leaf level-extra : (detail terse brief[deprecated]) no-word" in show
    assert "leaf interface-name : str no-word complete interfaces" in show
    assert "leaf snmp-index : u32(1..9)* unit number" in show
    assert "leaf protocol : (bgp static)\n" in show
    assert "leaf advertising-protocol-name : (bgp) word advertising-protocol" in show
    assert "flag old deprecated" in show
    assert "choice daemon-select {\n      leaf logical-system : str matching text-1\n" in show
    assert 'pattern text-1 "^[a-z]{1,63}$" "Name \\"x\\""' in show
    assert 'pattern text-1 not "\\\\." "No dots"' in ping
    assert "leaf host : str no-word mandatory" in ping
    assert "leaves source : str(1..63) matching text-1 *" in ping


def test_shared_group_leaves_out_what_clashes_and_hides_what_no_router_has():
    groups = sample()["shared/groups.grammar"]
    assert "flag local\n" in groups
    assert "flag re0 hidden" in groups
    assert "routing-engine" not in groups
    assert "include commands/shared/groups:command-forwarding" in sample()["show.grammar"]


def test_equal_parts_are_shared_and_others_guarded():
    files = sample()
    assert "@" not in files["show.grammar"]
    assert "@mx19 command thing rpc only-mx" in files["clear.grammar"]
    assert "@qfx20 command other rpc only-qfx" in files["clear.grammar"]


def test_a_word_that_only_one_release_can_execute_is_written_for_each():
    texts = {
        "mx19": 'R get-a "show a" from=22.4R1\n f flagged flag\nR get-ab "show a b" from=22.4R1\n',
        "qfx20": 'R get-ab "show a b" from=22.4R1\n',
    }
    show = generate({name: rpc_facts.read(text.splitlines()) for name, text in texts.items()}, {})[
        "show.grammar"
    ]
    assert "@mx19 command a rpc get-a permission view {\n    flag flagged\n    command b rpc get-ab" in show
    assert "@qfx20 command a permission view {\n    command b rpc get-ab\n" in show


def test_permissions_stand_at_the_verb_or_where_they_differ():
    files = sample()
    assert "command ping rpc ping permission network {" in files["ping.grammar"]
    assert "command interfaces rpc get-interface-information permission view {" in files["show.grammar"]
    assert permission(("show",)) == ""
    assert permission(("show", "log")) == "trace"
    assert permission(("show", "version")) == "view"
    assert permission(("show", "log", "user")) == ""
    assert permission(("request",)) == "maintenance"
    assert permission(("request", "system")) == ""


def test_hand_written_fragments_are_included_where_they_are_named():
    show = sample({"show": ["members", "interfaces.diagnostics"]})["show.grammar"]
    assert "command show {\n  include commands/own/show:members\n" in show
    assert "command diagnostics {\n      include commands/own/show:interfaces.diagnostics\n" in show


def test_a_fragment_named_after_no_command_is_refused():
    with pytest.raises(GrammarError, match=r"own/show.grammar: fragment nonsense: 'show nonsense' is no"):
        sample({"show": ["nonsense"]})


def test_a_large_second_word_has_a_file_of_its_own():
    many = "".join(f'R get-{number} "show chassis part{number}" from=22.4R1\n' for number in range(20))
    files = generate({"mx19": rpc_facts.read(many.splitlines())}, {})
    assert (
        "command chassis permission view { include commands/show/chassis:members }" in files["show.grammar"]
    )
    assert files["show/chassis.grammar"].count("rpc get-") == 20


def test_the_same_input_gives_the_same_files():
    assert sample() == sample()


@pytest.mark.parametrize(
    ("command", "argument", "bare"),
    [
        ("show interfaces", Argument("f", "level-extra", "{terse}"), True),
        ("show route", Argument("f", "protocol", "{bgp}"), False),
        ("show bgp neighbor", Argument("f", "neighbor-address", "str"), True),
        ("show bgp neighbor", Argument("f", "instance", "str"), False),
        ("show chassis fpc", Argument("f", "fpc-slot", "u32*"), True),
        ("show chassis pic", Argument("f", "pic-slot", "u32*"), False),
        ("file show", Argument("f", "filename", "filename", ("req",)), True),
        ("show x", Argument("f", "filename", "filename"), False),
        ("ping", Argument("f", "rapid", "flag"), False),
        ("show vlans", Argument("f", "vlan-name", "str"), True),
        ("ping", Argument("L", "host", "str"), False),
    ],
)
def test_which_arguments_are_typed_bare(command: str, argument: Argument, bare: bool):
    assert is_bare(tuple(command.split()), argument) is bare


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("X what\n", "line 1: 'X what' is no line"),
        (" f orphan str\n", "line 1: an argument without an RPC"),
        ('R a "b"\n   f deep str\n', "line 2: indented by 3, expected 1"),
        ('R a "b"\n z odd\n', "line 2: 'z odd' is no argument"),
        ('R a "b"\n f bare\n', "line 2: argument 'bare' has no type"),
        ('R a "b"\n f x str(P4)\n', "line 2: pattern P4 is not in this file"),
    ],
)
def test_wrong_facts_are_refused_by_line(text: str, message: str):
    with pytest.raises(GrammarError, match=message):
        rpc_facts.read(text.splitlines())
