"""A random sequence of all editing verbs, commits and rollbacks does to a tree what it does to a plain dictionary.

The dictionary has a record for each statement by its words; it knows a few statements of each kind: leaves, an
ordered list, a list of values, containers that go when they are empty.
"""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

import config_session
from junosim.clock import ManualClock
from junosim.config import arrange, edit, marks
from junosim.config.commit import Committer
from junosim.config.stores import Stores
from junosim.config.tree import Entries, Leaf, Mark, Values
from junosim.errors import ConfigurationError

NAMES = "abc"
INTERFACES = ("protocols", "mstp")
LEAVES = [("system", "host-name"), ("system", "location")]
ENTRIES = [(*INTERFACES, f"interface {name}") for name in NAMES]
FLAGS = [(*entry, "edge") for entry in ENTRIES]
LISTS = [("apply-groups",)]
PLACES = [("system",), ("protocols",), INTERFACES, *LEAVES, *ENTRIES, *FLAGS, *LISTS]
PLAIN = {("system",), ("protocols",), INTERFACES}  # go when they are empty


class Refused(Exception):
    """The model refuses an edit."""


def record(value=None):
    return {"value": value, "inactive": False, "protected": False, "comment": None}


class Model:
    """Statements by their words, in the order in which they were made."""

    def __init__(self):
        self.held = {}

    def need(self, path):
        if path not in self.held:
            raise Refused

    def refuse_protected(self, path):
        if any(
            self.held[path[:end]]["protected"] for end in range(1, len(path) + 1) if path[:end] in self.held
        ):
            raise Refused

    def below(self, path):
        return [other for other in self.held if other[: len(path)] == path]

    def set(self, path, value):
        self.refuse_protected(path)
        for end in range(1, len(path) + 1):
            self.held.setdefault(path[:end], record())
        if path in LEAVES:
            self.held[path]["value"] = value
        elif path in LISTS:
            values = self.held[path]["value"] or []
            self.held[path]["value"] = values if value in values else [*values, value]
        self.prune(path)

    def delete(self, path, value):
        self.need(path)
        if path in LISTS and value is not None and value not in self.held[path]["value"]:
            raise Refused
        self.refuse_protected(path)
        if path in LISTS and value is not None and len(self.held[path]["value"]) > 1:
            self.held[path]["value"] = [each for each in self.held[path]["value"] if each != value]
            return
        kept = {
            lower
            for root in self.below(path)
            if self.held[root]["protected"]
            for lower in (*self.below(root), *(root[:end] for end in range(1, len(root))))
        }
        for other in self.below(path):
            if other not in kept:
                del self.held[other]
        self.prune(path)

    def prune(self, path):
        for end in range(len(path), 0, -1):
            here = path[:end]
            if here in PLAIN and here in self.held and self.below(here) == [here]:
                del self.held[here]

    def mark(self, path, name, present):
        self.need(path)
        if name == "inactive":
            self.refuse_protected(path)
        if self.held[path][name] == present:
            raise Refused
        self.held[path][name] = present

    def annotate(self, path, text):
        self.need(path)
        self.refuse_protected(path)
        self.held[path]["comment"] = text or None

    def rename(self, path, target):
        self.need(path)
        if target in self.held:
            raise Refused
        self.refuse_protected(path)
        self.held = {
            (target + key[len(path) :] if key[: len(path)] == path else key): value
            for key, value in self.held.items()
        }

    def copy(self, path, target):
        self.need(path)
        if target in self.held:
            raise Refused
        self.refuse_protected(target)
        for key in self.below(path):
            self.held[target + key[len(path) :]] = deepcopy(self.held[key])

    def insert(self, path, anchor, before):
        self.need(path)
        self.need(anchor)
        self.refuse_protected(path)
        if path == anchor:
            return
        moved = {key: self.held.pop(key) for key in self.below(path)}
        order = {}
        for key, value in self.held.items():
            if before and key == anchor:
                order |= moved
            order[key] = value
            if not before and key == (self.below(anchor) or [anchor])[-1]:
                order |= moved
        self.held = order

    def flat(self):
        """The statements, and the entries of the list in their order."""
        return {path: tuple(map(str, each.values())) for path, each in self.held.items()}, [
            path for path in self.held if path in ENTRIES
        ]


def flat(root):
    """A tree as the model has it."""
    found, order = {}, []

    def note(path, item, value):
        each = {
            "value": value,
            "inactive": bool(item.mark & Mark.INACTIVE),
            "protected": bool(item.mark & Mark.PROTECTED),
            "comment": item.comment,
        }
        found[path] = tuple(map(str, each.values()))

    def walk(branch, path):
        for item in branch.children.values():
            if isinstance(item, Entries):
                for keys, entry in item.entries.items():
                    here = (*path, f"{item.node.word} {keys[0]}")
                    order.append(here)
                    note(here, entry, None)
                    walk(entry, here)
            elif isinstance(item, Leaf):
                note((*path, item.node.word), item, item.value)
            elif isinstance(item, Values):
                note((*path, item.node.word), item, list(item.values))
            else:
                note((*path, item.node.word), item, None)
                walk(item, (*path, item.node.word))

    walk(root, ())
    return found, order


def at(path, value=None):
    return config_session.at(" ".join((*path, *([value] if value is not None else []))))


COMMANDS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from([*LEAVES, *LISTS]), st.sampled_from("xyz")),
    st.tuples(st.just("set"), st.sampled_from([*ENTRIES, *FLAGS]), st.none()),
    st.tuples(st.just("delete"), st.sampled_from(PLACES), st.none()),
    st.tuples(st.just("delete"), st.sampled_from(LISTS), st.sampled_from("xyz")),
    st.tuples(
        st.sampled_from(["activate", "deactivate", "protect", "unprotect"]),
        st.sampled_from(PLACES),
        st.none(),
    ),
    st.tuples(st.just("annotate"), st.sampled_from(PLACES), st.sampled_from(["", "why", "two\nlines"])),
    st.tuples(st.sampled_from(["rename", "copy"]), st.sampled_from(ENTRIES), st.sampled_from(ENTRIES)),
    st.tuples(st.sampled_from(["before", "after"]), st.sampled_from(ENTRIES), st.sampled_from(ENTRIES)),
    st.tuples(st.just("commit"), st.none(), st.none()),
    st.tuples(st.just("rollback"), st.none(), st.integers(0, 3)),
)
MARKS = {
    "activate": ("inactive", False),
    "deactivate": ("inactive", True),
    "protect": ("protected", True),
    "unprotect": ("protected", False),
}


def model_does(model, verb, path, more):
    if verb == "set":
        model.set(path, more)
    elif verb == "delete":
        model.delete(path, more)
    elif verb in MARKS:
        model.mark(path, *MARKS[verb])
    elif verb == "annotate":
        model.annotate(path, more)
    elif verb in ("rename", "copy"):
        getattr(model, verb)(path, more)
    else:
        model.insert(path, more, verb == "before")


def candidate_does(candidate, verb, path, more):
    if verb in ("set", "delete"):
        candidate.apply(edit.set_ if verb == "set" else edit.delete, at(path, more))
    elif verb in MARKS:
        candidate.apply(getattr(marks, verb), at(path))
    elif verb == "annotate":
        candidate.apply(marks.annotate, at(path), more)
    elif verb in ("rename", "copy"):
        candidate.apply(getattr(arrange, verb), at(path), at(more))
    else:
        candidate.apply(arrange.insert, at(path), at(more), before=verb == "before")


@settings(max_examples=200, deadline=None)
@given(st.lists(COMMANDS, max_size=40))
def test_all_verbs_commits_and_rollbacks_against_a_plain_dictionary(commands):
    stores = Stores(config_session.SCHEMA, ManualClock())
    committer = Committer(stores, steps=())
    candidate = stores.shared
    model, committed = Model(), [{}]
    for verb, path, more in commands:
        if verb == "commit":
            committer.commit(candidate, user="lab")
            committed.insert(0, deepcopy(model.held))
        elif verb == "rollback":
            if more < len(committed):
                candidate.rollback(stores.revision(more))
                model.held = deepcopy(committed[more])
        else:
            before = deepcopy(model.held)
            try:
                model_does(model, verb, path, more)
                refused = False
            except Refused:
                model.held, refused = before, True
            try:
                candidate_does(candidate, verb, path, more)
                assert not refused, (verb, path, more)
            except ConfigurationError:
                assert refused, (verb, path, more)
        assert flat(candidate.root) == model.flat(), (verb, path, more)
    for number, held in enumerate(committed):
        model.held = held
        assert flat(stores.revision(number).root) == model.flat()
