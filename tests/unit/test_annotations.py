"""The hand-written annotations: every path is a statement, every statement of the guides is explained."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from annotated_guide_statements import GUIDE_STATEMENTS, SECRETS, SSH_HELP
from junosim.resources import data_folder
from junosim.schema.cache import Cache, user_folder
from junosim.schema.check import check_folder, find
from junosim.schema.node import Flag, Kind, State
from junosim.schema.read import parse_notes
from junosim.schema.release import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.node import Node
    from junosim.schema.statements import Note
    from junosim.schema.types import EnumWord, TypeSpec

RELEASES = ("mx19", "qfx20")
LONGEST = 60  # columns of a help text, so that a listing keeps to one line on a screen of 80
PERMISSIONS = frozenset(
    {
        "access", "admin", "firewall", "flow-tap", "interface", "maintenance", "network", "routing", "secret",
        "security", "snmp", "system", "trace", "unified-edge", "view",
    }
)  # fmt: skip
NAMED_SOURCES = frozenset({"interfaces", "classes", "time-zones", "permissions", "groups"})


@cache
def noted() -> tuple[tuple[str, Note], ...]:
    """Every annotation line with the name of its file."""
    folder = data_folder("grammars") / "junos" / "annotations"
    return tuple(
        (path.name, note)
        for path in sorted(folder.glob("*.notes"))
        for note in parse_notes(path.read_text(encoding="utf-8"), path.name)
    )


@cache
def statement(path: str) -> Node | None:
    """The statement at a path of XML names in the first release that has it; a final `*` means the list."""
    for name in RELEASES:
        node = find(load(name).configuration, tuple(path.split()))
        if node is not None:
            return node
    return None


def found(path: str) -> Node:
    node = statement(path)
    assert node is not None, f"no such statement: {path}"
    return node


def permission(path: str) -> tuple[str | None, str | None]:
    """View and control permission at a path: the nearest one on the way from the top."""
    names = path.split()
    best: tuple[str | None, str | None] = (None, None)
    for end in range(1, len(names) + 1):
        if names[end - 1] != "*":
            attributes = found(" ".join(names[:end])).attributes
            best = (attributes.get("view", best[0]), attributes.get("control", best[1]))
    return best


def words(spec: TypeSpec) -> Iterator[EnumWord]:
    yield from spec.words
    for member in spec.members:
        yield from words(member)


def texts() -> Iterator[tuple[str, str]]:
    """Every help text with where it stands."""
    for name, note in noted():
        place = f"{name}:{note.line}"
        if "help" in note.facts:
            yield place, note.facts["help"]
        for text in note.facts.get("value-help", {}).values():
            yield place, text


def test_every_path_is_a_statement_of_a_release() -> None:
    folder = data_folder("grammars")
    check_folder(folder / "junos", Cache([folder / "compiled", user_folder()]))


def test_every_file_speaks_about_its_own_stanza() -> None:
    stanzas = {node.name for name in RELEASES for node in load(name).configuration.children}
    for name, note in noted():
        stem = name.removesuffix(".notes")
        if stem == "anywhere":
            assert note.path[0] == "**"
        elif stem == "root":
            assert note.path[0] in stanzas
        else:
            assert note.path[0] == stem, f"{name}:{note.line}"


@pytest.mark.parametrize("path", GUIDE_STATEMENTS)
def test_statements_of_the_guides_are_explained(path: str) -> None:
    assert found(path).attributes.get("help"), path


def test_top_level_and_the_level_below_are_explained() -> None:
    missing = [
        f"{release}: {top.name} {node.name}"
        for release in RELEASES
        for top in load(release).configuration.children
        for node in (top, *(() if top.name in {"groups", "logical-systems"} else top.children))
        if node.name not in top.keys and "help" not in node.attributes
    ]
    assert not missing


def test_texts_fit_a_help_column() -> None:
    for place, text in texts():
        assert len(text) <= LONGEST, f"{place}: {text}"
        assert text == " ".join(text.split()), f"{place}: {text}"
        assert not text.endswith("."), f"{place}: {text}"
        assert text[0].isupper() or text[0].isdigit(), f"{place}: {text}"


def test_no_text_repeats_the_name_it_explains() -> None:
    for name, note in noted():
        word = note.path[-1]
        if word != "*" and "help" in note.facts:
            fallback = word.replace("-", " ")
            assert note.facts["help"].lower() != fallback.lower(), f"{name}:{note.line}"


def test_no_line_is_written_twice() -> None:
    seen: set[tuple[object, ...]] = set()
    for name, note in noted():
        for fact, value in note.facts.items():
            values = value if isinstance(value, dict) else {None: None}
            for part in values:
                key = (note.path, note.releases, fact, part)
                assert key not in seen, f"{name}:{note.line}"
                seen.add(key)


@pytest.mark.parametrize(("leaf", "word", "text"), SSH_HELP)
def test_help_of_ssh_algorithms_is_what_the_guides_print(leaf: str, word: str, text: str) -> None:
    node = found(f"system services ssh {leaf}")
    if node.kind is Kind.CONTAINER:
        assert node.by_name[word].help == text
    else:
        assert node.type is not None
        assert {each.word: each.help for each in words(node.type)}[word] == text


@pytest.mark.parametrize("path", SECRETS)
def test_secrets_are_marked(path: str) -> None:
    assert found(path).is_secret


def test_an_snmp_community_and_public_keys_are_no_secrets() -> None:
    for path in ("snmp community", "system login user * authentication ssh-rsa", "security macsec"):
        assert not found(path).is_secret


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("system host-name", "system"),
        ("system login user * class", "admin"),
        ("system root-authentication encrypted-password", "admin"),
        ("system services ssh ciphers", "system"),
        ("system fips level", "security"),
        ("interfaces interface * unit * family inet address", "interface"),
        ("security macsec traceoptions flag", "trace"),
        ("security macsec connectivity-association * cipher-suite", "security"),
        ("routing-options static route * next-hop", "routing"),
        ("snmp community * authorization", "snmp"),
        ("firewall family inet filter * term", "firewall"),
        ("access profile", "access"),
    ],
)
def test_permissions_hold_for_what_is_below(path: str, view: str) -> None:
    assert permission(path) == (view, f"{view}-control")


def test_every_stanza_has_a_permission_of_junos() -> None:
    for name, note in noted():
        view, control = note.facts.get("view"), note.facts.get("control")
        if view is not None:
            assert view in PERMISSIONS, f"{name}:{note.line}"
            assert control in {view, f"{view}-control"}, f"{name}:{note.line}"
    own = {
        "rcsid",
        "version",
        "apply-flags",
        "apply-groups",
        "apply-macro",
        "groups",
    }  # seen and changed by whoever may configure
    for release in RELEASES:
        for node in load(release).configuration.children:
            if node.name not in own and not node.name.startswith(("jsrc", "session-limit")):
                assert "view" in node.attributes, node.name


@pytest.mark.parametrize(
    "path",
    [
        "system host-name",
        "system time-zone",
        "system login user",
        "system login class",
        "system login message",
        "system login announcement",
        "system login idle-timeout",
        "system root-authentication",
        "system services ssh",
        "interfaces interface",
        "interfaces interface * unit * family inet address",
        "routing-options static route",
    ],
)
def test_statements_with_effect_from_the_start(path: str) -> None:
    node = found(path)
    assert node.state is State.EFFECT
    assert node.attributes["effect"]


@pytest.mark.parametrize("service", ["finger", "ftp", "telnet", "tftp-server", "xnm-clear-text"])
def test_clear_text_services_are_refused_in_fips_mode(service: str) -> None:
    assert found(f"system services {service}").attributes["fips"] == "refused"


def test_user_identifiers_are_unique() -> None:
    assert found("system login user * uid").flags & Flag.UNIQUE


def test_completion_sources_are_lists() -> None:
    for name, note in noted():
        source = note.facts.get("complete")
        if source is not None and source not in NAMED_SOURCES:
            node = found(source.replace("/", " "))
            assert node.kind is Kind.LIST, f"{name}:{note.line}: {source}"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("system login user * class", "classes"),
        ("security macsec interfaces * connectivity-association", "security/macsec/connectivity-association"),
        ("services ipsec-vpn rule * term * then dynamic ike-policy", "services/ipsec-vpn/ike/policy"),
        ("system apply-groups", "groups"),
        ("protocols bgp group * export", "policy-options/policy-statement"),
        ("bridge-domains domain * routing-interface", "interfaces"),
    ],
)
def test_names_come_from_where_they_are_defined(path: str, source: str) -> None:
    assert found(path).attributes["complete"] == source


def test_groups_carry_the_annotations_of_the_top_level() -> None:
    assert found("groups * system host-name").help == found("system host-name").help
    assert found("groups * system login user * uid").attributes["effect"] == "accounts"


def test_a_password_is_asked_for_where_the_model_has_a_leaf_for_it() -> None:
    node = found("system root-authentication plain-text-password-value")
    assert node.word == "plain-text-password"
    assert node.asks
