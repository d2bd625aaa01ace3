"""Random walks through the life of a device: what people and power do to it, in any order, seeded.

A walk is a list of events that its seed gives. After each event the device must be in a state of its table, and
nothing may have been shown that has no place on a console, or is internal; at the end a login must be
possible again.
"""

from __future__ import annotations

import re
from functools import cache

from console_user import ConsoleUser
from junosim.access.passwords import make_hash
from junosim.assemble.blueprint import as_delivered, draft
from junosim.assemble.front import Front
from junosim.assemble.lab import User
from junosim.assemble.local import LocalSession
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.boot_text import FIELDS, boot_text
from junosim.device.lifecycle import NEXT, State
from junosim.device.panel import Panel
from junosim.entropy import SeededEntropy
from junosim.fips.faults import KNOWN
from junosim.platforms import equipments, platform_names

PASSWORD = "Walk-1234567"
USERS = (User("crypto-officer", PASSWORD, "super-user"), User("fips-user", "Fips-1234567", "read-only"))
PLATFORMS = tuple(name for chassis in platform_names() for name in (chassis, *equipments(chassis)[-1:]))
EVENTS = 50

INTERNAL = re.compile(r"Traceback|internal error|File \"|Exception|junosim|<[a-z_.]+ object|\bNone\b")

OFFICER = (
    "set system login user crypto-officer class super-user authentication encrypted-password "
    f'"{make_hash(PASSWORD, SeededEntropy(3))}"'
)
STATEMENTS = (
    OFFICER,
    OFFICER,
    "set system host-name walker",
    "set system location floor 3",
    "set system time-zone Europe/Berlin",
    "delete system host-name",
    "set interfaces lo0 description walk",
    "set system login user extra class operator",
    "delete system fips",
    "set system services telnet",
    "set snmp location here",
    "set system no-such-word",
    'set security ike proposal p description "{"',
)
COMMANDS = (
    "show version",
    "show configuration | display set",
    "show system uptime",
    "show system reboot",
    "show log messages",
    "show chassis hardware",
    "request system reboot in 3",
    "clear system reboot",
    "show system fips chassis level",
    "show system users",
    "request system software rollback",
    "set date 202001010000",
    "set date 203006151230.30",
    "restart routing",
    "show nonsense",
    "configure",
)
PACKAGES = ("optional://fips-mode", "optional://jpfe-fips", "/var/tmp/none.tgz")
ROOT_PASSWORD = (
    "cli", "configure", "set system root-authentication plain-text-password", "Abc123xyz9", "Abc123xyz9", "commit",
    "exit", "exit", "exit",
)  # fmt: skip
CONSOLE_KEYS = (
    "\r", "\x03", "\x04", "root\r", "crypto-officer\r", f"{PASSWORD}\r", "wrong\r", "cli\r", "show version\r",
    "exit\r", "edit\r", "commit\r", "yes\r", "no\r", "?", "\x1b[A", "whoami\r", "request system reboot\r", "quit\r",
    "set system root-authentication plain-text-password\r", "Abc123xyz9\r",
)  # fmt: skip


class Dice:
    """Draws by a seed."""

    def __init__(self, seed: int) -> None:
        self._entropy = SeededEntropy(seed)

    def choice(self, of):
        """One of them."""
        return of[self._entropy.below(len(of))]

    def weighted(self, weights):
        """A key of a table, as often as its weight says."""
        return self.choice([name for name, weight in weights.items() for _ in range(weight)])

    def often(self, percent: int) -> bool:
        """True so often."""
        return self._entropy.below(100) < percent

    def below(self, limit: int) -> int:
        """A number from 0 up to, not including, the limit."""
        return self._entropy.below(limit)


class Walk:
    """One walk: `events` are the names of what was done, `take` does the next step."""

    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed)
        self.platform = self.dice.choice(PLATFORMS)
        self.start = self.dice.choice(("factory", "plain", "fips", "fips"))
        self.clock = ManualClock()
        blueprint = blueprint_of(self.platform, self.start)
        pace = self.dice.choice((0.0, 0.0, 1.0))
        power = self.dice.often(60)
        self.device = blueprint.build(None, self.clock, SeededEntropy(seed), power=power, pace=pace)
        self.front = Front(self.device, self.platform)
        self.panel = Panel(self.device)
        self.console = ConsoleUser(self.device)
        self.panics = 0
        self.device.lifecycle.watchers.append(self.count_panics)
        self.sessions: list[LocalSession] = []
        self.events: list[str] = [f"{self.platform} {self.start} pace {pace:g} power {power}"]
        self.shown = ""
        self.unknown: list[str] = []
        self.known = patterns(self.device.platform.boot_text)

    def run(self) -> None:
        """All events, then the way back."""
        for _ in range(EVENTS):
            self.take()
        self.come_back()

    def take(self) -> None:
        """One event, and what must hold behind it."""
        name = self.dice.weighted(EVENT_WEIGHTS)
        self.events.append(name)
        getattr(self, name.replace("-", "_"))()
        self.settle()
        self.check()

    # --- what happens ---------------------------------------------------------------------------------

    def type_a_command(self) -> None:
        session = self.a_session()
        if session is None:
            return
        line = self.dice.choice(COMMANDS)
        self.note(line)
        self.answer(session, line)

    def commit(self) -> None:
        session = self.a_session()
        if session is None:
            return
        self.answer(session, "configure")
        for _ in range(1 + self.dice.below(3)):
            line = self.dice.choice(STATEMENTS)
            self.note(line)
            self.answer(session, line)
        self.answer(
            session,
            self.dice.choice(("commit", "commit check", "commit confirmed 1", "rollback 1", "commit")),
        )
        self.answer(session, "exit")

    def fips_on(self) -> None:
        session = self.a_session()
        if session is None:
            return
        statement = self.device.platform.fips.statement
        if self.dice.often(20):  # that of the others
            statement = "chassis level" if statement == "level" else "level"
        for line in ("configure", f"set system fips {statement} 1", "commit", "exit"):
            self.answer(session, line)

    def install_fips(self) -> None:
        session = self.a_session()
        if session is not None:
            self.answer(session, f"request system software add {self.dice.choice(PACKAGES)}")

    def reboot(self) -> None:
        session = self.a_session()
        if session is None:
            return
        verb = self.dice.choice(("reboot", "reboot", "reboot", "halt", "power-off"))
        what = "vmhost" if "vmhost" in self.device.platform.traits and self.dice.often(80) else "system"
        self.note(f"{what} {verb}")
        self.answer(session, f"request {what} {verb}")
        self.answer(session, self.dice.choice(("yes", "yes", "yes", "no", "")))

    def zeroize(self) -> None:
        session = self.a_session()
        if session is None:
            return
        what = "vmhost zeroize no-forwarding" if "vmhost" in self.device.platform.traits else "system zeroize"
        self.answer(session, f"request {what}")
        self.answer(session, self.dice.choice(("yes", "yes", "no")))

    def self_test(self) -> None:
        session = self.a_session()
        if session is not None:
            self.answer(session, "request system fips self-test")

    def fault(self) -> None:
        kind = self.dice.choice(list(KNOWN))
        name = self.dice.choice(KNOWN[kind])
        self.note(f"{kind}={name}")
        self.device.faults.add_text(f"{kind}={name}")

    def power_cut(self) -> None:
        boot.power_off(self.device)
        if self.dice.often(70):
            boot.power_on(self.device, self.dice.choice((boot.DISK, boot.DISK, boot.DISK, boot.USB)))

    def power_on(self) -> None:
        if self.device.lifecycle.state is State.OFF:
            boot.power_on(self.device)

    def some_steps(self) -> None:
        """Stop in the middle: the next event meets the device there."""
        for _ in range(1 + self.dice.below(40)):
            self.device.do_due()

    def press(self) -> None:
        button = self.dice.choice(self.panel.buttons)
        self.note(button)
        self.panel.press(button)

    def wait(self) -> None:
        seconds = self.dice.choice((0.5, 3, 20, 60, 200, 3600))
        self.note(f"{seconds:g} s")
        self.shown += self.pass_time(seconds)

    def jump(self) -> None:
        self.device.set_time(
            self.device.clock.time() + self.dice.choice((-86400 * 400, -60, 3600, 86400 * 90)), "walk"
        )

    def type_on_the_console(self) -> None:
        for _ in range(1 + self.dice.below(6)):
            keys = self.dice.choice(CONSOLE_KEYS)
            self.note(repr(keys))
            self.shown += self.console.send(keys)

    def log_in_on_the_console(self) -> None:
        user, password = self.dice.choice(
            (("root", ""), ("crypto-officer", PASSWORD), ("root", "Abc123xyz9"), ("x", "y"))
        )
        self.shown += self.console.send(f"{user}\r")
        self.shown += self.console.send(f"{password}\r")
        if self.dice.often(50):
            self.set_root_password()

    def set_root_password(self) -> None:
        for line in ROOT_PASSWORD:
            self.shown += self.console.send(f"{line}\r")

    def vanish(self) -> None:
        if self.sessions:
            self.sessions.pop(self.dice.below(len(self.sessions))).close()

    # --- how ------------------------------------------------------------------------------------------

    def note(self, text: str) -> None:
        self.events[-1] += f" {text}"

    def a_session(self) -> LocalSession | None:
        """A session in the CLI: one that is open, or a new one if somebody can log in over the network."""
        self.sessions = [session for session in self.sessions if not session.has_ended]
        if self.sessions and self.dice.often(70):
            return self.dice.choice(self.sessions)
        user = self.dice.choice(("crypto-officer", "crypto-officer", "fips-user", "root"))
        if not self.device.lifecycle.state.serves or not self.front.has_user(user):
            return None
        session = LocalSession(self.front, user, rows=0)
        self.sessions.append(session)
        if user == "root":
            self.answer(session, "cli")
        return session

    def answer(self, session: LocalSession, line: str) -> str:
        if session.has_ended:
            return ""
        text = session.send(f"{line}\r")
        assert not INTERNAL.search(text), f"{line}: {text}"
        return text

    def count_panics(self, state: State) -> None:
        self.panics += state is State.PANIC

    def settle(self) -> None:
        """Do what needs no time; a panic loop does need it, so this ends."""
        self.shown += self.console.read()
        for session in self.sessions:
            text = session.read()
            assert not INTERNAL.search(text), text

    def pass_time(self, seconds: float) -> str:
        """Let time pass from deadline to deadline; not more than two boots of a device that panics."""
        clock, end, shown = self.clock, self.clock.monotonic() + seconds, self.console.read()
        begun = self.panics
        while self.panics < begun + 2:
            dues = (
                self.device.next_due(),
                self.console.line.deadline(),
                *(each.deadline() for each in self.sessions),
            )
            moment = min([end, *(due for due in dues if due is not None and due > clock.monotonic())])
            clock.advance(max(0.0, moment - clock.monotonic()))
            shown += self.console.read()
            for session in self.sessions:
                session.work()
            if moment >= end:
                break
        return shown

    # --- what must hold -------------------------------------------------------------------------------

    def check(self) -> None:
        device = self.device
        assert device.lifecycle.state in NEXT
        assert not INTERNAL.search(self.shown), self.shown
        text, self.shown = self.shown, ""
        for line in (raw.strip("\a").rstrip() for raw in text.replace("\r", "\n").split("\n")):
            if not any(pattern.fullmatch(line) for pattern in self.known):
                self.unknown.append(line)
        assert not self.unknown, self.unknown
        if device.lifecycle.is_settled:
            assert device.lifecycle.state.is_up or device.lifecycle.state in (State.OFF, State.HALTED)
        if not device.lifecycle.state.is_up and device.lifecycle.state is not State.ZEROIZING:
            assert not list(device.logins)
        assert device.fips_mode == device.lifecycle.state.in_fips_mode or not device.lifecycle.state.is_up

    def come_back(self) -> None:
        """From wherever it is: once nothing is broken and it is installed anew, root comes in on the console."""
        self.device.faults.clear()
        boot.power_off(self.device)
        boot.power_on(self.device, boot.USB)
        self.pass_time(600)
        assert self.device.lifecycle.state is State.AMNESIAC
        assert not self.device.fips_mode
        assert "login: " in self.console.send("\r")
        shown = self.console.send("root\r")
        assert "root@" in shown, shown
        assert "Password" not in shown
        self.set_root_password()
        assert self.device.lifecycle.state is State.RUNNING


EVENT_WEIGHTS = {
    "type-a-command": 6, "commit": 5, "fips-on": 2, "install-fips": 2, "reboot": 4, "zeroize": 2, "self-test": 1,
    "fault": 2, "power-cut": 3, "power-on": 3, "some-steps": 4, "press": 2, "wait": 6, "jump": 2,
    "type-on-the-console": 5, "log-in-on-the-console": 3, "vanish": 2,
}  # fmt: skip


@cache
def blueprint_of(platform: str, start: str):
    if start == "factory":
        return as_delivered(platform)
    return draft(platform, ManualClock(), SeededEntropy(1), users=USERS, fips=start == "fips")


_FIELDS = {
    "version": r"\S+", "kernel": r"\S+", "model": r"\S+", "host": r"\S+", "epoch": r"\d+", "date": r"[\d: -]+",
    "local": r"\w{3} \w{3} [ \d]\d [\d:]+ \S+ \d{4}",
}  # fmt: skip

_LINES = (
    r"",
    # self-tests
    r"mgd: (Running|Testing|Expect) .*",
    r"mgd:   [\w .-]+ Known Answer Test: +(Passed|Failed)",
    r"mgd: FIPS Self-tests (Passed|Failed)",
    r"mgd: FIPS error: self-test failure: .+",
    r"mgd: /sbin/kats/run-tests: /sbin/kats/cannot-exec: (Authentication error|executed)",
    r"veriexec: no fingerprint for file='\S+' fsid=\d+ fileid=\d+ gen=1 uid=0 pid=\d+",
    # the end of processes by zeroization
    r"\w{3} [ \d]\d [\d:]{8} \w+: \S+ \(PID \d+\) terminate signal 15 sent",
    # getty and login
    r"FreeBSD/amd64 \(\S+\) \(ttyu0\)",
    r"login:.*",
    r"Password:(Login timed out after 120 seconds)?",
    r"Login incorrect",
    r"Login timed out after 120 seconds",
    r"logout",
    r"Last login: .*",
    r"--- JUNOS .*",
    # prompts with what was typed there, and what may be typed ahead of them
    r"\{master:0\}(\[edit\])?",
    r"\[edit\]",
    r"root@[\w.-]*(:\S+ #|:RE:0%)( .*)?",
    r"(root|crypto-officer|fips-user)(@[\w.-]+)?(:fips)?[>#]( .*)?",
    r"(New|Retype new) password:",
    r"(Reboot|Halt|Power Off) the (system|vmhost) \? \[yes,no\] \(no\).*",
    f"(\\?|\\[A|\b|{'|'.join(re.escape(keys.strip()) for keys in CONSOLE_KEYS if keys.strip())})*",
    # answers
    r"\S+: Command not found\.|set: Variable name must begin with a letter\.",
    r"(Hostname|Model|Junos): \S+",
    r"JUNOS .* \[\S+\]",
    r"\[edit .*\]|  '.*'|    (FIPS|CSP|Encrypted-password|Missing|.* package) .*",
    r"Exit with uncommitted changes\? \[yes,no\] \(yes\).*",
    r"Possible completions:|  [\w-]+ +[A-Z].*|: No match\.",
    r"\*\*\* (FINAL )?System shutdown message from \S+ \*\*\*|System going down .*",
    r"Shutdown NOW!|\[pid \d+\]",
    r"Users currently editing the configuration:",
    r"  \S+ terminal \S+ \(pid \d+\) on since .*| +(\{master(:0)?\})?\[edit\]",
    r"The configuration has been changed but not committed|# commit confirmed will be rolled back in 1 minute",
    r"Entering configuration mode|Exiting configuration mode|commit complete|configuration check succeeds",
    r" +\^|(unknown command|syntax error).*|error: .*|warning: .*",
)


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """What may stand on a console: lines of boot and stop, self-tests, getty and login, and of the sessions there."""
    lines = [line.text for phase in boot_text(name).phases.values() for line in phase]
    assert set(_FIELDS) == FIELDS
    marks = {field: f"\0{field}\0" for field in FIELDS}
    boots = [
        re.sub(r"\\?\0(\w+)\\?\0", lambda found: _FIELDS[found[1]], re.escape(line.format(**marks)))
        for line in lines
    ]
    return tuple(re.compile(text) for text in (*boots, *_LINES))
