"""The generator: facts of two releases become grammar files that say the same again."""

from __future__ import annotations

import pytest

from junosim.errors import GrammarError
from junosim.schema.cache import Cache
from junosim.schema.check import check_folder
from junosim.schema.generate.__main__ import main
from junosim.schema.node import Flag, Kind
from junosim.schema.release import Release

OLD = r"""# junos schema facts: old
G configuration
 + base
 l groups user
  + group
 + system-group
 + interfaces-group
G base
 f version str
 L apply-groups str user
 l apply-macro user
  f name str
G group
 + base
 f name str(1..254)
 c when ag
G system-group
 c system ag m=M2
  f host-name str(1..255,P1) req m=M1 m=M2
  c login ag
   + login-type
  l name-server user ag hom max=9
   f name ipaddr
   f pick {a,b%,c!M1} nk def=b
   f odd ('default'|u32(1..9|20)*) unit=per_second
  ? kind
   f finger flag dep
   c ftp pres 1l
    f port u16* def="a b"
   ? inner
    L words E1 user
    L more dec2(-1.5..2)
  c differs ag
   f one str
   f two str
   f three secret
   f four E1*
  f here-only interface-name*
  ? nothing
G login-type ag m=M1
 l user key=uid,name ag f?
  f uid u32(100..64000)
  f name str(P2)
 c one-line 1l 1l+ nd
  f x i32(-5..5)
G login-type~2
 f other flag
G interfaces-group
 c interfaces ag
  l interface nk~ ag
   f name interface-device
   + login-type~2
  + login-type~2
E E1 {aaaaaaaaaaaaaaaaaaaaaaaaaa,bbbbbbbbbbbbbbbbbbbbbbbbbbbbb,ccccccccccccccccccccccccccccc}
P P1 "^[^\"\\ ]+\n$" "No \"quotes\""
P P2 "!/" "No slash"
M M1 (!(any ".. a <*> b") && ("x $$" || !(unique ". n"))) "It's \"wrong\""
M M2 ("x") ""
"""
NEW = (
    OLD.replace("schema facts: old", "schema facts: new")
    .replace("  c differs ag\n", "  c differs ag 1l+\n")
    .replace("  f here-only interface-name*\n", "  f only-new time\n")
    .replace("G login-type~2\n f other flag\n", "G login-type~2\n")
    .replace(" f uid u32(100..64000)", " f uid u32(100..65000)")
)
NEW = NEW.replace("  c login ag\n   + login-type\n", "").replace(
    "  ? nothing\n", "  c login ag\n   + login-type\n"
)
GRAFT = r"""# junos schema facts (graft)
G configuration
 c system ag
  c login ag
   l user
    f name str
    f grafted E1 m=M1
   ? case
    f new flag
 c services ag
  f s str(P1)
E E1 {x,y}
P P1 "z" "zz"
M M1 ("graft") "g"
"""


@pytest.fixture
def made(tmp_path):
    """The folder with the grammar files of both releases, and the store of their compiled form."""
    for name, text in (("old", OLD), ("new", NEW), ("graft", GRAFT)):
        (tmp_path / f"{name}.facts").write_text(text)
    (tmp_path / "order").write_text("# comment\nversion\ngroups\nsystem\n")
    out = tmp_path / "out"
    arguments = [
        f"old={tmp_path}/old.facts",
        f"new={tmp_path}/new.facts",
        "--graft",
        f"old={tmp_path}/graft.facts",
    ]
    assert main([*arguments, "--out", str(out), "--order", str(tmp_path / "order")]) == 0
    return out, Cache([tmp_path / "store"]), arguments


def root(made, name="old"):
    return Release(name, made[0], made[1]).configuration


def own(node):
    return [child.name for child in node.children if child.order >= 0]


def test_the_files_are_good_and_say_what_they_are(made):
    releases = check_folder(made[0], made[1])
    assert releases["old"].releases == {"old": "old", "new": "new"}
    assert own(root(made))[:3] == ["version", "groups", "system"]
    assert set(own(root(made, "new"))) == {
        "version",
        "groups",
        "system",
        "apply-groups",
        "apply-flags",
        "apply-macro",
        "interfaces",
    }
    assert "services" in own(root(made))


def test_a_second_run_gives_the_same_bytes_and_removes_what_is_no_longer_made(made, tmp_path):
    before = {path.name: path.read_bytes() for path in made[0].rglob("*.grammar")}
    (made[0] / "gone.grammar").write_text("fragment main { flag x }")
    (made[0] / "kept.notes").write_text("")
    main([*made[2], "--out", str(made[0]), "--order", str(tmp_path / "order")])
    assert {path.name: path.read_bytes() for path in made[0].rglob("*.grammar")} == before
    assert (made[0] / "kept.notes").exists()


def test_every_kind_type_and_attribute(made):
    system = root(made).by_name["system"]
    assert system.rules == (('("x")', ""),)
    host = system.by_name["host-name"]
    assert (host.type.ranges, host.type.pattern.regex) == ((("1", "255"),), '^[^"\\ ]+\n$')
    assert host.type.pattern.message == 'No "quotes"'
    assert host.rules[0] == ('(!(any ".. a <*> b") && ("x $$" || !(unique ". n")))', 'It\'s "wrong"')
    assert host.flags == Flag.MANDATORY
    servers = system.by_name["name-server"]
    assert (servers.kind, servers.keys, servers.maximum) == (Kind.LIST, ("name",), 9)
    assert servers.flags == Flag.GROUPS | Flag.HOMOGENEOUS | Flag.USER_ORDERED
    pick = servers.by_name["pick"]
    assert [(word.word, word.deprecated, len(word.rules)) for word in pick.type.words] == [
        ("a", False, 0), ("b", True, 0), ("c", False, 1),
    ]  # fmt: skip
    assert (pick.default, pick.flags) == ("b", Flag.NO_WORD)
    odd = servers.by_name["odd"]
    assert (odd.unit, odd.type.members[0].words[0].word) == ("per second", "default")
    assert (odd.type.members[1].ranges, odd.type.members[1].wildcard) == ((("1", "9"), ("20", "20")), True)
    assert system.by_name["finger"].choices == ("kind", "finger")
    assert system.by_name["finger"].is_flag
    assert system.by_name["finger"].flags == Flag.DEPRECATED
    assert system.by_name["ftp"].flags == Flag.PRESENCE | Flag.ONE_LINE
    assert system.by_name["ftp"].by_name["port"].default == "a b"
    words = system.by_name["words"]
    assert (words.kind, words.flags, len(words.type.words)) == (Kind.LEAF_LIST, Flag.USER_ORDERED, 3)
    assert words.choices == ("kind", "inner", "inner", "words")
    assert system.by_name["more"].type.ranges == (("-1.5", "2"),)
    assert system.by_name["more"].flags == Flag(0)
    assert system.by_name["differs"].by_name["three"].is_secret
    assert system.by_name["differs"].by_name["four"].flags == Flag.WILDCARD
    login = system.by_name["login"]
    assert login.flags == Flag.GROUPS
    assert [rule[1] for rule in login.rules] == ['It\'s "wrong"']
    user = login.by_name["user"]
    assert (user.keys, user.flags) == (("uid", "name"), Flag.GROUPS | Flag.GUESSED)
    assert user.by_name["name"].type.pattern.negated
    line = login.by_name["one-line"]
    assert line.flags == Flag.ONE_LINE | Flag.ONE_LINE_IF_SINGLE
    assert line.by_name["x"].type.ranges == (("-5", "5"),)
    interface = root(made).by_name["interfaces"].by_name["interface"]
    assert interface.has_no_word
    assert own(interface) == ["name", "other"]


def test_groups_hold_the_root_again(made):
    entry = root(made).by_name["groups"]
    assert own(entry)[:2] == ["name", "when"]
    assert own(entry.by_name["system"]) == own(root(made).by_name["system"])
    assert entry.by_name["when"].by_name["apply-groups-except"].kind is Kind.LEAF_LIST


def test_what_differs_is_guarded(made):
    old, new = (root(made, name).by_name["system"] for name in ("old", "new"))
    assert own(old) == [
        "host-name", "login", "name-server", "finger", "ftp", "words", "more", "differs", "here-only",
    ]  # fmt: skip
    assert own(new) == [
        "host-name", "name-server", "finger", "ftp", "words", "more", "differs", "only-new", "login",
    ]  # fmt: skip
    assert old.by_name["differs"].flags == Flag.GROUPS
    assert new.by_name["differs"].flags == Flag.GROUPS | Flag.ONE_LINE_IF_SINGLE
    assert own(old.by_name["differs"]) == own(new.by_name["differs"]) == ["one", "two", "three", "four"]
    assert new.by_name["login"].by_name["user"].by_name["uid"].type.ranges == (("100", "65000"),)
    assert own(root(made, "new").by_name["interfaces"].by_name["interface"]) == ["name"]
    text = (made[0] / "system.grammar").read_text()
    assert text.count("leaf host-name") == text.count("leaf three") == 1


def test_grafts_add_what_is_lacking(made):
    old, new = (root(made, name) for name in ("old", "new"))
    user = old.by_name["system"].by_name["login"].by_name["user"]
    assert user.by_name["name"].type.pattern is not None
    assert [word.word for word in user.by_name["grafted"].type.words] == ["x", "y"]
    assert user.by_name["grafted"].rules == (('("graft")', "g"),)
    assert old.by_name["system"].by_name["login"].by_name["new"].choices == ("case", "new")
    assert old.by_name["services"].by_name["s"].type.pattern.message == "zz"
    assert "grafted" not in new.by_name["system"].by_name["login"].by_name["user"].by_name


@pytest.mark.parametrize(
    "line",
    [
        "x name",
        " f",
        "G configuration\n   f far str",
        "G configuration\n f a str odd",
        "G a\n f a u32((",
        "G a\n c b\n  + c",
        "Q a b",
    ],
)
def test_wrong_facts_are_named_with_the_line(tmp_path, line):
    path = tmp_path / "wrong.facts"
    path.write_text(line)
    with pytest.raises(GrammarError, match=r"wrong\.facts"):
        main([f"a={path}", "--out", str(tmp_path), "--order", str(path)])
