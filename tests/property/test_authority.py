"""Whatever a restricted session types, what its class may not change stays, and what is hidden is not shown."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cli_session import Typist
from junosim.access.classes import Expressions, LoginClass
from junosim.access.permissions import expand
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.config.authority import authority_of
from junosim.config.edit import stands_alone
from junosim.config.statement_patterns import PatternReader, Reading, StatementPatterns
from junosim.config.tree import Branch, Entries, Leaf
from junosim.entropy import SeededEntropy
from junosim.schema.node import Flag
from junosim.schema.walk import Step
from junosim.slices import finish

START = """
set system location building hidden-system
set system location floor 1
set interfaces ge-0/0/0 description hidden-interface
set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24
set interfaces ge-0/0/1 traceoptions flag all
set protocols bgp group g description hidden-protocols
set protocols bgp group g traceoptions flag all
set snmp location hidden-snmp
set system radius-server 10.0.0.1 secret hidden-key
set protocols bgp group g authentication-key hidden-key
set groups g system location building hidden-system
set groups g interfaces <*> description hidden-interface
set groups h protocols bgp group g description hidden-protocols
"""
CLASSES = (
    ("interface-control",),
    ("interface-control", "trace-control"),
    ("system-control", "snmp"),
    ("system-control", "secret-control"),
    ("trace-control", "rollback"),
    ("routing-control", "rollback"),
    ("view-configuration", "snmp-control"),
    ("interface", "system"),
)
STATEMENTS = (
    "system", "system location", "system location building", "interfaces", "interfaces ge-0/0/0",
    "interfaces ge-0/0/0 description", "interfaces ge-0/0/1", "interfaces ge-0/0/1 traceoptions", "protocols",
    "protocols bgp group g", "protocols bgp group g traceoptions", "snmp", "snmp location", "groups g", "groups h",
    "groups g system", "groups g interfaces", "apply-groups", "system radius-server 10.0.0.1",
    "system radius-server 10.0.0.1 secret", "protocols bgp group g authentication-key",
)  # fmt: skip
VALUES = ("x", "floor 2", "unit 1", "traceoptions flag all", "g", "h", "description x", "disable", "")
NAMES = ("interfaces ge-0/0/0", "interfaces ge-0/0/1", "protocols bgp group g", "groups g", "groups h")
TEXTS = (
    "interfaces { ge-0/0/3; }", "system { location { floor 3; } }", "replace: protocols { bgp { group x; } }",
    "delete: interfaces;", "inactive: snmp { location y; }", "set protocols bgp group g traceoptions flag all",
    "delete system\\ndelete interfaces ge-0/0/0 unit 0", "[edit protocols bgp]\\n-    group g;",
    "[edit interfaces ge-0/0/0]\\n-   unit 0;\\n[edit system]\\n-   location;",
)  # fmt: skip


def lines_of(verb, statement, value):
    name = statement.split()[-1]
    return {
        "set": f"set {statement} {value}",
        "annotate": f'annotate {statement} "{value}"',
        "rename": f"rename {statement} to {' '.join(statement.split()[-2:-1])} {name}x",
        "copy": f"copy {statement} to {' '.join(statement.split()[-2:-1])} {name}x",
        "wildcard": f"wildcard delete {statement} .",
        "range": f"wildcard range set {statement} unit [3-4] {value}",
        "replace": f"replace pattern {name} with {name}x",
    }.get(verb, f"{verb} {statement}")


VERBS = (
    "set", "delete", "activate", "deactivate", "protect", "unprotect", "annotate", "wildcard", "range", "replace",
    "show", "edit",
)  # fmt: skip
edits = st.one_of(
    st.builds(lines_of, st.sampled_from(VERBS), st.sampled_from(STATEMENTS), st.sampled_from(VALUES)),
    st.builds(lines_of, st.sampled_from(("rename", "copy")), st.sampled_from(NAMES), st.just("")),
    st.sampled_from(
        ("top", "up", "exit", "rollback", "rollback 1", "commit", "delete", "load factory-default", "show | compare",
         "show | display set", "show | display xml", "show | display json", "show | compare rollback 1",
         "save terminal", "run show system rollback 1")
    ),
    st.tuples(st.sampled_from(("merge", "replace", "override", "update", "set", "patch")), st.sampled_from(TEXTS)),
)  # fmt: skip


@cache
def blueprint():
    return draft("mx480", ManualClock(), SeededEntropy(1), text=START)


def kept(item, permissions, asked=None, words=()):
    """The statements that the permissions do not cover, each with its value and marks."""
    asked = item.node.attributes.get("control", asked)
    if isinstance(item, Entries):
        for keys, entry in item.entries.items():
            yield from kept(entry, permissions, asked, (*words, *keys))
        return
    covered = asked is None or asked in permissions
    if item.node.is_secret:
        covered = covered and "secret-control" in permissions
    if not isinstance(item, Branch):
        if not covered:
            yield words, item.value if isinstance(item, Leaf) else item.values, item.mark, item.comment
        return
    if not covered and (item.keys or item.mark or item.comment is not None or not item.node.children):
        yield words, item.keys, item.mark, item.comment
    for name, child in item.children.items():
        yield from kept(child, permissions, asked, (*words, name))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CLASSES), st.lists(edits, max_size=10))
def test_no_sequence_of_commands_changes_or_shows_what_it_may_not(words, commands):
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    Typist(device).lines("configure", "set snmp contact c", "commit")
    permissions = expand(frozenset({"configure", "view", *words}))
    typist = Typist(device, "op", permissions=permissions)
    typist.line("configure")
    before = set(kept(device.stores.shared.root, permissions))
    for command in commands:
        if isinstance(command, tuple):
            shown = typist.send(f"load {command[0]} terminal\r")
            shown += typist.send(command[1].replace("\\n", "\r") + "\r\x04")
            shown = shown.replace(command[1], "")
        else:
            shown = typist.send(f"{command}\r") + typist.send("yes\r")
        assert set(kept(device.stores.shared.root, permissions)) == before, command
        for area, flag in (("system",) * 2, ("interface",) * 2, ("protocols", "routing"), ("snmp",) * 2):
            if flag not in permissions and "view-configuration" not in permissions:
                assert f"hidden-{area}" not in shown, command
        if not typist.login.is_editing:
            typist.line("configure")


# ---------------------------------------------------------------------- patterns: an oracle that walks both trees

PATTERNS = (
    StatementPatterns(),
    StatementPatterns(deny="system location"),
    StatementPatterns(deny="interfaces ge-0/0/0 unit 0"),
    StatementPatterns(deny=r"^(system|protocols bgp group g$)"),
    StatementPatterns(allow="(system location)|(snmp)"),
    StatementPatterns(allow="interfaces ge-0/0/0", deny=".*"),
    StatementPatterns(allow="interfaces .* unit .* family", deny="interfaces ge-0/0/1"),
    StatementPatterns(allow_paths=("interfaces .* unit", "protocols bgp group .* neighbor")),
    StatementPatterns(allow="interfaces", deny="traceoptions"),
    StatementPatterns(deny="description$"),
    StatementPatterns(deny_paths=("interfaces ^ge-0/0/0$", "system location (floor|building)")),
    StatementPatterns(
        allow_paths=("protocols bgp", "groups g"), deny_paths=("protocols bgp .* traceoptions",)
    ),
    StatementPatterns(allow_paths=("interfaces", "system location"), additive=True),
)


def naive_verdict(patterns, path):
    """True, False or None for allowed, denied and nothing said; `path` are the words of each level."""
    readings = [path]
    if path[0][:1] == ("groups",):
        readings.append(path[1:])
    said = {naive_reading(patterns, reading) for reading in readings} - {None}
    if False in said:
        return False
    lists = patterns.allow_paths or patterns.deny_paths
    return True if said else (False if patterns.additive and lists else None)


def naive_reading(patterns, path):
    verdict, met = None, set()
    for depth in range(1, len(path) + 1):
        words = [word for level in path[:depth] for word in level]
        for name, allowed in (("deny", False), ("allow", True)):
            pattern, lists = getattr(patterns, name), getattr(patterns, f"{name}_paths")
            if name not in met and (
                (pattern is not None and re.search(pattern, " ".join(words), re.IGNORECASE))
                or any(fits_all(text.split(), words) for text in lists)
            ):
                met.add(name)
                verdict = allowed if not (lists and "deny" in met) else False
    return verdict


def fits_all(parts, words):
    return len(parts) <= len(words) and all(
        re.search(part, word, re.IGNORECASE) for part, word in zip(parts, words, strict=False)
    )


def level(node, keys=()):
    if node.keys:
        return Step(node, keys).words
    return () if node.has_no_word else (node.word,)


def statements(branch, asked=None, path=(), marks=()):
    """All statements of a tree: (words of the levels, flag to change it) -> what it says."""
    for item in branch.children.values():
        flag = item.node.attributes.get("control", asked)
        if isinstance(item, Entries):
            if item.node.flags & Flag.USER_ORDERED:
                yield ((*path, level(item.node)), flag, "order"), tuple(item.entries)
            for keys, entry in item.entries.items():
                below = (*path, level(item.node, keys))
                yield (below, flag, "entry"), (keys, marks, entry.mark, entry.comment)
                yield from statements(entry, flag, below, (*marks, entry.mark))
            continue
        below = (*path, level(item.node))
        if not isinstance(item, Branch):
            content = item.value if isinstance(item, Leaf) else item.values
            sort = "secret" if item.node.is_secret else item.node.name
            yield (below, flag, sort), (content, marks, item.mark, item.comment)
            continue
        if item.mark or item.comment is not None or stands_alone(item.node):
            yield (below, flag, "level"), (marks, item.mark, item.comment)
        yield from statements(item, flag, below, (*marks, item.mark))


def naively_refused(permissions, patterns, old, new):
    before, after = dict(statements(old)), dict(statements(new))
    for key in before.keys() | after.keys():
        path, flag, sort = key
        one, other = before.get(key), after.get(key)
        if sort == "order" and (one is None or other is None):
            continue
        if sort == "order":
            one = tuple(keys for keys in one if keys in other)
            other = tuple(keys for keys in other if keys in one)
        if one == other:
            continue
        verdict = naive_verdict(patterns, tuple(words for words in path if words))
        reader = PatternReader(patterns)
        if sort == "entry" and one is None and not (other[2] or other[3]):
            reading = Reading()
            for words in path:
                reading = reader.step(reading, words)
            if reader.may_allow_below(reading) and any(
                key[0][: len(path)] == path and len(key[0]) >= len(path) and key != (path, flag, sort)
                for key in after
            ):
                continue  # it only leads to what is allowed, or else to what is looked at by itself
        granted = flag is None or flag in permissions or "all" in permissions
        granted = granted and (sort != "secret" or not permissions.isdisjoint({"all", "secret-control"}))
        if verdict is False or (verdict is None and not granted):
            return True
    return False


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from((*CLASSES, ("all",))), st.sampled_from(PATTERNS), st.lists(edits, min_size=1, max_size=4)
)
def test_a_change_is_refused_just_when_its_difference_touches_what_is_not_allowed(words, patterns, commands):
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    typist = Typist(device)
    typist.line("configure")
    old = device.stores.shared.fork().root
    for command in commands:
        enter(typist, command)
    new = device.stores.shared.fork().root
    permissions = expand(frozenset(words))
    refused = finish(authority_of(permissions, patterns).refused(old, new)) is not None
    assert refused == naively_refused(permissions, patterns, old, new)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from((*CLASSES, ("all",))), st.sampled_from(PATTERNS), st.lists(edits, max_size=8))
def test_no_session_changes_what_the_patterns_of_its_class_deny(words, patterns, commands):
    device = blueprint().build("r1", ManualClock(), SeededEntropy(2))
    Typist(device).lines("configure", "set snmp contact c", "commit")
    lines = ["set system regex-additive-logic"] if patterns.additive else []
    Typist(device).lines("configure", *lines, "commit")
    permissions = expand(frozenset({"configure", "view", *words}))
    said = Expressions(patterns.allow, patterns.deny, patterns.allow_paths, patterns.deny_paths)
    typist = Typist(device, "op")
    typist.login.login_class = LoginClass("op", permissions, configuration=said)
    typist.line("configure")
    view = device.committer.inheritance.view
    for command in commands:
        if command == "commit":
            continue
        before = device.stores.shared.fork().root
        enter(typist, command)
        after = device.stores.shared.fork().root
        for old, new in ((before, after), (view(before), view(after))):
            assert not naively_refused(permissions, patterns, old, new), command
        if not typist.login.is_editing:
            typist.line("configure")


def enter(typist, command):
    """Type a command, answer its questions with yes, and give a load its text."""
    if isinstance(command, tuple):
        typist.send(f"load {command[0]} terminal\r")
        typist.send(command[1].replace("\\n", "\r") + "\r\x04")
    else:
        typist.send(f"{command}\r")
        typist.send("yes\r")
    if not typist.login.is_editing:
        typist.line("configure")
