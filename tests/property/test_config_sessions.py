"""Five sessions at once, for some thousand steps: no commit is lost or torn, and no lock outlives its session.

A seeded driver types what people type, lets sessions die and time pass, and holds each answer, and after each step
all configurations, against a model that knows nothing but plain dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.config.query import branch, leaf_text
from junosim.entropy import SeededEntropy

STATEMENTS = ("location", "contact", "description")
SESSIONS, STEPS = 5, 1000

ANSWERS = {
    "configuration database locked by:": "locked",
    "private edits in use": "private edits",
    "configuration database modified": "modified",
    "statement does not match patch": "conflict",
    "not supported for private": "unsupported",
    "is valid only in private mode": "unsupported",
    "statement not found": "not found",
    "No commit scheduled": "nothing",
    "error: ": "unknown",
}


def answered(text):
    return next((answer for words, answer in ANSWERS.items() if words in text), "done")


@dataclass
class Private:
    base: dict
    mine: dict


@dataclass
class Model:
    """What the device must hold: statements by name, and who is where."""

    now: float = 0.0
    committed: dict = field(default_factory=dict)
    shared: dict = field(default_factory=dict)
    modes: dict = field(default_factory=dict)  # session: mode
    private: dict = field(default_factory=dict)  # session: Private
    pending: tuple | None = None  # deadline, configuration to go back to
    scheduled: tuple | None = None  # deadline, Private or None
    commits: int = 0

    def holder(self):
        if self.scheduled is not None:
            return "schedule"
        return next((session for session, mode in self.modes.items() if mode == "exclusive"), None)

    def enter(self, session, mode):
        if mode != "shared":
            if self.holder() is not None:
                return "locked"
            if self.shared != self.committed:
                return "modified"
        self.modes[session] = mode
        if mode == "private":
            self.private[session] = Private(dict(self.committed), dict(self.committed))
        return "done"

    def leave(self, session):
        mode = self.modes.pop(session, None)
        self.private.pop(session, None)
        if mode == "exclusive":
            self.shared = dict(self.committed)

    def tree(self, session):
        return self.private[session].mine if session in self.private else self.shared

    def edit(self, session, change):
        if session not in self.private:
            if self.holder() not in (None, session):
                return "locked"
            if self.modes[session] == "shared" and self.private:
                return "private edits"
        return change(self.tree(session))

    def commit(self, session, *, confirm=None, check=False):
        mode = self.modes[session]
        if confirm is not None and mode == "private":
            return "unsupported"
        if self.holder() not in (None, session):
            return "locked"
        if mode == "private" and self.shared != self.committed:
            return "modified"
        if mode == "private" and not self.update(self.private[session], place=not check):
            return "conflict"
        if check:
            self.pending = None
            return "done"
        back = self.committed if self.pending is None else self.pending[1]
        self.take(self.tree(session))
        if mode == "private":
            self.private[session] = Private(dict(self.committed), dict(self.committed))
        self.pending = None if confirm is None else (self.now + confirm, back)
        return "done"

    def take(self, tree):
        self.committed = dict(tree)
        self.shared = dict(tree)
        self.commits += 1

    def update(self, private, *, place=True):
        """False for a conflict; the candidate is up to date then too."""
        merged, conflict = {}, False
        for name in STATEMENTS:
            base, mine, theirs = (tree.get(name) for tree in (private.base, private.mine, self.committed))
            conflict |= mine not in (base, theirs) and theirs != base
            merged[name] = theirs if mine == base else mine
        if place or conflict:
            private.base = dict(self.committed)
            private.mine = {name: value for name, value in merged.items() if value is not None}
        return not conflict

    def schedule(self, session, deadline):
        answer = self.commit_at(session)
        if answer == "done":
            private = self.private.get(session)
            self.modes.pop(session)
            self.private.pop(session, None)
            self.scheduled = (deadline, private)
        return answer

    def commit_at(self, session):
        pending = self.pending
        answer = self.commit(session, check=True)
        self.pending = pending
        return answer

    def pass_time(self, seconds):
        self.now += seconds
        while due := [
            one for one in (self.pending, self.scheduled) if one is not None and one[0] <= self.now
        ]:
            first = min(due, key=lambda one: one[0])
            if first is self.pending:
                followed = self.shared == self.committed
                self.committed = dict(self.pending[1])
                self.shared = dict(self.committed) if followed else self.shared
                self.pending = None
                self.commits += 1
            else:
                self.scheduled = None
                if first[1] is None:
                    self.take(self.shared)
                    self.pending = None
                elif self.update(first[1]):
                    self.take(first[1].mine)
                    self.pending = None


class Play:
    """The same done on the device and in the model; each step is compared."""

    def __init__(self, seed):
        self.dice = SeededEntropy(seed)
        self.clock = ManualClock()
        self.device = make_device(clock=self.clock)
        first = Typist(self.device)
        first.lines("configure", "set snmp community kept", "commit")
        first.session.closed()
        self.model = Model()
        self.typists = {number: Typist(self.device) for number in range(SESSIONS)}
        self.count = 0
        self.seen = {}
        self.trace = []

    def choose(self, options):
        return options[self.dice.below(len(options))]

    def step(self):
        session = self.dice.below(SESSIONS)
        choices = INSIDE if session in self.model.modes else OUTSIDE
        action = self.choose(choices)
        expected, got = getattr(self, action)(session, self.typists[session])
        assert got == expected, (session, action, self.trace[-12:])
        self.trace.append((session, action, got))
        self.seen[action, expected] = self.seen.get((action, expected), 0) + 1
        self.compare()

    def compare(self):
        device, model = self.device, self.model
        assert held(device.written_configuration) == model.committed
        assert held(device.stores.shared.root) == model.shared
        assert len(device.stores.revisions) == min(50, model.commits + 2)
        by_session = {number: typist.login for number, typist in self.typists.items()}
        assert {
            number: login.editor.mode.value
            for number, login in by_session.items()
            if login.editor is not None
        } == model.modes
        assert len(device.stores.locks.editors) == len(model.modes)
        for session, private in model.private.items():
            candidate = self.typists[session].session._context.editing.candidate
            assert held(candidate.root) == private.mine, (session, self.trace[-12:])
        assert (device.stores.locks.holder is None) == (model.holder() is None)
        assert (device.stores.confirmation is None) == (model.pending is None)

    # ------------------------------------------------------------------ what people do

    def enter_shared(self, session, typist):
        return self.model.enter(session, "shared"), answered(typist.line("configure"))

    def enter_exclusive(self, session, typist):
        return self.model.enter(session, "exclusive"), answered(typist.line("configure exclusive"))

    def enter_private(self, session, typist):
        return self.model.enter(session, "private"), answered(typist.line("configure private"))

    def set(self, session, typist):
        self.count += 1
        name, value = self.choose(STATEMENTS), f"v{self.count}"

        def change(tree):
            tree[name] = value
            return "done"

        return self.model.edit(session, change), answered(typist.line(f"set snmp {name} {value}"))

    def delete(self, session, typist):
        name = self.choose(STATEMENTS)

        def change(tree):
            return "not found" if tree.pop(name, None) is None else "done"

        return self.model.edit(session, change), answered(typist.line(f"delete snmp {name}"))

    def rollback(self, session, typist):
        model = self.model

        def change(tree):
            if session in model.private:
                model.private[session] = Private(dict(model.committed), dict(model.committed))
            else:
                model.shared = dict(model.committed)
            return "done"

        return model.edit(session, change), answered(typist.line("rollback"))

    def commit(self, session, typist):
        return self.model.commit(session), answered(typist.line("commit"))

    def check(self, session, typist):
        return self.model.commit(session, check=True), answered(typist.line("commit check"))

    def commit_confirmed(self, session, typist):
        return self.model.commit(session, confirm=120), answered(typist.line("commit confirmed 2"))

    def commit_at(self, session, typist):
        moment = self.device.local_time(self.clock.time() + 90)
        deadline = self.model.now + 90 + (int(moment.timestamp()) - moment.timestamp())
        expected = self.model.schedule(session, deadline)
        return expected, answered(typist.send(f'commit at "{moment:%Y-%m-%d %H:%M:%S}"\r'))

    def update(self, session, typist):
        private = self.model.private.get(session)
        expected = "unsupported"
        if private is not None:
            expected = "done" if self.model.update(private) else "conflict"
        return expected, answered(typist.line("update"))

    def leave(self, session, typist):
        if typist.send("exit configuration-mode\r").endswith("(yes) "):
            typist.send("\r")
        self.model.leave(session)
        return "done", "done"

    def clear(self, session, typist):
        expected = "nothing" if self.model.scheduled is None else "done"
        self.model.scheduled = None
        run = "run " if session in self.model.modes else ""
        return expected, answered(typist.line(f"{run}clear system commit"))

    def die(self, session, typist):
        """In the middle of whatever it is."""
        typist.send(self.choose(["", "set snmp loca", "load merge terminal\rsnmp {", "show configuration\r"]))
        typist.session.closed()
        self.model.leave(session)
        self.typists[session] = Typist(self.device)
        return "done", "done"

    def wait(self, session, typist):
        seconds = self.choose([1, 30, 60])
        self.clock.advance(seconds)
        self.model.pass_time(seconds)
        typist.read()
        return "done", "done"


OUTSIDE = ["enter_shared", "enter_exclusive", "enter_private", "enter_private", "clear", "die", "wait"]
INSIDE = [
    *["set"] * 6, *["commit"] * 4, "delete", "delete", "rollback", "check", "commit_confirmed", "commit_at",
    "update", "leave", "leave", "clear", "die", "wait",
]  # fmt: skip


def held(root):
    snmp = branch(root, "snmp")
    found = {name: leaf_text(snmp, name) for name in STATEMENTS}
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("seed", range(4))
def test_some_thousand_steps_of_five_sessions(seed):
    play = Play(seed)
    for _ in range(STEPS):
        play.step()
    for session, typist in play.typists.items():
        typist.session.closed()
        play.model.leave(session)
    locks = play.device.stores.locks
    assert locks.editors == ()
    assert (locks.holder is None) == (play.model.scheduled is None)


def test_the_steps_reach_all_that_can_happen():
    """The driver would be worth little if it never met a lock or a conflict."""
    seen = set()
    for seed in range(2):
        play = Play(seed)
        for _ in range(STEPS):
            play.step()
        seen |= {answer for _, answer in play.seen}
    assert seen == {
        "done",
        "locked",
        "private edits",
        "modified",
        "conflict",
        "unsupported",
        "not found",
        "nothing",
    }
