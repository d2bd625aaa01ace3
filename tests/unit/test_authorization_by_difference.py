"""No way of changing or asking does more than `set` and the full command may: every way, for classes of the matrix.

What a class may set was asked statement by statement (`separation`). Here members try the same by other means, and
what comes of it is read by a super-user. The usual run tries some classes, the slow one all.
"""

from __future__ import annotations

from functools import cache

import pytest

from cli_session import Typist
from junosim.device.files import SYSTEM
from separation import (
    ALLOWED,
    COLUMNS,
    FLAGS,
    REFUSED,
    TABLES,
    changes_of,
    configurer,
    full_device,
    lines_of,
    looker,
    make_device,
    statement_rows,
)

SAMPLE = (
    "fips-network",
    "role-crypto",
    "allow-configuration",
    "deny-configuration",
    "configure-admin-control",
)
CHANGING = [
    flag for flag in FLAGS if flag.endswith("control") or flag in ("maintenance", "rollback", "trace")
]
ALL = (*(column.name for column in COLUMNS), *(configurer(flag) for flag in CHANGING))
EVERY_CLASS = [
    pytest.param(name, marks=() if name in SAMPLE else (pytest.mark.slow, pytest.mark.timeout(180)))
    for name in ALL
]
MEMBERS = (
    "read-only",
    "unauthorized",
    "officer",
    "fips-user",
    "syslog-monitor",
    "role-audit",
    "deny-commands",
    "allow-commands",
)
END = "\x04"


@cache
def allowed_rows(name):
    """The statements that the members of a class may set."""
    return changes_of(make_device(name), name)


def refused_rows(name):
    return [row for row in statement_rows() if row not in allowed_rows(name)]


def candidate_lines(device):
    """What a super-user sees in the shared candidate."""
    typist = Typist(device, "super-user", permissions=None)
    typist.line("configure")
    shown = set(typist.line("show | display set | no-more").splitlines())
    typist.session.closed()
    return shown


def editing(device, name):
    """A member in configuration mode; the test is skipped for a class that does not come there."""
    typist = Typist(device, name, permissions=None)
    typist.line("configure")
    if not typist.login.is_editing:
        pytest.skip("has no configuration mode")
    return typist


def has_effect(device, name, line):
    """True when a line that a member types changes the candidate; it is put back."""
    typist, shared = Typist(device, name, permissions=None), device.stores.shared
    typist.line("configure")
    before = shared.fork().root
    typist.line(line)
    changed = shared.root is not before
    shared.replace(before)
    typist.session.closed()
    return changed


def full_candidate(name):
    """A device with all statements in force, which may be spoilt."""
    device = make_device(name)
    device.stores.reset(full_device(name).stores.shared.fork().root)
    return device


def check_explained(name, start, before, after, line):
    """Each difference between two candidates is one that the member could make by itself with `set` or `delete`.

    `start` makes the device as it was before.
    """
    for text in after - before:
        verb, _, statement = text.partition(" ")
        if verb == "set" and any(it.startswith(f"{text} ") for it in before):
            continue  # a level that was there, and lost what it held
        if verb == "set":
            assert has_effect(make_device(name), name, text), f"{line}: brought {text}"
        for below in before if verb != "set" else ():  # a mark counts for all it stands above
            if below.startswith(f"set {statement}"):
                assert has_effect(start(name), name, below.replace("set ", "delete ", 1)), f"{line}: {text}"
    for text in before - after:
        if text.startswith("set "):
            gone = text.replace("set ", "delete ", 1)
            assert has_effect(start(name), name, gone), f"{line}: took {text}"


# ---------------------------------------------------------------------- texts


@cache
def texts():
    """All statements in each form in which they can be loaded."""
    typist = Typist(full_device(), "super-user", permissions=None)
    forms = {
        form: typist.line(f"show configuration{pipe} | no-more")
        for form, pipe in (
            ("text", ""),
            ("set", " | display set"),
            ("xml", " | display xml"),
            ("json", " | display json"),
        )
    }
    typist.session.closed()
    return forms


LOADS = (
    ("merge", "", "text"), ("replace", "", "text"), ("override", "", "text"), ("update", "", "text"),
    ("set", "", "set"), ("merge", " xml", "xml"), ("override", " xml", "xml"), ("json", "", "json"),
)  # fmt: skip


@pytest.mark.parametrize("name", EVERY_CLASS)
def test_no_text_loads_more_than_may_be_set(name):
    """R-ROLE-003, R-ROLE-015: whatever its kind and form, from the terminal and from a file."""
    may = {line for row in allowed_rows(name) for line in lines_of()[row]}
    loaded = set()
    for kind, option, form in LOADS:
        for source in ("terminal", "/var/tmp/all") if form == "set" else ("terminal",):
            device = make_device(name)
            device.files.write("/var/tmp/all", texts()[form].encode(), SYSTEM)
            before = candidate_lines(device)
            typist = editing(device, name)
            typist.send(f"load {kind} {source}{option}\r")
            if source == "terminal":
                typist.send(f"{texts()[form]}\n{END}")
            after = candidate_lines(device)
            check_explained(name, make_device, before, after - may, f"load {kind} {source}{option}")
            loaded |= after - before
    if name in SAMPLE:  # one refused statement in a level may hold up all of the text
        assert loaded >= may, "what may be set is loaded by one of them"


# ---------------------------------------------------------------------- edits


def enter(typist, line):
    """Type a line, and agree to whatever it asks."""
    shown = typist.send(f"{line}\r")
    while not shown.endswith("# "):
        shown = typist.send("yes\r" if "[yes,no]" in shown else "Abc-1234567\r")


VERBS = ("delete {}", "deactivate {}", "protect {}", 'annotate {} "x"', "wildcard delete {}")


@pytest.mark.parametrize("name", EVERY_CLASS)
def test_no_verb_touches_a_statement_that_may_not_be_set(name):
    """R-ROLE-015: neither the statement itself nor a level above it."""
    device = full_candidate(name)
    typist, shared = editing(device, name), device.stores.shared
    before, lines = shared.fork().root, candidate_lines(device)
    refused = {text for row in refused_rows(name) for text in lines_of()[row]}
    tried = set()
    for text in sorted(refused):
        words = text.split()[1:]
        for count in range(1, len(words) + 1):
            tried.add(" ".join(words[:count]))
    for path in sorted(tried):
        for verb in VERBS:
            line = verb.format(path)
            enter(typist, line)
            if shared.root is not before:
                check_explained(name, full_candidate, lines, candidate_lines(device), line)
                shared.replace(before)
    for row in list(allowed_rows(name))[:1]:
        text = min(lines_of()[row])
        assert has_effect(device, name, text.replace("set ", "delete ", 1)), "nothing has an effect at all"


WIDE = (
    "replace pattern public with private",
    "replace pattern 192.0.2 with 198.51.100",
    "replace pattern fips with spif",
    "replace pattern any with none",
    "replace pattern g with h",
    "replace pattern read-only with super-user",
    "replace pattern trace with all",
    "wildcard delete system login user .*",
    "wildcard delete protocols .*",
    "wildcard delete interfaces .*",
    "wildcard delete system services ssh .*",
    "wildcard range set system login user u[1-3] class super-user",
    "wildcard range set interfaces ge-2/0/[1-3] mtu 1600",
    "wildcard range delete interfaces ge-2/0/[8-9] traceoptions",
    "wildcard range deactivate system login user fips-user[1-2]",
    "rename groups g to groups h",
    "copy groups g to groups h",
    "rename interfaces ge-2/0/0 to ge-2/0/7",
    "copy interfaces ge-2/0/0 to ge-2/0/7",
    "copy interfaces ge-2/0/8 to ge-2/0/7",
    "rename system login user fips-user1 to user other",
    "copy system login user crypto-officer to user other",
    "copy system login class security-admin to class other",
    "rename snmp community public to community private",
    "copy protocols bgp group g to group h",
    "rename security macsec connectivity-association CA1 to connectivity-association CA2",
    "copy services ipsec-vpn rule rule1 to rule rule2",
    "rename services ipsec-vpn ike policy ike_policy1 to policy other",
    "copy system radius-server 192.0.2.3 to radius-server 192.0.2.4",
    "rename access radius-server 192.0.2.9 to radius-server 192.0.2.8",
    "copy firewall family inet filter f to filter g",
    "rename system syslog file Audit_logs to file other",
    "set apply-groups g",
    "set interfaces apply-groups g",
    "set groups h system login user other class super-user",
    "set groups h apply-groups g",
    "set groups g interfaces ge-2/0/9 disable",
    "delete groups g",
    "deactivate groups g",
    "delete",
    "rollback 0",
    "rollback 1",
    "rollback rescue",
    "load factory-default",
    "top set system host-name other",
    "prompt system radius-server 192.0.2.3 secret",
    "set system login user other authentication plain-text-password",
    "set system root-authentication plain-text-password",
)


@pytest.mark.parametrize("name", EVERY_CLASS)
def test_what_touches_many_statements_touches_none_that_may_not_be_set(name):
    """R-ROLE-015, R-PASS-003."""
    device = full_candidate(name)
    typist, shared = editing(device, name), device.stores.shared
    before, lines = shared.fork().root, candidate_lines(device)
    for line in WIDE:
        enter(typist, line)
        if shared.root is not before:
            check_explained(name, full_candidate, lines, candidate_lines(device), line)
            shared.replace(before)


# ---------------------------------------------------------------------- commands

COMMANDS = TABLES[0]


def refused_commands(name):
    return [row for row, verdict in COMMANDS.verdicts(name).items() if verdict == REFUSED]


def short(line, length):
    """A line with each word cut to a few letters, but for values."""
    return " ".join(word[:length] if word.isalpha() else word for word in line.split())


EVERY_MEMBER = [
    pytest.param(name, marks=() if name in MEMBERS else (pytest.mark.slow,))
    for name in (*ALL, *(looker(flag) for flag in FLAGS))
]


@pytest.mark.parametrize("name", EVERY_MEMBER)
def test_no_short_form_is_read_of_a_command_that_is_refused(name):
    """R-ROLE-004: a short form is a command that the member has, or none."""
    device = make_device(name)
    typist = Typist(device, name, permissions=None)
    refused = set(refused_commands(name))
    for line in {short(row, length) for row in refused for length in (1, 2, 3, 4, 6)} - {""}:
        shown = typist.send(f"{line} ?")
        if "ambiguous" not in shown and "Possible completions:" in shown:
            expanded = shown.rpartition("> ")[2].strip()
            assert expanded not in refused, f"{line!r} is {expanded!r}"
        typist.send("\x15")


@pytest.mark.parametrize("name", EVERY_CLASS)
def test_run_reads_what_operational_mode_reads_and_no_more(name):
    """R-ROLE-003, R-ROLE-004."""
    typist = editing(make_device(name), name)
    for row, verdict in COMMANDS.verdicts(name).items():
        for line in (f"run {row}", f"top run {row}", f"ru {short(row, 4)}"):
            shown = typist.send(f"{line} ?")
            reads = "Possible completions:" in shown
            typist.send("\x15")
            if verdict == REFUSED:
                assert not reads, line
            elif line == f"run {row}":
                assert reads, line


@pytest.mark.parametrize("name", EVERY_MEMBER)
def test_a_command_that_is_refused_has_no_effect_by_any_way(name):
    """R-ROLE-003, R-ROLE-004: on a terminal, as the command of a connection, on a line without a terminal."""
    device = make_device(name)
    state, root = device.lifecycle.state, device.stores.committed.root
    for row in refused_commands(name):
        typist = Typist(device, name, permissions=None)
        answers = [
            typist.line(row),
            Typist(device, name, permissions=None, pty=False, command=row).greeting,
            Typist(device, name, permissions=None, pty=False).send(f"{row}\n"),
        ]
        for shown in answers:
            assert any(word in shown for word in ("unknown command.", "syntax error", "permission denied")), (
                row
            )
        assert not typist.login.is_editing
    assert device.lifecycle.state is state
    assert device.stores.committed.root is root
    assert device.plan is None
    assert ALLOWED in COMMANDS.verdicts(name).values()
