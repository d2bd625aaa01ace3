"""Random and mutated lines and keys: never an internal error, and the prompt always comes back.

`pytest -m slow` types 100,000 lines (`make slow`); `JUNOSIM_FUZZ=20000 JUNOSIM_SEED=7` sets how many and which.
"""

from __future__ import annotations

import os
import random  # noqa: TID251 - what a test types is not the product's randomness
from functools import cache

import pytest

from cli_session import Typist, make_device
from guide_lines import MX_STATEMENTS
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.schema import release
from junosim.shell.opening import Window, open_sessions
from junosim.shell.session import ShellSession
from schema_paths import line_of, statement_paths

SEED = int(os.environ.get("JUNOSIM_SEED", "20260102"))
LINES = int(os.environ.get("JUNOSIM_FUZZ", "1500"))
SHARDS = 8
MANY = 100_000 // SHARDS
EVERY = 400  # one statement path of so many is taken

VERBS = [
    "set", "delete", "show", "edit", "activate", "deactivate", "rename", "copy", "insert", "annotate", "protect",
    "unprotect", "prompt",
]  # fmt: skip
COMMANDS = """
show version|show version detail|show system uptime|show system users|show cli|show cli authorization|
show configuration|show configuration system login|show configuration interfaces|configure|configure private|
configure exclusive|set cli screen-length 0|set cli screen-length 20|set cli screen-width 40|set cli timestamp|
set cli complete-on-space off|set cli complete-on-space on|set cli prompt p|set cli terminal vt100|help|
help topic|show interfaces terse|request system reboot|clear interfaces statistics all|quit|exit|
show configuration | display set|show version | match junos | count|show cli | last 3|show | compare|
show system uptime | find up|show version | no-more|show version | except "^J"|show version | refresh 2|
show system users | resolve|show cli | request message all|request message all message "a b"|
request message user other message x|request system logout user other|request system logout terminal pts/1|
show cli history|show cli history 3|help apropos screen|help reference system|help tip cli|# a comment|
set cli logical-system ls|clear cli logical-system|show version | hold|show configuration | last|
show configuration | trim 4 | match ";" | count|show configuration | display json|file list|file show x|
set cli directory /var/tmp|show configuration | save f|show version | tee f | append g|set cli idle-timeout 30|
file make-directory d|file make-directory d/e with-path|file link x l|file link l m symbolic-link|file list recursive|
file list detail *|file archive source * destination a|file archive compress source d destination b|
file extract a.tar|file extract b.tgz delete|file compress x|file compare files x g|file compare files x g unified|
file change-permission x u+x|file change-owner x user lab|file delete-directory d recurse|file rename x y|show log|
show log messages|show log user|clear log messages all|monitor start messages|monitor list|monitor stop|
show version | append /var/log/messages|show log messages.0.gz|file show /var/log/messages|file copy x /var/tmp/y|
file checksum md5 x|file checksum sha-256 y|file list /var/log detail|monitor start x|monitor stop messages|
show system processes extensive|show system connections|restart routing|set date 202001010101|show host x|
ping 192.0.2.1|ping 10.9.9.9 count 3 rapid|traceroute 192.0.2.1|ssh 192.0.2.1|telnet 192.0.2.1|scp x lab@192.0.2.1:|
monitor interface xe-0/0/0|monitor traffic|show chassis hardware detail|show route terse|show interfaces yy|
request support information|show system reboot|clear system reboot|request system reboot in 5 message "a b"|
request system halt at 23:59|show version | display rfc5952|show configuration | display xml | display changed|
start shell|start shell sh|start shell user root|start shell command "ls -l / | wc"|start shell command "cat f"
""".replace("\n", "").split("|")
EDITS = """
commit|commit check|commit and-quit|commit comment "a b"|rollback 0|rollback 1|rollback 49|rollback|status|top|up|
up 2|exit|exit configuration-mode|quit|show|show | compare|show | display set|show | compare rollback 1|
edit system|edit interfaces ge-0/0/0|edit system login user x|top edit protocols bgp group g|run show version|
top show|up set|run configure|load set terminal|load merge terminal|load factory-default|save x|
rename system to x|rename system login user a to user b|copy interfaces ge-0/0/0 to ge-0/0/1|
insert policy-options policy-statement p term b before term a|annotate system "x"|annotate system login "y z"|
deactivate system|activate system|delete|wildcard delete interfaces ge-*|replace pattern a with b
""".replace("\n", "").split("|")
SHELL_LINES = """
ls -la /var|cat /var/log/messages|cd /var/tmp; pwd|echo a b > f; cat f|tail -f f|ps aux|cp f g|mv g h|rm -rf h|md5 f|
sha256 f|uname -a|df -k|su|sh|cli|./f|sh f|grep -r a .|sort < f|find / -name f|chmod 0 f|ln -s f l|tar cf t f|exit|
history|echo $HOME !! | tee -a f|cat|set x=1|more f|sleep 5
""".replace("\n", "").split("|")
STOPS = ("reboot", "halt", "power-off")
KEYS = [
    "?", "\t", " ", "\x01", "\x02", "\x04", "\x05", "\x06", "\x08", "\x0b", "\x0c", "\x0e", "\x10", "\x12", "\x14",
    "\x15", "\x16", "\x17", "\x18", "\x19", "\x1a", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bb", "\x1bf", "\x1bd",
    "\x1b", "\x1b[", "\x7f", "\x00", "é", "漢", "\x1b[3~", "\x1b\x7f",
]  # fmt: skip
SCRAPS = [
    '"', '""', '"a', "[", "]", "[ a b ]", "{", "}", ";", "|", "| match", "| count", "| display set", "#", "/*", "*/",
    "<*>", "*", "$x", "0", "-1", "4294967296", "99999999999999999999", "1.2.3.4", "::1", "10.0.0.0/8", "10.0.0.0/33",
    "ge-0/0/0", "ge-0/0/0.0", "lo0", "no", "all", "to", "before", "&", "!", "( a && b )", "\\", "'", "$9$", "x" * 300,
    "apply-groups", "apply-macro", "groups", "inactive:", "..", ".", "%d", "unit", "family", "inet",
]  # fmt: skip


NO_PROMPT = "<no prompt>"


@cache
def statements() -> tuple[str, ...]:
    """Valid statements of everywhere in the hierarchy, and those of the guides."""
    root = release.load("mx19").configuration
    entropy = SeededEntropy(SEED)
    some = [path for number, path in enumerate(statement_paths(root)) if number % EVERY == 0]
    made = [" ".join(word.typed for word in line_of(root, path, entropy)) for path in some]
    return (*made, *MX_STATEMENTS)


def mutated(line: str, chance: random.Random) -> str:
    """The line with words and characters lost, doubled, swapped, cut or put between."""
    words = line.split(" ")
    for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
        at = chance.randrange(len(words) + 1)
        match chance.randrange(7):
            case 0:
                words[at : at + 1] = []
            case 1:
                words.insert(at, chance.choice(SCRAPS))
            case 2:
                words[at:] = []
            case 3:
                words[at : at + 1] = [word[: chance.randrange(len(word) + 1)] for word in words[at : at + 1]]
            case 4:
                words.insert(at, chance.choice(KEYS))
            case 5:
                chance.shuffle(words)
            case _:
                words.insert(at, chance.choice(chance.choice(statements()).split(" ")))
        if not words:
            words = [""]
    return " ".join(words)


def line(chance: random.Random) -> str:
    """One line of keys, without the Enter."""
    kind = chance.randrange(13)
    if kind < 6:
        text = f"{chance.choice(VERBS[:3] + VERBS)} {chance.choice(statements())}"
    elif kind < 8:
        text = chance.choice(EDITS)
    elif kind < 10:
        text = chance.choice(COMMANDS)
    elif kind == 10:
        text = chance.choice(SHELL_LINES)
    elif kind == 11:
        text = "".join(
            chance.choice([*KEYS, *SCRAPS, "a", "z", "set", "show"]) for _ in range(chance.randrange(12))
        )
    else:
        text = bytes(chance.randrange(256) for _ in range(chance.randrange(20))).decode("latin-1")
    text = mutated(text, chance)
    if chance.random() < 0.001:
        text = f"request system {chance.choice(STOPS)}\ryes"
    if chance.random() < 0.3:
        text = text[: chance.randrange(len(text) + 1)] + chance.choice(["?", "\t", "? ", "\t?"])
    return text


def sent(typist: Typist, text: str, chance: random.Random) -> str:
    """Send the keys as clients do: mostly at one go, else in pieces, with the window resized or time passing."""
    if chance.random() < 0.8:
        return typist.send(text)
    shown = ""
    while text:
        size = chance.choice([1, 2, 5, 30])
        shown += typist.send(text[:size])
        text = text[size:]
        match chance.randrange(12):
            case 0:
                typist.session.resize(chance.choice([0, 1, 20, 80, 511]), chance.choice([0, 1, 3, 24, 1000]))
            case 1:
                typist.device.clock.advance(chance.choice([0.1, 3, 61]))
                typist.session.wake()
                shown += typist.read()
    return shown


class Person(Typist):
    """A user at the CLI and at the shells that he starts in it."""

    def __init__(self, device, columns=80, rows=24):
        self.device = device
        self.login = device.logins.open("crypto-officer", "192.0.2.9", terminal=True)
        window = Window("vt100", columns, rows)
        self.session = open_sessions(device, self.login, window)
        self.greeting = self.read()

    @property
    def is_at_a_shell(self):
        return isinstance(self.session.top, ShellSession)


def brought_up(device):
    """The device after all that is due on it, with its power on again; another one if its users are gone."""
    while not device.lifecycle.is_settled:
        due = device.next_due()
        if due is None or (due > device.clock.monotonic() and device.lifecycle.state.is_up):
            break
        device.clock.advance(max(due - device.clock.monotonic(), 0))
        device.do_due()
    if device.lifecycle.state in (State.OFF, State.HALTED):
        boot.power_off(device)
        boot.power_on(device)
        return brought_up(device)
    return device if device.lifecycle.state.serves else make_device()


def settle(typist: Typist) -> str:
    """Leave questions, the pager and half a line; what was shown. At a prompt, Ctrl-C only shows it again."""
    shown = ""
    for keys in ("\x03", "q\x03", "\x1bx\x03", "no\r\x03", "\x04\x03"):
        shown += typist.send(keys)
        again = typist.send("\x03")
        if again.startswith("^C\n") and typist.send("\x03") == again:
            return shown + again
    return shown + NO_PROMPT


def type_lines(seed: int, count: int) -> None:
    """Type so many lines, in one session after the other, on a device that another user is on too."""
    chance = random.Random(seed)
    device = make_device()
    typist, other = Person(device), Typist(device, user="other")
    typed: list[str] = []
    for number in range(count):
        text = line(chance)
        if typist.is_at_a_shell and chance.random() < 0.7:
            text = mutated(chance.choice(SHELL_LINES), chance)
        if chance.random() < 0.05:
            text += "\r" + line(chance)
        typed.append(text)
        shown = sent(typist, text + "\r", chance) + settle(typist)
        recent = f"seed {seed}, line {number}: {typed[-5:]!r}\n{shown[-2000:]}"
        assert "internal error" not in shown, recent
        assert "Traceback" not in shown, recent
        device, was = brought_up(device), device
        assert len(other.read()) < 200_000, recent
        if any(other.session.effects()) or device is not was:
            other.session.closed()
            other = Typist(device, user="other")
        if any(typist.session.effects()) or device is not was:
            typist.session.closed()
            typist = Person(device, chance.choice([0, 40, 80, 511]), chance.choice([0, 24, 1000]))
            typed = []
            typist.line(chance.choice(["configure", "configure", "configure", "start shell", ""]))
            continue
        assert NO_PROMPT not in shown, recent
    typist.session.closed()
    other.session.closed()
    assert not list(device.logins)


def test_whatever_is_typed_the_prompt_comes_back():
    type_lines(SEED, LINES)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_is_typed_a_hundred_thousand_times(shard):
    type_lines(SEED + 1 + shard, MANY)
