"""Secrets that are typed in every way are nowhere afterwards but where they must be (R-AUD-023, R-CSP-005).

Each secret has a mark in it, so that one search finds all of them. What may hold which form is said here:

===================================  ===========  ===========  ===================
place                                in clear     `$9$`, hash  private key (PEM)
===================================  ===========  ===========  ===================
configurations, their files          no           yes          yes
files that a user has put there      as he did    as he did    as he did
the echo of the line he types        as he did    as he did    as he did
answers to users with `secret`       no           yes          yes
answers to users without it          no           no           no
logs, archives, journals, console    no           no           no
other terminals, remote hosts        no           no           no
what listens to events               no           no           no
the program's own log                no           no           no
transcripts: what was asked for      no           no           no
===================================  ===========  ===========  ===================

A comment of a commit and a pattern (`| match`, `replace pattern`) are no secrets: their words are kept as they are.
"""

from __future__ import annotations

import gzip
import re
from contextlib import suppress
from itertools import count

import pytest

from cli_session import Typist
from console_user import ConsoleUser
from evidence import SECRET, Client
from junosim.access.permissions import FLAGS
from junosim.assemble.blueprint import draft
from junosim.assemble.front import Front
from junosim.assemble.lab import User
from junosim.cli.commands import COMMANDS
from junosim.clock import ManualClock
from junosim.device.file_names import home_of
from junosim.device.files import SYSTEM, File
from junosim.entropy import SeededEntropy
from junosim.servers.contract import Origin, Terminal
from junosim.storage.directory import DirectoryStorage
from junosim.transcripts.recorder import Recorder
from junosim.transcripts.steps import Shown, Transcript, Typed
from netconf_session import NetconfUser

CONFIGURATION = """
system {
    syslog {
        archive size 64k files 3;
        file everything { any any; }
        file structured { any any; structured-data; }
        file prioritized { any any; explicit-priority; }
        user watcher { any any; }
        console { any any; }
        host 192.0.2.99 { any any; }
    }
    services { netconf { ssh; } }
}
"""
USERS = (User("boss", SECRET, "super-user"), User("watcher", SECRET, "read-only"))
CLEAR = re.compile(r"TopS3cret\d{3}|0ddba11c0ffee", re.IGNORECASE)
HIDDEN = re.compile(r"\$9\$|\$[156]\$|H4shedS3cret|S3cretPemBody")
_NUMBERS = count()


def secret():
    """A new one, of letters, digits and length that every statement and every rule for passwords takes."""
    return f"TopS3cret{next(_NUMBERS) % 1000:03}x"


def digits(length):
    """A new one of hexadecimal digits."""
    return f"0ddba11c0ffee{next(_NUMBERS):04x}".ljust(length, "7")


def hashed():
    return "$6$H4shedS3cret$" + "a" * 86


def pem():
    return '"-----BEGIN EC PRIVATE KEY-----S3cretPemBody-----END EC PRIVATE KEY-----"'


SET = (
    ("system radius-server 10.0.0.1 secret", secret),
    ("system tacplus-server 10.0.0.1 secret", secret),
    ("system ntp authentication-key 1 value", secret),
    ("system archival configuration archive-sites ftp://x@10.0.0.1 password", secret),
    ("system login user u1 authentication encrypted-password", lambda: f'"{hashed()}"'),
    ("services ipsec-vpn ike policy p pre-shared-key ascii-text", secret),
    ("services ipsec-vpn ike policy q pre-shared-key hexadecimal", lambda: digits(32)),
    ("security macsec connectivity-association ca pre-shared-key cak", lambda: digits(64)),
    ("security authentication-key-chains key-chain k key 0 secret", secret),
    ("security certificates local c", pem),
    ("snmp v3 usm local-engine user s authentication-sha authentication-password", secret),
    ("snmp v3 usm local-engine user s privacy-aes128 privacy-password", secret),
    ("protocols bgp group g neighbor 10.0.0.2 authentication-key", secret),
    ("protocols ospf area 0.0.0.0 interface ge-0/0/0.0 authentication md5 1 key", secret),
    ("protocols ldp session 10.0.0.3 authentication-key", secret),
    ("access profile p client c chap-secret", secret),
    ("access radius-server 10.0.0.9 secret", secret),
    ("groups g protocols bgp group <*> authentication-key", secret),
)
"""A statement of each kind that holds a secret, and what makes one for it."""

MISTAKEN = (
    "set sys rad 10.0.0.1 sec {}", "set system radius-server 10.0.0.1 secret {} {}",
    "set system radius-server 10.0.0.1 secert {}",
    "set sytsem radius-server 10.0.0.1 secret {}", 'set system radius-server 10.0.0.1 secret "{}', "set secret {}",
    "set system radius-server 10.0.0.1 secret {} | match x", "system radius-server 10.0.0.1 secret {}",
    "delete system radius-server 10.0.0.1 secret {}", "top set system radius-server 10.0.0.1 secret {}",
    "run set system radius-server 10.0.0.1 secret {}",
    "wildcard range set system radius-server 10.0.0.[1-2] secret {}",
    "set system radius-server 10.0.0.1 secret {}; commit",
    "set system login user u2 authentication plain-text-password {}",
    "prompt system radius-server 10.0.0.1 secret {}", "SET SYSTEM RADIUS-SERVER 10.0.0.1 SECRET {}",
    "edit system radius-server 10.0.0.1 secret {}", "show system radius-server 10.0.0.1 secret {}",
    "set system radius-server 10.0.0.1 secret {} ?", "set system radius-server 10.0.0.1 secret {}\t",
    "set system radius-server 10.0.0.1 {}", "set system radius-srver 10.0.0.1 sec {}",
    "deactivate system radius-server 10.0.0.1 secret {}",
    "set protocols bgp group g authentication-key {} type internal",
)  # fmt: skip
"""Lines with a secret that are abbreviated, or wrong before, at or behind it."""

TEXT = "system {{\n    radius-server {{\n        10.0.0.5 secret {};\n    }}\n{more}}}\n"
XML = (
    "<configuration><system><radius-server><name>10.0.0.6</name><secret>{}</secret></radius-server>{more}</system>"
    "</configuration>"
)
JSON = '{{"configuration":{{"system":{{"radius-server":[{{"name":"10.0.0.7","secret":"{}"}}]{more}}}}}}}'
LINES = "set system radius-server 10.0.0.8 secret {}\n{more}"
FORMS = {  # the word of `load terminal`, the attributes of `load-configuration`, the text, and a mistake behind it
    "text": ("merge", 'action="merge" format="text"', TEXT, "    nonsense here;\n"),
    "xml": ("merge", 'action="merge"', XML, "<nonsense/>"),
    "json": ("json", 'action="merge" format="json"', JSON, ',"nonsense":1'),
    "set": ("set", 'action="set" format="text"', LINES, "set system nonsense TopS3cret999x\n"),
}


class Carrier:
    """Reaches every host, and keeps what it is to bring."""

    def reaches(self, host, tree):
        return True

    def ready(self):
        pass


class Scene:
    """A router whose state is kept in a directory, and all who look at what happens on it."""

    def __init__(self, directory):
        self.directory = directory
        self.storage = DirectoryStorage(directory)
        self.clock = ManualClock()
        blueprint = draft("mx480", self.clock, SeededEntropy(1), users=USERS, text=CONFIGURATION, fips=False)
        self.device = blueprint.build("r1", self.clock, SeededEntropy(2), self.storage)
        self.front = Front(self.device, "r1")
        self.heard, self.carried, self.answers, self.echoes = [], [], [], []
        self.device.audit.listen(self.heard.append)
        self.device.audit.outbox.attach(Carrier())
        self.watcher = Typist(self.device, "watcher", permissions=None)
        self.boss = Typist(self.device, "boss", permissions=None)
        self.transcripts = []
        head = Transcript("a router", "this test", "mx480", "r1", self.clock.time())
        self.front.recorder = Recorder(head, self.clock, self.transcripts.append)

    def line(self, text, typist=None):
        """What a line answers, without its echo."""
        shown = (typist or self.boss).line(text)
        self.answers.append((text, shown))
        return shown

    def keys(self, text):
        """Type something that is not echoed, or is a text."""
        self.answers.append((text, self.boss.send(text)))

    def put(self, name, text):
        self.device.files.write(f"{home_of('boss')}/{name}", text.encode(), self.front.visitor("boss"))

    def carry(self):
        for waiting in self.device.audit.outbox.waiting:
            while (line := waiting.first) is not None:
                self.carried.append(line.decode())
                waiting.sent()

    def turn_over(self):
        """Let so much happen that files become archives, and what is gone be overwritten."""
        for number in range(6):
            self.line(f"set system location floor {number}")
            self.line("commit")
        self.clock.advance(1000)
        while (due := self.device.next_due()) is not None and due <= self.clock.monotonic():
            self.device.do_due()

    # what there is to be searched

    def files(self):
        """Every file of the device with its content, archives unpacked."""
        for node in sorted(self.device.files.listing("/var/log", SYSTEM), key=lambda node: node.path):
            if isinstance(node, File):
                yield node.path, unpacked(self.device.files.read(node.path, SYSTEM))

    def kept(self):
        """Every file of the directory."""
        for path in sorted(self.directory.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.directory)), unpacked(path.read_bytes())

    def logged(self):
        """All that is said about what happens, by the place where it is."""
        yield from self.files()
        self.carry()
        yield "events", "\n".join(str((event.text, event.arguments)) for event in self.heard)
        yield "journal", "\n".join(event.text for event in self.device.audit.journal)
        yield "journal on the disk", "\n".join(self.device.audit.kept.lines())
        yield "remote host", "\n".join(self.carried)
        yield "console", bytes(self.device.console.content).decode("utf-8", "replace")
        yield "another terminal", self.watcher.read()


def unpacked(data):
    with suppress(OSError, EOFError):
        data = gzip.decompress(data)
    return data.decode("latin-1")


def check(places, *patterns):
    for pattern in patterns:
        for place, text in places:
            found = pattern.search(text)
            assert found is None, f"{place}: …{text[max(0, found.start() - 160) : found.end() + 20]}"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """After all of it."""
    scene = Scene(tmp_path_factory.mktemp("state"))
    type_statements(scene)
    type_mistakes(scene)
    answer_questions(scene)
    load_texts(scene)
    load_files(scene)
    call(scene)
    log_in(scene)
    operate(scene)
    scene.turn_over()
    scene.line("exit configuration-mode")
    for name in FORMS:
        scene.line(f"file delete {name}.conf")
        scene.line(f"file delete {name}.bad")
    return scene


def type_statements(scene):
    scene.line("configure")
    for line in (
        "set system login user u1 class operator", "set protocols bgp group g type internal",
        "set security macsec connectivity-association ca security-mode static-cak",
        "set security macsec connectivity-association ca pre-shared-key ckn aa",
    ):  # fmt: skip
        scene.line(line)
    for path, make in SET:
        assert scene.line(f"set {path} {make()}") == "", path
    scene.line("show | compare")
    assert scene.line("commit").endswith("commit complete")
    scene.line("rollback 1")
    scene.line("rollback 0")


def type_mistakes(scene):
    for line in MISTAKEN:
        scene.boss.send(line.replace("{}", secret()) + "\r")
        scene.boss.send("\x15")
        scene.boss.send(line.replace("{}", f'"{secret()} {secret()}"') + "\r")
        scene.boss.send("\x15")
        scene.line("top")
    scene.line("edit system radius-server 10.0.0.1")
    for line in ("set secret {}", "set sec {}", "set secert {}", "set scrt {}"):
        scene.boss.send(line.replace("{}", secret()) + "\r")
        scene.boss.send("\x15")
    scene.line("top")
    scene.line("rollback 0")
    scene.line("exit")  # and in the other mode
    for line in MISTAKEN[:8]:
        scene.boss.send(line.replace("{}", secret()) + "\r")
        scene.boss.send("\x15")
    scene.line("configure")


def answer_questions(scene):
    for line in (
        "set system login user u1 authentication plain-text-password",
        "set system root-authentication plain-text-password",
        "prompt system radius-server 10.0.0.1 secret",
    ):  # fmt: skip
        same = secret()
        for first, second in ((same, same), (secret(), secret()), ("short", "short")):
            scene.boss.send(f"{line}\r")
            scene.keys(f"{first}\r")
            scene.keys(f"{second}\r")
            scene.keys("\x03")


def load_texts(scene):
    for word, _, text, mistake in FORMS.values():
        for more in ("", mistake):
            scene.boss.send(f"load {word} terminal\r")
            typed = text.format(secret(), more=more).replace("\n", "\r")
            scene.answers.append(("load terminal", scene.boss.send(f"{typed}\r\x04").rpartition("^D")[2]))


def load_files(scene):
    for name, (word, _, text, mistake) in FORMS.items():
        scene.put(f"{name}.conf", text.format(secret(), more=""))
        scene.put(f"{name}.bad", text.format(secret(), more=mistake))
        for kind in {word, "replace", "override", "update"} if name in {"text", "xml"} else {word}:
            scene.line(f"load {kind} {name}.conf")
            scene.boss.line(f"load {kind} {name}.bad")
            scene.line("rollback 0")
    for kind in ("override", "update"):
        scene.boss.line(f"load {kind} ftp://user:{secret()}@192.0.2.77/x.conf")
    scene.line(f"load replace relative {home_of('boss')}/missing-{secret()[:4]}")


def call(scene):
    """NETCONF, as a user with all rights."""
    user = NetconfUser(scene.device, "boss")

    def ask(call, *, wrong=False):
        reply = user.message(f"<rpc>{call}</rpc>")
        if not wrong:
            scene.answers.append((call, reply))

    for name, (_, attributes, text, mistake) in FORMS.items():
        for more in ("", mistake):
            content = text.format(secret(), more=more)
            wrapped = {"xml": content, "json": f"<configuration-json>{content}</configuration-json>"}.get(
                name, f"<configuration-{name}>{content}</configuration-{name}>"
            )
            ask(f"<load-configuration {attributes}>{wrapped}</load-configuration>", wrong=bool(more))
    for more in ("", "<nonsense/>"):
        config = XML.format(secret(), more=more)
        ask(
            f"<edit-config><target><candidate/></target><config>{config}</config></edit-config>",
            wrong=bool(more),
        )
    ask(f"<command>set system radius-server 10.0.0.1 secret {secret()}</command>", wrong=True)
    ask(f"<command>set sys rad 10.0.0.1 sec {secret()}</command>", wrong=True)
    ask(f"<command>show system nonsense secret {secret()}</command>", wrong=True)
    ask(f"<set-system-secret><secret>{secret()}</secret></set-system-secret>", wrong=True)
    ask(f'<rpc secret="{secret()}"/>', wrong=True)
    ask("<get-config><source><candidate/></source></get-config>")
    ask("<get-configuration/>")
    ask('<get-configuration format="text" compare="rollback" rollback="0"/>')
    ask('<get-configuration format="json"/>')
    ask("<commit-configuration/>")
    user.session.closed()


def log_in(scene):
    """Wrong passwords over SSH and at the console, recorded; and a session whose questions are answered."""
    client = Client(scene, "198.51.100.7", 4711)
    for _ in range(2):
        assert not client.password("boss", secret())
    assert not Client(scene, "198.51.100.7", 4712).asked("nobody", secret())
    console = ConsoleUser(scene.device)
    console.log_in("boss", secret())
    console.log_in("nobody", secret())
    session = scene.front.open_session(
        "boss", Origin("198.51.100.8", 4713), Terminal("vt100", 200, 1000), None
    )
    asked = secret()
    for typed in (
        "configure\r", "set system login user u1 authentication plain-text-password\r", f"{asked}\r", f"{asked}\r",
        "prompt system radius-server 10.0.0.1 secret\r", f"{asked}\r", f"{asked}\r", "rollback 0\r", "exit\r",
        "start shell user root\r", f"{secret()}\r", "exit\r",
    ):  # fmt: skip
        session.feed(typed.encode())
        while (due := session.deadline()) is not None and due <= scene.clock.monotonic():
            session.wake()
            session.output()
        session.output()
        session.effects()
    session.closed()


def operate(scene):
    for line in (
        "run file copy ftp://user:{}@192.0.2.77/x y", "run request system software add ftp://user:{}@192.0.2.77/x.tgz",
        "save ftp://user:{}@192.0.2.77/x", "load merge ftp://user:{}@192.0.2.77/x", "run file copy x scp://u:{}@192.0.2.77/y",
    ):  # fmt: skip
        scene.boss.send(line.format(secret()) + "\r")
    scene.boss.send("run start shell user root\r")
    scene.keys(f"{secret()}\r")
    scene.boss.send("exit\r")
    scene.boss.send("\x03")


# --- and where nothing of it is ------------------------------------------------------------------------------


def test_no_log_and_nobody_who_is_told_has_a_secret_in_any_form(scene):
    places = list(scene.logged())
    assert {name for name, _ in places} >= {
        "/var/log/everything", "/var/log/everything.0.gz", "/var/log/structured", "/var/log/messages", "events",
        "journal", "journal on the disk", "remote host", "another terminal",
    }  # fmt: skip
    assert all(
        "UI_CFG_AUDIT_SET_SECRET" in text
        for name, text in places
        if name in ("remote host", "/var/log/everything.0.gz")
    )
    check(places, CLEAR, HIDDEN)


def test_no_answer_has_a_secret_in_clear(scene):
    check(scene.answers, CLEAR)


def test_users_without_the_right_see_no_form_of_one(scene):
    user = NetconfUser(scene.device, "boss", FLAGS - {"secret", "secret-control"})
    typist = Typist(scene.device, "boss", permissions=FLAGS - {"secret", "secret-control"}, rows=10000)
    calls = (
        "<get-config><source><running/></source></get-config>", "<get-configuration/>",
        '<get-configuration format="text"/>', '<get-configuration format="json"/>',
        '<get-configuration format="set"/>',
        '<get-configuration compare="rollback" rollback="1" format="text"/>', "<command>show configuration</command>",
        '<command format="text">show configuration | display set</command>',
        "<get-rollback-information><rollback>1</rollback></get-rollback-information>",
        "<get-log-file><filename>everything</filename></get-log-file>",
    )  # fmt: skip
    found = [(call, user.message(f"<rpc>{call}</rpc>")) for call in calls]
    found += [
        (line, typist.line(line))
        for line in ("show configuration", "show log everything", "show configuration | compare rollback 2")
    ]
    check(found, CLEAR, HIDDEN)


def test_transcripts_have_nothing_that_was_asked_for(scene):
    assert scene.transcripts
    steps = scene.transcripts[-1].steps
    text = b"".join(step.data for step in steps if isinstance(step, Typed | Shown)).decode("latin-1")
    assert "plain-text-password" in text
    check([("transcript", text)], CLEAR)


def test_a_fault_while_a_secret_is_set_tells_nobody(scene, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("planted")

    monkeypatch.setitem(COMMANDS, "configuration.set", fail)
    typist = Typist(scene.device, "boss", permissions=None)
    typist.line("configure")
    assert "internal error" in typist.line(f"set system radius-server 10.0.0.1 secret {secret()}")
    assert "planted" in caplog.text
    check([*scene.logged(), ("the program's log", caplog.text)], CLEAR)


def test_no_file_of_the_state_has_a_secret_in_clear(scene):
    """Not even what a user has put there, as it was deleted. The last of these tests: the router stops."""
    scene.storage.close()
    places = list(scene.kept())
    assert any(HIDDEN.search(text) for _, text in places)
    check(places, CLEAR)
