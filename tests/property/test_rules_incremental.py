"""What the commit step finds is what a walk over the whole tree finds, whatever was edited and wrong before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config_strategies
from junosim.clock import ManualClock
from junosim.config import arrange, edit, marks
from junosim.config.commit import Committer
from junosim.config.diff import diff
from junosim.config.formats.read_set import SetReader
from junosim.config.groups.inheritance import Inheritance
from junosim.config.lookup import lookup
from junosim.config.rules.stated import Sort
from junosim.config.rules.step import Rules, all_problems
from junosim.config.stores import Stores
from junosim.config.transition import Transition
from junosim.config.tree import Branch, Mark
from junosim.config.workspace import Workspace
from junosim.errors import CommitError, ConfigurationError
from junosim.schema import release
from junosim.schema.node import Flag, Kind
from junosim.schema.types import EnumWord, TypeSpec
from junosim.schema.walk import Step
from schema_builder import container, flag, leaf, leaves, list_

NAMES = TypeSpec(
    "enum", words=(EnumWord("a"), EnumWord("b"), EnumWord("c", rules=(('(".. other")', "word"),)))
)
RULES = tuple(
    (text, f"rule {number} of $$")
    for number, text in enumerate(
        (
            '("top other")',
            '(".. other")',
            '(".. .. other")',
            '(".. .. .. other")',
            '(!(".. names b"))',
            '("top")',
            '(any "top <*> value $$")',
            '(unique "top <*> value $$")',
            '(all "top <*> other")',
            '("top ${top} value a")',
            '("top $$ below $$ other")',
            '(!(".. .. below <*> names $$"))',
            '(".. value $$={b}")',
            '(". other")',
        )
    )
)


def small_language():
    """Two nested lists and a container; every statement bears every rule, and some are required, few or unique."""
    inner = container(
        "box",
        flag("other"),
        leaf("value", NAMES, rules=RULES),
        leaves("names", NAMES, rules=RULES, maximum=2),
    )
    below = list_(
        "below",
        flag("other", rules=RULES, flags=Flag.MANDATORY),
        leaves("names", NAMES, rules=RULES),
        inner,
        key=NAMES,
        rules=RULES,
        maximum=2,
        flags=Flag.USER_ORDERED,
    )
    number = leaf("number", NAMES, flags=Flag.UNIQUE)
    top = list_("top", flag("other"), leaf("value", NAMES, rules=RULES), number, below, key=NAMES)
    required = container("system", flag("root-authentication"), flag("other"))
    group = list_("groups", top, flag("other", rules=RULES), key=NAMES)
    return container("configuration", group, required, top, flag("other", rules=RULES))


SMALL = small_language()
OPERATIONS = st.sampled_from(
    ["set", "set", "set", "delete", "delete above", "deactivate", "activate", "rename", "copy", "insert"]
)
ENDS = st.sampled_from(["edit on", "check", "commit", "forget"])
EDITS = st.lists(st.tuples(config_strategies.paths(SMALL), OPERATIONS, ENDS), max_size=25)


def compare(rules, old, new):
    """What a commit finds is what a walk over the whole new tree finds, in the same order."""
    assert rules.problems(Transition(old, new, diff(old, new))) == all_problems(new)


def renamed(path):
    """The path of another entry of the last list on it, and the path to that list's entry."""
    depth = max((at for at, step in enumerate(path) if step.node.kind is Kind.LIST), default=None)
    if depth is None:
        return None
    source, step = path[: depth + 1], path[depth]
    other = "abc"[("abc".index(step.values[0]) + 1) % 3]
    return source, (*source[:-1], Step(step.node, (other,)))


def arranged(work, path, operation):
    found = renamed(path)
    if found is None:
        return
    if operation == "insert":
        work.apply(arrange.insert, *found, before=True)
    else:
        work.apply(arrange.rename if operation == "rename" else arrange.copy, *found)


def change(work, path, operation):
    target = path[:-1] if operation == "delete above" and len(path) > 1 else path
    try:
        if operation == "set":
            work.apply(edit.set_, path)
        elif operation.startswith("delete"):
            work.apply(edit.delete, target)
        elif operation in ("rename", "copy", "insert"):
            arranged(work, path, operation)
        elif lookup(work.root, target) is not None:
            on = operation == "deactivate"
            work.apply(
                marks.overlay,
                target,
                *((Mark.INACTIVE, Mark.NONE) if on else (Mark.NONE, Mark.INACTIVE)),
                None,
            )
    except ConfigurationError:  # not there
        return


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_random_edits_of_a_language_full_of_rules(edits):
    work, rules = Workspace(Branch(SMALL)), Rules()
    committed = work.root
    for path, operation, end in edits:
        change(work, path, operation)
        if end != "edit on":
            work.freeze()
            compare(rules, committed, work.root)
        if end == "commit":
            committed = work.root
        elif end == "forget":
            rules = Rules()
    compare(rules, committed, work.root)
    compare(rules, committed, Branch(SMALL))


STATEMENTS = """\
services ipsec-vpn ipsec proposal x protocol esp
services ipsec-vpn ipsec policy p proposals x
services ipsec-vpn ike policy i pre-shared-key ascii-text "$9$mfQnEhr"
services ipsec-vpn rule r term t then dynamic ike-policy i
services service-set s ipsec-vpn-rules r
services service-set s next-hop-service inside-service-interface ms-4/0/0.1
services service-set s next-hop-service outside-service-interface ms-4/0/0.2
interfaces ms-4/0/0 unit 1 service-domain inside
interfaces ge-0/0/0 vlan-tagging
interfaces ge-0/0/0 flexible-vlan-tagging
interfaces ge-0/0/0 unit 0 vlan-id 5
interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24
interfaces ge-0/0/0 unit 0 family bridge
interfaces ge-0/0/0 encapsulation flexible-ethernet-services
interfaces ge-0/0/0 unit 0 encapsulation vlan-bridge
interfaces ae0 aggregated-ether-options link-protection revertive
bridge-domains b vlan-id 5
bridge-domains b vlan-id all
bridge-domains b interface ge-0/0/0.0
bridge-domains b routing-interface irb.5
routing-instances v instance-type vrf
routing-instances v instance-type virtual-switch
routing-instances v interface ge-0/0/0.0
routing-instances v protocols ospf area 0.0.0.0 interface ge-0/0/0.0
routing-instances v vrf-target target:1:1
security macsec connectivity-association c security-mode static-cak
security macsec connectivity-association c pre-shared-key ckn 23
security macsec connectivity-association c pre-shared-key-chain k
security macsec interfaces ge-0/0/0 connectivity-association c
protocols rsvp interface ge-0/0/0.0 link-protection
protocols mpls label-switched-path l to 10.0.0.1
protocols ldp interface ge-0/0/0.0
firewall family inet filter f term t then policer q
firewall policer q then discard
forwarding-options sampling instance m family inet output interface ms-4/0/0
chassis network-services enhanced-ip
system ports console log-out-on-disconnect
system login user u class c
system login user u uid 2000
system login user v uid 2000
system login class c permissions view
policy-options policy-statement p term t from prefix-list l
policy-options policy-statement p term t from policy q
policy-options policy-statement q then accept
policy-options prefix-list l 10.0.0.0/8
protocols bgp group g export p
protocols bgp group g neighbor 10.0.0.1 import ( p && ! q )
interfaces ge-0/0/0 unit 0 family inet filter input f
interfaces ge-0/0/1 unit 0 family inet filter input f
firewall policer q if-exceeding bandwidth-limit 1m
firewall policer q if-exceeding burst-size-limit 15k
""".splitlines()

GROUPS = """\
apply-groups g
apply-groups h
interfaces apply-groups h
interfaces ge-0/0/0 apply-groups g
interfaces ge-0/0/0 apply-groups-except g
system login apply-groups h
groups g interfaces <ge-*> unit 0 family bridge
groups g interfaces ge-0/0/1 unit 0 family inet filter input f
groups g system root-authentication encrypted-password "$6$x"
groups g policy-options policy-statement q then accept
groups g system login user <*> uid 2000
groups h interfaces <*> unit 0 family inet filter input x
groups h system login class c permissions view
groups h protocols bgp group g export z
groups h firewall family inet filter f term t then policer q
groups h apply-groups g
""".splitlines()

VERBS = st.sampled_from(["set", "delete", "delete above", "deactivate", "activate"])
STARTS = st.lists(st.sampled_from(STATEMENTS), min_size=20, unique=True)


def edited(candidate, statement, verb):
    words = statement.split()[:3] if verb == "delete above" else statement.split()
    SetReader(candidate).line(f"{verb.split()[0]} {' '.join(words)}")  # what is not there stays its problem


@pytest.mark.parametrize("name", ["mx19"])
def test_commits_see_what_is_inherited_and_find_all_of_it(name):
    schema = release.load(name).configuration
    changes = st.tuples(st.sampled_from(GROUPS + STATEMENTS), VERBS)

    @settings(max_examples=10, deadline=None, database=None)
    @given(STARTS, st.lists(st.tuples(changes, st.booleans()), min_size=5, max_size=20))
    def check(start, edits):
        stores = Stores(schema, ManualClock())
        committer, candidate = Committer(stores), stores.shared
        committer.steps = [step for step in committer.steps if step.name != "groups"]
        for statement in start:
            edited(candidate, statement, "set")
        for (statement, verb), forced in edits:
            edited(candidate, statement, verb)
            assert problems_of(committer, candidate) == naive(candidate.root)
            if forced:  # as a configuration that came into force without a check
                Committer(stores, steps=()).commit(candidate, user="u")

    check()


def problems_of(committer, candidate):
    """What a commit finds."""
    try:
        committer.commit(candidate, user="u")
    except CommitError as error:
        return list(error.problems)
    return []


def naive(root):
    """All problems of a configuration that is seen for the first time."""
    view = Inheritance().view(root)
    return [problem for sort in Sort for problem in all_problems(view, sort)]


@pytest.mark.parametrize("name", ["mx19"])
def test_random_edits_of_a_release(name):
    schema = release.load(name).configuration

    @settings(max_examples=20, deadline=None, database=None)
    @given(STARTS, st.lists(st.tuples(st.sampled_from(STATEMENTS), VERBS), min_size=5, max_size=20))
    def check(start, edits):
        work, rules = Workspace(Branch(schema)), Rules()
        committed = work.root
        for statement in start:
            edited(work, statement, "set")
        for statement, verb in [("", "set"), *edits]:
            edited(work, statement, verb)
            compare(rules, committed, work.root)
            committed = work.root
            work.freeze()

    check()
