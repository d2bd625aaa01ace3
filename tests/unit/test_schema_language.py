"""The grammar language: what is read, what is refused, what a release makes of it."""

from __future__ import annotations

import pytest

from junosim.errors import GrammarError
from junosim.schema.cache import Cache
from junosim.schema.check import check_folder
from junosim.schema.node import Flag, Kind, State
from junosim.schema.read import parse_grammar, parse_notes
from junosim.schema.release import Release

ROOT = """
release one "First"
release two "Second"
fragment apply { leaves apply-groups : str; list apply-macro no-groups { leaf name : str } }
fragment statements { box system { include system:main }; box protocols { include protocols:main } }
fragment configuration {
  leaf version : str
  list groups { leaf name : str; include statements }
  include statements
  list logical-systems { leaf name : str; include statements }
}
"""
SYSTEM = r"""
enum colours (red green [deprecated] blue [must (!("system leaf")) "not blue"])
pattern word not "^\"" "no quote \\ first"
fragment main {
  leaf host-name : str(1..63|70) matching word * default "" unit "per mil" mandatory
  list list key leaf, user sorted grouped max 3 {
    leaf leaf : u32(1..9)* | 'default'
    leaf user : colours
    must (any ".. list <*>" && !(("a b" || unique ". x"))) "say \"no\""
  }
  box key one-line presence { include shared/more:part }
  choice kind {
    flag box must (all "x") "m"
    leaf choice : secret no-word
    case both { flag first; flag second }
    choice inner { flag third }
  }
  @two leaf late : str
  @one,two { leaf early : ipaddr deprecated guessed }
  @two order (choice kind key)
}
"""
MORE = """fragment part {
  leaf part-leaf : (a b-1/2 c+@d) unique one-line-if-single help "Text"; leaf mtu : dec2(0.01..1)
}"""
PROTOCOLS = "fragment main { flag mpls }"
NOTES = """
system : help "The system"; permission system system-control
system list *  help "Key"; complete things
system list * user  value-help red "Like blood"; effect colours; secret
@two system late  fips refused; state refused; only mx480 mx104
logical-systems *  as-root
"""
COMMANDS = """
command show help "Look" permission view {
  command version rpc get-software-information handler show_version { leaf level : (brief detail) no-word; flag all }
}
"""


@pytest.fixture
def folder(tmp_path):
    files = {
        "root.grammar": ROOT,
        "system.grammar": SYSTEM,
        "shared/more.grammar": MORE,
        "protocols.grammar": PROTOCOLS,
        "commands/show.grammar": COMMANDS,
        "annotations/system.notes": NOTES.replace("logical-systems *  as-root", ""),
        "annotations/logical-systems.notes": "logical-systems *  as-root",
        "shape.notes": "** part-leaf  word part\n** list * user  hidden",
    }
    for name, text in files.items():
        path = tmp_path / "junos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "junos"


@pytest.fixture
def store(tmp_path):
    return Cache([tmp_path / "shipped", tmp_path / "own"])


@pytest.fixture
def system(folder, store):
    return Release("one", folder, store).configuration.by_name["system"]


def test_names_may_be_words_of_the_language(system):
    assert [child.name for child in system.children if child.order >= 0] == [
        "host-name", "list", "key", "box", "choice", "first", "second", "third", "early",
    ]  # fmt: skip


def test_types(system):
    host = system.by_name["host-name"]
    assert (host.type.base, host.type.ranges, host.type.wildcard) == (
        "str",
        (("1", "63"), ("70", "70")),
        True,
    )
    assert (host.type.pattern.regex, host.type.pattern.negated) == ('^"', True)
    assert host.type.pattern.message == "no quote \\ first"
    assert (host.default, host.unit) == ("", "per mil")
    assert host.flags == Flag.MANDATORY | Flag.WILDCARD
    first, second = system.by_name["list"].by_name["leaf"].type.members
    assert (first.base, first.wildcard, second.base, second.words[0].word) == (
        "u32",
        True,
        "literal",
        "default",
    )
    red, green, blue = system.by_name["list"].by_name["user"].type.words
    assert (red.deprecated, green.deprecated, blue.rules) == (
        False,
        True,
        (('(!("system leaf"))', "not blue"),),
    )
    more = system.by_name["key"]
    assert [word.word for word in more.by_name["part-leaf"].type.words] == ["a", "b-1/2", "c+@d"]
    assert more.by_name["mtu"].type.ranges == (("0.01", "1"),)


def test_shapes_keys_and_rules(system):
    entries = system.by_name["list"]
    assert (entries.kind, entries.keys, entries.maximum) == (Kind.LIST, ("leaf", "user"), 3)
    assert entries.flags == Flag.HOMOGENEOUS | Flag.GROUPS
    assert entries.rules == (('(any ".. list <*>" && !(("a b" || unique ". x")))', 'say "no"'),)
    assert system.by_name["key"].flags == Flag.ONE_LINE | Flag.PRESENCE
    assert system.by_name["choice"].flags == Flag.SECRET | Flag.NO_WORD
    assert system.by_name["early"].flags == Flag.DEPRECATED | Flag.GUESSED
    part = system.by_name["key"].by_name["part-leaf"]
    assert part.flags == Flag.UNIQUE | Flag.ONE_LINE_IF_SINGLE
    assert part.help == "Text"


def test_choices(system):
    choices = {child.name: child.choices for child in system.children if child.choices}
    assert choices == {
        "box": ("kind", "box"),
        "choice": ("kind", "choice"),
        "first": ("kind", "both"),
        "second": ("kind", "both"),
        "third": ("kind", "inner", "inner", "third"),
    }


def test_releases_differ_in_statements_and_order(folder, store):
    second = Release("two", folder, store).configuration.by_name["system"]
    names = [child.name for child in second.children if child.order >= 0]
    assert names == ["host-name", "list", "box", "choice", "first", "second", "third", "key", "late", "early"]
    assert second.by_name["late"].state is State.REFUSED
    assert second.by_name["late"].attributes["only"] == "mx480 mx104"


def test_groups_come_first_and_not_in_one_line_statements(system):
    assert [child.name for child in system.children[:2]] == ["apply-groups", "apply-macro"]
    assert "apply-groups" not in system.by_name["key"].by_name


def test_annotations_by_path_and_anywhere(folder, store):
    root = Release("one", folder, store).configuration
    system = root.by_name["system"]
    assert (system.help, system.attributes["control"]) == ("The system", "system-control")
    entries = system.by_name["list"]
    assert entries.by_name["leaf"].attributes == {"help": "Key", "complete": "things"}
    user = entries.by_name["user"]
    assert user.type.words[0].help == "Like blood"
    assert user.state is State.EFFECT
    assert user.flags & Flag.SECRET
    assert user.flags & Flag.HIDDEN
    part = system.by_name["key"].by_name["part-leaf"]
    assert system.by_name["key"].by_word["part"] is part
    copy = root.by_name["logical-systems"].by_name["system"]
    assert copy.help == "The system"
    assert copy.by_name["list"].by_name["user"].attributes["effect"] == "colours"
    assert "effect" not in root.by_name["groups"].by_name["system"].by_name["list"].by_name["user"].attributes


def test_what_is_not_annotated_stays_shared(folder, store):
    root = Release("one", folder, store).configuration
    other = root.by_name["groups"].by_name["system"]
    assert root.by_name["system"].by_name["key"].children is other.by_name["key"].children
    assert root.by_name["system"].by_name["list"] is not other.by_name["list"]


def test_commands(folder, store):
    show = Release("one", folder, store).commands.by_word["show"]
    version = show.by_word["version"]
    assert (show.help, show.is_executable, version.is_executable) == ("Look", False, True)
    assert version.attributes == {"rpc": "get-software-information", "handler": "show_version"}
    assert version.flags == Flag(0)
    assert version.by_name["level"].has_no_word


def test_a_file_is_read_when_a_level_of_it_is_looked_at(folder, store):
    release = Release("one", folder, store)
    assert release.library.loaded == {"root"}
    root = release.configuration
    assert root.by_name["protocols"].kind is Kind.CONTAINER
    assert release.library.loaded == {"root"}
    keys = root.by_name["system"].by_name["key"]
    assert release.library.loaded == {"root", "system"}
    assert keys.children
    assert release.library.loaded == {"root", "system", "shared/more"}


def test_cached_language_needs_no_parser(folder, store, monkeypatch):
    first = [node.name for node in Release("one", folder, store).configuration.by_name["system"].children]
    monkeypatch.setattr("junosim.schema.read.parse_grammar", None)
    monkeypatch.setattr("junosim.schema.read.parse_notes", None)
    again = Release("one", folder, store).configuration
    assert [node.name for node in again.by_name["system"].children] == first


def test_a_changed_file_is_compiled_anew(folder, store):
    assert "mpls" in Release("one", folder, store).configuration.by_name["protocols"].by_name
    (folder / "protocols.grammar").write_text("fragment main { flag ldp }")
    assert "ldp" in Release("one", folder, store).configuration.by_name["protocols"].by_name


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\x00" * 40])
def test_a_damaged_cache_counts_as_none(folder, store, tmp_path, damage):
    Release("one", folder, store)
    files = list((tmp_path / "own").iterdir())
    assert files
    for file in files:
        file.write_bytes(damage)
    assert "system" in Release("one", folder, store).configuration.by_name
    assert all(file.read_bytes() != damage for file in files)
    files[0].write_bytes(files[0].read_bytes()[:-3])
    assert "system" in Release("one", folder, store).configuration.by_name


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    release = Release("one", folder, Cache([in_the_way / "below"]))
    assert "system" in release.configuration.by_name


def test_nothing_is_left_beside_cached_files(folder, store, tmp_path):
    Release("one", folder, store)
    assert not [path for path in (tmp_path / "own").iterdir() if path.name.startswith(".")]


def test_the_folder_is_good(folder, store):
    assert set(check_folder(folder, store)) == {"one", "two"}


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "annotations/system.notes",
            '\nsystem nothing  help "x"',
            "system.notes:2: no such statement: system nothing",
        ),
        (
            "annotations/system.notes",
            "@one system late  hidden",
            "system.notes:1: no such statement: system late",
        ),
        ("annotations/system.notes", "@ten system late  hidden", "system.notes:1: unknown release ten"),
        ("annotations/system.notes", "system * list  hidden", "no such statement"),
        ("annotations/protocols.notes", "system list  hidden", "is annotated in system.notes"),
        ("shape.notes", "** list nothing  hidden", "shape.notes:1: no such statement"),
        (
            "protocols.grammar",
            "fragment main { include nothing }",
            "protocols.grammar:1: fragment nothing is not in",
        ),
        ("protocols.grammar", "fragment main { include system:nothing }", "has no fragment nothing"),
        (
            "protocols.grammar",
            "fragment main {\n  @ten flag a\n}",
            "protocols.grammar:2: unknown release ten",
        ),
        ("protocols.grammar", "fragment main {\n  order (b)\n}", "protocols.grammar:2: order names b"),
    ],
)
def test_wrong_files_are_named_with_the_line(folder, store, file, text, message):
    (folder / file).write_text(text)
    with pytest.raises(GrammarError) as caught:
        check_folder(folder, store)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("fragment a {\n  leaf b\n}", "f:2"),
        ("fragment a {\n  leaf b : str { flag c }\n}", "f:2"),
        ("fragment a {\n  leaf b : str matching c\n}", "f:2"),
        ("enum a (b)\nenum a (c)", "f:2"),
        ("fragment a { box b max many }", "f:1"),
        ("fragment a { box b", "f:"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_line(text, place):
    with pytest.raises(GrammarError, match=place):
        parse_grammar(text, "f")


def test_words_of_a_path_may_be_facts():
    (note,) = parse_notes('system help hidden secret  secret; guess "why"; \\\n  not mx104', "f")
    assert note.path == ("system", "help", "hidden", "secret")
    assert note.facts == {"flags": {"secret": True}, "guess": "why", "not": "mx104"}
    with pytest.raises(GrammarError, match="f:1: the state is"):
        parse_notes("system  state maybe", "f")


def test_unknown_release(folder, store):
    with pytest.raises(GrammarError, match="unknown release 'three'"):
        Release("three", folder, store)
