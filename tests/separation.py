"""The separation matrix: what each login class may do, found out by asking sessions of members, and its written form.

Nobody reads an annotation here. A command is allowed when `?` behind its line lists what may follow and its last word
stands in the list before; a statement may be changed when `set` changes the candidate, and seen when `show
configuration` shows it. Statements are those of the guides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cli_session import Typist
from guide_lines import COMMANDS, MX_STATEMENTS, QFX_STATEMENTS
from junosim.access.permissions import FLAG_TEXTS
from junosim.app.coverage import commands
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORM = "mx480-ngre-ms-mpc"
"""A router whose engine is a guest, so that `request vmhost` is there."""

FLAGS = tuple(FLAG_TEXTS)

_CLEAR = "Clear-secret-4711"
_OFFICER = "secret security maintenance control"


@dataclass(frozen=True)
class Column:
    """A class of the table: two letters for its column, what it stands for, and its statements."""

    letters: str
    name: str
    about: str
    statements: tuple[str, ...] = ()


COLUMNS = (
    Column("su", "super-user", "predefined"),
    Column("op", "operator", "predefined"),
    Column("ro", "read-only", "predefined"),
    Column("un", "unauthorized", "predefined"),
    Column("co", "officer", "the four permissions that make a crypto officer, and no other",
           (f"permissions [ {_OFFICER} ]",)),
    Column("cw", "officer-at-work", "a crypto officer who may look and enter configuration mode",
           (f"permissions [ {_OFFICER} view configure ]",)),
    Column("vc", "looker", "`view` and `configure`, beside which the flags are asked for",
           ("permissions [ view configure ]",)),
    Column("fu", "fips-user", "a FIPS user, who sees status and configuration",
           ("permissions [ view view-configuration ]",)),
    Column("fn", "fips-network", "a FIPS user who configures the network",
           ("permissions [ view configure interface-control routing-control firewall-control ]",)),
    Column("mo", "syslog-monitor", "who receives syslog over NETCONF", ("permissions trace",)),
    Column("sa", "role-security", "security role: everything, less logs and keys", (
        "permissions all",
        'deny-commands "^clear log|^request (security|system set-encryption-key)|^rollback|^start shell"',
        'deny-configuration "security ike|security ipsec|system fips self-test after-key-generation"',
    )),
    Column("aa", "role-audit", "security role: the logs", (
        "permissions [ security trace maintenance ]",
        'allow-commands "^clear log"',
        'deny-commands "^clear system login lockout|^file (copy|delete|rename)|^set date|^start shell|^request"',
    )),
    Column("ca", "role-crypto", "security role: keys and self-tests", (
        "permissions [ admin-control configure maintenance security-control system-control trace ]",
        'deny-commands "^clear log|^file (copy|delete|rename)|^rollback|^set date|^start shell"',
        'deny-configuration "system syslog|system login"',
    )),
    Column("ia", "role-ids", "security role: detection of intruders", (
        "permissions [ configure maintenance security-control trace ]",
        'deny-commands "^clear log|^file (copy|delete|rename)|^request|^rollback|^set date|^start shell"',
    )),
    Column("dc", "deny-commands", "all permissions, some commands denied", (
        "permissions all",
        'deny-commands "^request system|^restart|^show log|^rollback|^load"',
    )),
    Column("ac", "allow-commands", "`view`, some commands allowed", (
        "permissions view",
        'allow-commands "^clear log|^request system reboot|^configure"',
    )),
    Column("df", "deny-configuration", "all permissions, some statements denied", (
        "permissions all",
        'deny-configuration "system login|security|interfaces .* encapsulation"',
    )),
    Column("af", "allow-configuration", "`configure` and `view`, some statements allowed", (
        "permissions [ configure view ]",
        'allow-configuration "interfaces|system services ssh|system login retry-options"',
    )),
)  # fmt: skip
"""The classes that have a column of their own."""

_PATTERNED = frozenset(column.name for column in COLUMNS if "-commands" in "".join(column.statements))
"""The classes in which more than flags decides about commands."""

_UNLISTED = frozenset({"edit", "exit"})
"""Second names of commands, which no list shows in operational mode."""

ALLOWED, REFUSED = "+", "."


def looker(flag: str) -> str:
    """The class that has `view` and one flag more."""
    return f"view-{flag}"


def configurer(flag: str) -> str:
    """The class that has `view`, `configure` and one flag more."""
    return f"configure-{flag}"


def members(*, with_flags: bool) -> list[str]:
    """The classes that are not predefined, as lines of a configuration; the user of each has its name."""
    lines = []
    for column in COLUMNS:
        lines += [f"set system login class {column.name} {text}" for text in column.statements]
    names = [column.name for column in COLUMNS]
    for flag in FLAGS if with_flags else ():
        lines.append(f"set system login class {looker(flag)} permissions [ view {flag} ]")
        lines.append(f"set system login class {configurer(flag)} permissions [ view configure {flag} ]")
        names += [looker(flag), configurer(flag)]
    return lines + [f"set system login user {name} class {name}" for name in names]


@cache
def _blueprint(with_flags: bool):
    lines = (
        "delete system services netconf",
        *members(with_flags=with_flags),
    )  # a row of the statements sets it
    return draft(PLATFORM, ManualClock(), SeededEntropy(1), text="\n".join(lines))


def make_device(name: str = "super-user"):
    """A device with the users of all columns, and those of all flags where the class of that name is no column."""
    with_flags = all(column.name != name for column in COLUMNS)
    return _blueprint(with_flags).build("r1", ManualClock(), SeededEntropy(2))


# ---------------------------------------------------------------------- commands


@cache
def operational_rows() -> tuple[str, ...]:
    """The commands that something answers on this platform, and those of the guides."""
    device = make_device()
    answered = (" ".join(known.words) for known in commands(device.release.commands) if known.implemented)
    return _existing(device, "", {*answered, *COMMANDS})


@cache
def configuration_rows() -> tuple[str, ...]:
    """The commands of configuration mode."""
    device = make_device()
    found = {" ".join(it.words) for it in commands(device.release.configuration_commands) if it.implemented}
    return _existing(device, "configure", found)


def _existing(device, before, lines):
    """Those of the lines that the platform has, each once, in order."""
    asker = Asker(device, "super-user", before, asks_all=False)
    return tuple(sorted(line for line in lines if asker.allows(line)))


class Asker:
    """A session of the member of a class, who only asks."""

    def __init__(self, device, name, before="", *, asks_all=True):
        self._asks_all = asks_all
        self._typist = Typist(device, name, permissions=None)
        if before:
            self._typist.line(before)
        self._offered = {}

    @property
    def is_editing(self):
        """True in configuration mode."""
        return self._typist.login.is_editing

    def allows(self, line):
        """True when the line is read and its last word is offered; the two must agree.

        The first is not asked where `asks_all` is False, as it takes most of the time.
        """
        head, _, word = line.rpartition(" ")
        if line in _UNLISTED or not re.fullmatch(r"[a-z][a-z0-9-]*", word):
            return self._reads(line)
        offers = word in self._words(head)
        if self._asks_all:
            assert self._reads(line) is offers, f"{line!r} is {'' if offers else 'not '}offered"
        return offers

    def _reads(self, line):
        return "Possible completions:" in self._ask(f"{line} ")

    def _ask(self, text):
        shown = self._typist.send(f"{text}?")
        self._typist.send("\x15")
        return shown

    def _words(self, head):
        """What `?` offers behind some words."""
        if head not in self._offered:
            shown = self._ask(f"{head} " if head else "")
            self._offered[head] = set(re.findall(r"^[ >+*]* ([a-z][a-z0-9-]*)", shown, re.MULTILINE))
        return self._offered[head]


# ---------------------------------------------------------------------- statements

CHANGED, CHANGED_MASKED, CHANGED_UNSEEN, SEEN, MASKED, NOTHING = "w", "x", "b", "r", "m", "."

_HASH = "$6$GmTpLxcz$xQ3iW6yF1rHsQyiBUNOMSVQU0xQyHZ9p1ZrR4Jb6JHXnyhuqJbPk5cVYVbTbqQzKkYqWXqkJSx0l0vA0g3vDb0"

_OTHERS = f"""
access radius-server 192.0.2.9 timeout 5
accounting-options interface-profile p interval 15
applications application a protocol tcp
chassis aggregated-devices ethernet device-count 1
class-of-service drop-profiles d fill-level 90 drop-probability 50
event-options generate-event e time-interval 60
firewall family inet filter f term t then accept
forwarding-options sampling input rate 10
groups g interfaces ge-2/0/9 mtu 1600
groups g system location floor 9
interfaces ge-2/0/8 traceoptions flag all
policy-options policy-statement p then accept
protocols bgp group g type internal
protocols bgp traceoptions flag all
routing-instances v instance-type virtual-router
routing-options autonomous-system 65000
snmp community public
snmp location here
system ntp server 192.0.2.5
system ports console log-out-on-disconnect
system scripts language python
system time-zone Europe/Berlin
access radius-server 192.0.2.9 secret {_CLEAR}
protocols bgp group g authentication-key {_CLEAR}
security authentication-key-chains key-chain macsec-kc1 key 0 secret {_CLEAR}
services ipsec-vpn ike policy ike_policy1 pre-shared-key ascii-text {_CLEAR}
snmp v3 usm local-engine user u authentication-sha authentication-password {_CLEAR}
system login user fips-user1 authentication encrypted-password {_HASH}
system ntp authentication-key 1 value {_CLEAR}
system radius-server 192.0.2.3 secret {_CLEAR}
system root-authentication encrypted-password {_HASH}
system tacplus-server 192.0.2.3 secret {_CLEAR}
"""
"""Statements of the other stanzas, and secrets."""


@cache
def statement_rows() -> tuple[str, ...]:
    """The statements that the guides set, one of each other stanza, and secrets of all kinds."""
    rows = {*MX_STATEMENTS, *QFX_STATEMENTS, *_OTHERS.strip().splitlines()}
    return tuple(
        sorted(rows - {"system login password format sha512"})
    )  # one value takes the place of the other


def changes_of(device, name):
    """The statements that the member of a class may set."""
    typist = Typist(device, name, permissions=None)
    typist.line("configure")
    if not typist.login.is_editing:
        return frozenset()
    shared, done = device.stores.shared, set()
    before = shared.fork().root
    for row in statement_rows():
        answer = typist.line(f"set {row}")
        changed = shared.root is not before
        assert changed is not bool(answer), f"set {row}: {answer!r}"
        if changed:
            done.add(row)
            shared.replace(before)
    typist.session.closed()
    return frozenset(done)


@cache
def _full(name):
    """A device as `make_device` makes it, with all statements in force, and what `| display set` shows of each."""
    device = make_device(name)
    typist = Typist(device, "super-user", permissions=None)
    typist.line("configure")
    shared, empty = device.stores.shared, set(typist.line("show | display set | no-more").splitlines())
    before, shown = shared.fork().root, {}
    for row in statement_rows():
        typist.line(f"set {row}")
        shown[row] = set(typist.line("show | display set | no-more").splitlines()) - empty
        assert shown[row], f"set {row}: nothing came of it"
        shared.replace(before)
    for row in statement_rows():
        typist.line(f"set {row}")
    device.stores.reset(shared.fork().root)  # they need not make sense together
    typist.session.closed()
    return device, shown


def _full_for(name):
    return _full("super-user" if any(column.name == name for column in COLUMNS) else looker("view"))


def full_device(name="super-user"):
    """A device that has all statements in force, for whoever looks and leaves it as it is."""
    return _full_for(name)[0]


def lines_of():
    """What `| display set` shows of each statement."""
    return _full_for("super-user")[1]


_MASK = "/* SECRET-DATA */"


def sight_of(name):
    """What the member of a class sees of each statement: `SEEN`, `MASKED` or `NOTHING`."""
    device, lines = _full_for(name)
    typist = Typist(device, name, permissions=None)
    shown = set(typist.line("show configuration | display set | no-more").splitlines())
    typist.session.closed()
    return {row: _sight(lines, shown) for row, lines in lines.items()}


def _sight(lines, shown):
    if lines <= shown:
        return SEEN
    masked = {line for line in shown if _MASK in line}
    if all(line in shown or any(_covers(it, line) for it in masked) for line in lines):
        return MASKED
    assert not lines & shown, f"seen in part: {lines}"
    return NOTHING


def _covers(masked, line):
    """True when a line is another one with its secret masked."""
    return line.startswith(masked.partition(_MASK)[0])


# ---------------------------------------------------------------------- tables


@dataclass(frozen=True)
class Table:
    """A kind of question with its rows; `verdicts` answers all of them for one class.

    `most` is the verdict for who may do everything. Flags are asked for beside `base`, and listed where they make a
    difference to it.
    """

    file: str
    title: str
    most: str
    base: str
    name_of: Callable[[str], str]
    verdicts: Callable[[str], dict[str, str]]

    def column(self, letters):
        """The verdicts of a class that has a column."""
        return self.verdicts(next(column.name for column in COLUMNS if column.letters == letters))

    def flag(self, flag):
        """Those of the base with one flag more, where they differ from the base alone."""
        base, found = self.column(self.base), self.verdicts(self.name_of(flag))
        return {row: verdict for row, verdict in found.items() if verdict != base[row]}


def _asked(rows, before):
    def verdicts(name):
        asker = Asker(make_device(name), name, before, asks_all=name in _PATTERNED)
        if before and not asker.is_editing:
            return dict.fromkeys(rows(), REFUSED)
        return {row: ALLOWED if asker.allows(row) else REFUSED for row in rows()}

    return cache(verdicts)


@cache
def _statements_of(name):
    changes, sight = changes_of(make_device(name), name), sight_of(name)
    return {row: (_CHANGING if row in changes else _LOOKING)[sight[row]] for row in statement_rows()}


_CHANGING = {SEEN: CHANGED, MASKED: CHANGED_MASKED, NOTHING: CHANGED_UNSEEN}
_LOOKING = {SEEN: SEEN, MASKED: MASKED, NOTHING: NOTHING}

TABLES = (
    Table("commands", "Commands", ALLOWED, "ro", looker, _asked(operational_rows, "")),
    Table(
        "configuration-commands",
        "Commands of configuration mode",
        ALLOWED,
        "vc",
        configurer,
        _asked(configuration_rows, "configure"),
    ),
    Table("statements", "Statements", CHANGED, "vc", configurer, _statements_of),
)


# ---------------------------------------------------------------------- written form


_KEY = f"""
{ALLOWED} allowed, {REFUSED} not; of statements: {CHANGED} may be changed and are seen,
{CHANGED_MASKED} the same but for the secret, which is masked, {CHANGED_UNSEEN} may be changed unseen,
{SEEN} are seen, {MASKED} the same with the secret masked, {NOTHING} neither.
Behind the bar: flags that make a difference beside those of the column named there.
Asked of sessions by tests/unit/test_separation_matrix.py, which tells how to write this anew.
"""


def written(table, columns, flags):
    """The lines of a table: a row for each question, with a letter for each class and the flags that matter."""
    yield f"# {table.title}"
    yield from (f"# {line}" for line in _KEY.strip().splitlines())
    for column in COLUMNS:
        yield f"# {column.letters}  {column.name}: {column.about}; {' '.join(column.statements)}".removesuffix(
            "; "
        )
    width = max(len(row) for row in columns[COLUMNS[0].letters]) + 1
    yield f"{'':{width}}" + " ".join(column.letters for column in COLUMNS) + f" | beside {table.base}"
    for row in columns[COLUMNS[0].letters]:
        cells = "  ".join(columns[column.letters][row] for column in COLUMNS)
        found = " ".join(f"{flag}={flags[flag][row]}" for flag in FLAGS if row in flags[flag])
        yield f"{row:{width}}{cells}  | {found}".rstrip()


def read_table(lines):
    """What `written` wrote: verdicts by column and row, and by row the flags that matter."""
    columns = {column.letters: {} for column in COLUMNS}
    flags = {flag: {} for flag in FLAGS}
    for line in lines:
        if line.startswith(("#", " ")):
            continue
        head, _, found = line.rpartition(" |")
        row, letters = head[: -3 * len(COLUMNS)].rstrip(), head[-3 * len(COLUMNS) :].split()
        for column, verdict in zip(COLUMNS, letters, strict=True):
            columns[column.letters][row] = verdict
        for word in found.split():
            flag, _, verdict = word.partition("=")
            flags[flag][row] = verdict
    return columns, flags
