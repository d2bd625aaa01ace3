"""Commit rules over trees: each construct on a small language, then rules of the MX release with their messages."""

from __future__ import annotations

import pytest

from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.load import Form, tree_of
from junosim.config.rules import defaults
from junosim.config.rules.stated import NOT_ENFORCED, Sort
from junosim.config.rules.step import all_problems
from junosim.config.stores import Stores
from junosim.errors import CommitError, Problem
from junosim.schema import release
from junosim.schema.node import Flag
from junosim.schema.types import EnumWord, TypeSpec
from schema_builder import container, flag, leaf, leaves, list_

ROOT = 'set system root-authentication encrypted-password "$6$x"\n'


def language(rule, *, bearer=None):
    """A small language; `there` (a flag) or `bearer` bears the rule."""
    rules = ((rule, "no $$"),)
    named = {
        "flag": lambda: flag("there", rules=rules),
        "leaf": lambda: leaf("there", rules=rules),
        "leaves": lambda: leaves("there", rules=rules),
        "list": lambda: list_("there", flag("inside"), rules=rules),
        "key": lambda: list_("there", key=(leaf("name", rules=rules),)),
        "word": lambda: leaf("there", TypeSpec("enum", words=(EnumWord("a", rules=rules), EnumWord("b")))),
        "words": lambda: leaves("there", TypeSpec("enum", words=(EnumWord("a", rules=rules), EnumWord("b")))),
    }
    unit = list_("unit", named[bearer or "flag"](), flag("other"), leaf("speed"), leaves("many"))
    port = list_("port", unit, flag("tagging"), leaf("mode"), flags=Flag.NO_WORD)
    return container("configuration", container("ports", port), list_("thing", flag("on"), leaf("number")))


def violations(schema, *lines):
    root, loaded = tree_of(schema, "\n".join(f"set {line}" for line in lines), Form.SET)
    assert loaded.problems == ()
    return [problem.statement for problem in all_problems(root)]


THERE = "ports p unit 0 there"


@pytest.mark.parametrize(
    ("rule", "helps"),
    [
        ('(".. other")', "ports p unit 0 other"),
        ('(".. .. tagging")', "ports p tagging"),
        ('(".. .. mode x")', "ports p mode x"),
        ('(".. speed $$={7}")', "ports p unit 0 speed 7"),
        ('(".. many b")', "ports p unit 0 many b"),
        ('("thing")', "thing a"),
        ('("thing <*> on")', "thing a on"),
        ('(any "thing <ps*> on")', "thing ps1 on"),
        ('("ports ${port} tagging")', "ports p tagging"),
        ('("ports ${port} unit ${unit} other")', "ports p unit 0 other"),
        ('("thing ${port}.${unit}")', "thing p.0"),
        ('((".. other" && ".. .. tagging" || "thing b"))', "thing b"),
    ],
)
def test_what_must_be_there(rule, helps):
    schema = language(rule)
    assert violations(schema, THERE) == ["there"]
    assert violations(schema, THERE, helps) == []
    assert violations(language(f"(!{rule})"), THERE, helps) == ["there"]


@pytest.mark.parametrize(
    ("bearer", "rule", "line", "helps"),
    [
        ("leaf", '("thing $$")', "there a", "thing a"),
        ("leaf", '("ports $$-IFL other")', "there q.3", "ports q unit 3 other"),
        ("leaf", '("ports $$-IFL other")', "there q", "ports q unit 0 other"),
        ("leaf", '("ports $$-IFD tagging")', "there q.3", "ports q tagging"),
        ("leaves", '("thing $$")', "there a", "thing a"),
        ("leaves", '(".. .. .. .. thing $$")', "there a", "thing a"),
        ("list", '("thing $$ on")', "there a", "thing a on"),
        ("list", '(". inside")', "there a", "ports p unit 0 there a inside"),
        ("list", '(".. other")', "there a", "ports p unit 0 other"),
        ("key", '(".. .. other")', "there a", "ports p unit 0 other"),
        ("key", '("thing $$")', "there a", "thing a"),
        ("word", '(".. other")', "there a", "ports p unit 0 other"),
        ("words", '(".. .. other")', "there a", "ports p unit 0 other"),
    ],
)
def test_bearers(bearer, rule, line, helps):
    schema = language(rule, bearer=bearer)
    assert violations(schema, f"ports p unit 0 {line}") == [line]
    assert violations(schema, f"ports p unit 0 {line}", helps) == []


def test_a_rule_of_a_word_holds_for_that_word():
    assert violations(language('("thing")', bearer="word"), f"{THERE} b") == []


def test_each_value_is_looked_at():
    schema = language('("thing $$")', bearer="leaves")
    assert violations(schema, f"{THERE} a", f"{THERE} b", f"{THERE} c", "thing b") == ["there a", "there c"]


def test_all_and_unique():
    schema = language('(all "thing <*> on")')
    assert violations(schema, THERE) == []
    assert violations(schema, THERE, "thing a on", "thing b") == ["there"]
    schema = language('(unique "thing <*> number $$")', bearer="leaf")
    assert violations(schema, f"{THERE} 1", "thing a number 1", "thing b number 2") == []
    assert violations(schema, f"{THERE} 1", "thing a number 1", "thing b number 1") == ["there 1"]


def test_what_the_model_lacks_and_false_never_exist():
    for path in (
        "FALSE",
        "no such",
        ".. nothing",
        "thing a on more",
        "thing ${nobody}",
        ".. .. .. .. .. .. thing",
    ):
        assert violations(language(f'("{path}")'), THERE, "thing a on") == ["there"]
        assert violations(language(f'(!("{path}"))'), THERE, "thing a on") == []


def test_variables_of_dynamic_profiles_are_not_known_at_commit():
    assert violations(language('("thing $$")', bearer="leaf"), f"{THERE} $junos-interface") == []


def test_a_message_may_begin_with_a_word_in_quotes():
    unit = list_("unit", flag("there", rules=(('("FALSE")', "'unit' is wrong"),)))
    root, _ = tree_of(container("configuration", unit), "set unit 0 there", Form.SET)
    assert all_problems(root) == [Problem(("unit", "0"), "there", "'unit' is wrong")]


def test_what_is_inactive_neither_bears_nor_helps():
    schema = language('("thing a")')
    for line in ("thing a", "ports p unit 0"):
        root, loaded = tree_of(schema, f"set {THERE}\nset thing a\ndeactivate {line}", Form.SET)
        assert loaded.problems == ()
        assert len(all_problems(root)) == (line == "thing a")


# ------------------------------------------------------------------ the MX release


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


def refusal(schema, before, *lines):
    root, loaded = tree_of(schema, ROOT + before, Form.SET)
    assert loaded.problems == ()
    stores = Stores(schema, ManualClock(), root)
    assert stores.shared.load("\n".join(lines)).problems == ()
    with pytest.raises(CommitError) as caught:
        Committer(stores).check(stores.shared)
    assert caught.value.reason == "statements constraint check failed"
    return caught.value.problems


def test_all_problems_with_their_messages(mx):
    assert refusal(
        mx,
        "",
        "set interfaces ge-0/0/0 unit 0 family bridge",
        "set interfaces ge-0/0/0 unit 0 family inet",
        "set services ipsec-vpn ipsec policy p proposals x",
        "set services service-set s ipsec-vpn-rules r",
    ) == (
        Problem(
            ("services", "service-set", "s"),
            "ipsec-vpn-rules r",
            "Local gateway must be configured with IPSec rules",
        ),
        Problem(
            ("services", "service-set", "s"),
            "ipsec-vpn-rules r",
            "Referenced IPSec VPN rule must be defined under [edit services ipsec-vpn rule]",
        ),
        Problem(
            ("services", "ipsec-vpn", "ipsec", "policy", "p"),
            "proposals x",
            "Referenced proposal is not defined",
        ),
        Problem(
            ("interfaces", "ge-0/0/0", "unit", "0", "family"),
            "bridge",
            "family bridge and rest of the families are mutually exclusive",
        ),
    )


def test_deleting_what_a_rule_needs_is_refused(mx):
    needed = "set services ipsec-vpn ipsec proposal x protocol esp\n"
    problems = refusal(
        mx,
        needed + "set services ipsec-vpn ipsec policy p proposals x",
        "delete services ipsec-vpn ipsec proposal x",
    )
    assert problems == (
        Problem(
            ("services", "ipsec-vpn", "ipsec", "policy", "p"),
            "proposals x",
            "Referenced proposal is not defined",
        ),
    )


def test_predefined_applications_need_no_definition(mx):
    line = "set policy-options application-maps m application"
    root, loaded = tree_of(mx, f"{line} junos-ftp\n{line} mine", Form.SET)
    assert loaded.problems == ()
    assert all_problems(root, Sort.CONSTRAINT) == [
        Problem(
            ("policy-options", "application-maps", "m"),
            "application mine",
            "The referenced application is not defined",
        )
    ]


@pytest.mark.parametrize("name", ["mx19", "qfx20"])
def test_predefined_statements_are_statements_of_the_release(name):
    schema = release.load(name).configuration
    tree = defaults.tree(schema)
    assert ("junos-ftp",) in tree.children["applications"].children["application"].entries
    classes = tree.children["class-of-service"].children["forwarding-classes"].children["class"]
    assert ("best-effort",) in classes.entries


MACSEC = """\
set security macsec connectivity-association CA1 offset 30
set security macsec connectivity-association CA1 security-mode static-cak
set security macsec connectivity-association CA1 mka key-server-priority 1
set security macsec connectivity-association CA1 mka transmit-interval 3000
set security macsec connectivity-association CA1 mka should-secure
set security macsec connectivity-association CA1 include-sci
set security macsec interfaces xe-0/0/1 connectivity-association CA1
set security macsec traceoptions file MACsec.log
set security macsec traceoptions flag all
set interfaces xe-0/0/1 flexible-vlan-tagging
set interfaces xe-0/0/1 encapsulation flexible-ethernet-services
set interfaces xe-0/0/1 unit 100 encapsulation vlan-bridge
set interfaces xe-0/0/1 unit 100 vlan-id 100
set bridge-domains BD-110 domain-type bridge
set bridge-domains BD-110 vlan-id 100
set bridge-domains BD-110 interface xe-0/0/1.100
"""


@pytest.mark.parametrize("keys", ["pre-shared-key cak 23456789", "pre-shared-key-chain macsec-kc1"])
def test_the_macsec_configurations_of_the_guide_commit(mx, keys):
    root, loaded = tree_of(
        mx,
        f"{MACSEC}set security macsec connectivity-association CA1 {keys}\n"
        "set security authentication-key-chains key-chain macsec-kc1 tolerance 20\n",
        Form.SET,
    )
    assert loaded.problems == ()
    assert all_problems(root, Sort.CONSTRAINT) == []


TRUNK = "interfaces xe-0/0/3 unit 0 family bridge interface-mode"


@pytest.mark.parametrize(
    ("name", "lines", "findings"),
    [
        (  # an MX with 11.4R1
            "mx19",
            ("bridge-domains V vlan-id 2996", "interfaces xe-0/0/3 native-vlan-id 2996", f"{TRUNK} trunk"),
            [
                (
                    TRUNK,
                    "interface-mode trunk",
                    "'interface-mode trunk' must be defined with either 'vlan-id-list','isid-list', "
                    "'inner-vlan-id-list' or the interface must be configured for 'protocols mvrp' or "
                    "'vlan-auto-sense'",  # the last two words are of 19.1
                )
            ],
        ),
        (  # a vMX
            "mx19",
            (
                "protocols mpls label-switched-path X to 10.0.0.1",
                "protocols mpls label-switched-path X corouted-bidirectional",
                "protocols mpls label-switched-path X fast-reroute",
                "protocols mpls label-switched-path X link-protection",
            ),
            [
                (
                    "protocols mpls label-switched-path X",
                    "corouted-bidirectional",
                    f"{what} unsupported for bidirectional LSP",
                )
                for what in ("link/node protection", "fast-reroute")
            ],
        ),
        (  # a vQFX
            "qfx20",
            (
                "interfaces xe-0/0/2 unit 0 family inet dhcp",
                "interfaces xe-0/0/2 unit 0 family inet address 10.0.0.1/24",
            ),
            [
                (
                    "interfaces xe-0/0/2 unit 0 family inet",
                    "dhcp",
                    "Incompatible with interface assigned with address",
                )
            ],
        ),
        (  # a QFX5100
            "qfx20",
            (
                "interfaces xe-0/0/2 native-vlan-id 259",
                "interfaces xe-0/0/2 unit 0 family inet dhcp vendor-id x",
                "interfaces xe-0/0/2 unit 0 family ethernet-switching interface-mode trunk",
                "interfaces xe-0/0/2 unit 0 family ethernet-switching vlan members 251",
            ),
            [
                (
                    "interfaces xe-0/0/2 unit 0 family",
                    "ethernet-switching",
                    "Family ethernet-switching and rest of the families are mutually exclusive",
                )
            ],
        ),
    ],
)
def test_commits_that_real_devices_refused(name, lines, findings):
    """Captured refusals: these findings, and no other."""
    root, loaded = tree_of(release.load(name).configuration, "\n".join(f"set {line}" for line in lines))
    assert loaded.problems == ()
    assert all_problems(root, Sort.CONSTRAINT) == [
        Problem(tuple(path.split()), statement, message) for path, statement, message in findings
    ]


def test_a_rule_that_a_guide_contradicts_is_not_enforced(mx):
    root, _ = tree_of(
        mx,
        "set system syslog file Audit_logs explicit-priority\nset system syslog file Audit_logs structured-data",
        Form.SET,
    )
    assert all_problems(root, Sort.CONSTRAINT) == []
    assert len(NOT_ENFORCED) == 1
