"""Whatever a restricted session types, what its class may not change stays, and what is hidden is not shown."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cli_session import Typist
from junosim.access.permissions import expand
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.config.tree import Branch, Entries, Leaf
from junosim.entropy import SeededEntropy

START = """
set system location building hidden-system
set system location floor 1
set interfaces ge-0/0/0 description hidden-interface
set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24
set interfaces ge-0/0/1 traceoptions flag all
set protocols bgp group g description hidden-protocols
set protocols bgp group g traceoptions flag all
set snmp location hidden-snmp
set groups g system location building hidden-system
set groups g interfaces <*> description hidden-interface
set groups h protocols bgp group g description hidden-protocols
"""
CLASSES = (
    ("interface-control",),
    ("interface-control", "trace-control"),
    ("system-control", "snmp"),
    ("trace-control", "rollback"),
    ("routing-control", "rollback"),
    ("view-configuration", "snmp-control"),
    ("interface", "system"),
)
STATEMENTS = (
    "system", "system location", "system location building", "interfaces", "interfaces ge-0/0/0",
    "interfaces ge-0/0/0 description", "interfaces ge-0/0/1", "interfaces ge-0/0/1 traceoptions", "protocols",
    "protocols bgp group g", "protocols bgp group g traceoptions", "snmp", "snmp location", "groups g", "groups h",
    "groups g system", "groups g interfaces", "apply-groups",
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
