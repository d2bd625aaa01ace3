"""A configuration in the forms that `| display` asks for.

Pipes add up: `inheritance`, `changed`, `omit` and `detail` say what is shown; `set`, `xml` and `json` in which form.
Of several forms the last one counts. What has no meaning in a form changes nothing there, and `rfc5952` nowhere:
IPv6 addresses are kept in the form that it asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.cli import prompt
from junosim.config import diff
from junosim.config.formats import json as json_format
from junosim.config.formats import set as set_format
from junosim.config.formats import text as text_format
from junosim.config.formats import xml as xml_format
from junosim.config.formats.detailed_text import DetailedTextWriter, block, described, permissions_in
from junosim.config.formats.inherited_text import InheritedTextWriter, Style
from junosim.config.formats.text import TextWriter
from junosim.config.groups.definitions import GROUPS
from junosim.config.groups.view import Origins
from junosim.config.lookup import excerpt
from junosim.config.notes import Notes, missing_notes
from junosim.config.tree import Branch, Entries, Leaf
from junosim.operations import envelope, render
from junosim.schema.node import Kind
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context
    from junosim.config.tree import Item
    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Lines, Slices

_VERSION: Final = "version"
_RPC: Final = "rpc"
_GET: Final = "get-configuration"
_PAD: Final = "    "


@dataclass(frozen=True, slots=True)
class Wish:
    """How a configuration is to be shown: what `| display` asks for, or the attributes of a call.

    inherits     as it works, with what it inherits; `defaults` adds what every device has
    told         how a text says where inherited statements come from
    sources      the kinds of sources that XML names (`xml.SOURCES`)
    changed      marks what was changed (XML); `omits` keeps what the configuration hides from texts out of them
    detail       with what is known of each statement (text); `explicit`, `relative` of commands
    names_keys   marks the keys of list entries (XML)
    as_request   the call that asks for the same (XML)
    """

    inherits: bool = False
    defaults: bool = False
    told: Style = Style.FULL
    sources: frozenset[str] = xml_format.SOURCES
    changed: bool = False
    omits: bool = True
    detail: bool = False
    explicit: bool = False
    relative: bool = False
    names_keys: bool = False
    as_request: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shown: the statement at `path` of a tree, or what `select` takes of the tree.

    `heading` is the line above the whole; `state` gives the attributes of the whole in XML and JSON; `before` is
    the tree that `| display changed` compares with; `checked` is true for what could be committed, which nobody may
    edit in place any more: it is shown with what a commit would say. `has_version` says whether the release is
    stated, which no configuration holds; by itself it is at the top, and for `show version`. `within` is the element
    around the answer, for the commands that have one.
    """

    root: Branch
    path: Path
    state: Callable[[], dict[str, str]]
    before: Branch
    heading: str = ""
    checked: bool = False
    select: Callable[[Branch], Slices[Branch]] | None = None
    has_version: bool | None = None
    within: str = ""

    @property
    def states_version(self) -> bool:
        """True where the release is shown."""
        by_path = not self.path or self.path[0].node.name == _VERSION
        return by_path if self.has_version is None else self.has_version

    def part(self, root: Branch) -> Slices[Branch]:
        """Of a tree what is shown, with what it lies in."""
        if self.select is not None:
            return (yield from self.select(root))
        return excerpt(root, self.path)


def show(context: Context, command: Command, subject: Subject) -> Lines:
    """The lines of a configuration, in the form that the pipes of the command ask for."""
    form, wish = asked(command.pipes)
    if form == "xml":
        lines = envelope.within(subject.within, element(context, wish, subject))
        return envelope.reply(lines, context.device.software.release, prompt.banner(context))
    return FORMS[form](context, wish, subject)


def asks_for_request(command: Command) -> bool:
    """True for `| display xml rpc`."""
    return asked(command.pipes)[1].as_request


def requested(context: Context, command: Command) -> Lines:
    """The call that asks for the same as a command, for a session of the CLI."""
    lines = request(command, context.device.release.configuration)
    return envelope.reply(lines, context.device.software.release, prompt.banner(context))


def asked(pipes: Iterable[PipeCall]) -> tuple[str, Wish]:
    """The form that pipes ask for (`text` when they ask for none), and the rest of what they ask for."""
    calls = {call.words[1]: call for call in pipes if call.name == "display"}
    form = next((name for name in reversed(calls) if name in _NAMED), "text")
    inheritance = calls.get("inheritance")
    style = "full" if inheritance is None else inheritance.arguments.get("style", "full")
    words = calls["set"].words if "set" in calls else ()
    return form, Wish(
        inherits=inheritance is not None,
        defaults=style == "defaults",
        told=Style.FULL if style == "defaults" else Style(style),
        changed="changed" in calls,
        omits="omit" not in calls,
        detail="detail" in calls,
        explicit="explicit" in words,
        relative="relative" in words,
        as_request="xml" in calls and "rpc" in calls["xml"].words,
    )


def text(context: Context, wish: Wish, subject: Subject) -> Lines:
    """The text of a configuration."""
    path, mask, omits = subject.path, context.masks_secrets, wish.omits
    raw, origins = yield from _inherited(context, wish, subject)
    root = yield from _seen(context, raw, origins)
    notes = (yield from _notes(context, subject, raw)) if root is raw else Notes()
    if subject.select is not None:
        root = yield from _selected(subject, root, origins)
    if not path:
        yield from filter(None, (subject.heading,))
    if subject.states_version:
        if wish.detail:
            yield from block(tuple(described(root.node.by_name[_VERSION])))
        yield f"version {context.device.software.release};"
    writer = TextWriter(mask, notes, omits)
    if wish.detail:
        writer = DetailedTextWriter(mask, notes, omits, required=(yield from permissions_in(root)))
    elif origins is not None:
        writer = InheritedTextWriter(mask, notes, omits, origins=origins, style=wish.told)
    yield from text_format.written(writer, root, path)


def commands(context: Context, wish: Wish, subject: Subject) -> Lines:
    """The `set` lines of a configuration."""
    raw, _ = yield from _inherited(context, wish, subject)
    root = yield from context.seen(raw)
    if subject.select is not None:
        root = yield from subject.select(root)
    if subject.states_version and (subject.path or not wish.relative):
        yield f"set version {context.device.software.release}"
    yield from set_format.show(
        root, subject.path, mask=context.masks_secrets, explicit=wish.explicit, relative=wish.relative
    )


def element(context: Context, wish: Wish, subject: Subject, *, pad: str = xml_format.PAD) -> Lines:
    """The element `configuration`, with no indentation; what it holds stands `pad` further right."""
    raw, origins = yield from _inherited(context, wish, subject)
    root = yield from _selected(subject, (yield from _seen(context, raw, origins)), origins)
    changed: frozenset[int] = frozenset()
    if wish.changed:
        before = yield from subject.part((yield from context.seen(subject.before)))
        changed = yield from diff.changed_items(before, root)
    writer = xml_format.XmlWriter(
        context.masks_secrets, changed, origins or Origins(), wish.sources, wish.names_keys
    )
    version = context.device.software.release if subject.states_version else None
    yield from xml_format.configuration(root, subject.state(), version, writer, pad=pad)


def json(context: Context, wish: Wish, subject: Subject) -> Lines:
    """The object of a configuration in JSON."""
    raw, _ = yield from _inherited(context, wish, subject)
    root = yield from subject.part((yield from context.seen(raw)))
    version = context.device.software.release if subject.states_version else None
    yield from json_format.configuration(root, subject.state(), version, mask=context.masks_secrets)


def request(command: Command, schema: Node) -> Lines:
    """The call that asks for what a command shows, in XML; `schema` is the root of the configuration."""
    path = command.statements[0] if command.statements else command.base
    name = command.node.attributes.get(_RPC)
    if name is not None:
        yield from render.request(command.node, command.arguments)
        return
    yield "<rpc>"
    yield f"{_PAD}<{_GET}>"
    if path:
        yield f"{_PAD}{_PAD}<configuration>"
        yield from xml_format.XmlWriter().level(_way_to(schema, path), _PAD * 3)
        yield f"{_PAD}{_PAD}</configuration>"
    yield f"{_PAD}</{_GET}>"
    yield "</rpc>"


def _way_to(schema: Node, path: Path) -> Branch:
    """A tree with the statement at `path` and what it lies in, whether it is there or not."""
    step = path[-1]
    entry = Branch(step.node, step.values)
    item: Item = entry
    if not step.node.has_children:
        item = Leaf(step.node, step.values[0] if step.values else None)
    elif step.node.kind is Kind.LIST:
        item = Entries(step.node, {step.values: entry})
    for above in reversed((None, *path[:-1])):
        node, keys = (schema, ()) if above is None else (above.node, above.values)
        branch = Branch(node, keys, {item.node.name: item})
        item = Entries(node, {keys: branch}) if node.kind is Kind.LIST else branch
    assert isinstance(item, Branch)
    return item


FORMS: Final = {"json": json, "set": commands, "text": text}
_NAMED: Final = frozenset({"json", "set", "xml"})


def _seen(context: Context, raw: Branch, origins: Origins | None) -> Slices[Branch]:
    """The tree as the user may see it; what was made anew for that comes from where it did."""
    root = yield from context.seen(raw)
    if origins is not None:
        origins.follow(raw, root)
    return root


def _selected(subject: Subject, root: Branch, origins: Origins | None) -> Slices[Branch]:
    """What is shown of a tree; what was made anew for that comes from where it did."""
    part = yield from subject.part(root)
    if origins is not None and subject.select is not None:
        origins.follow(root, part)
    return part


def _inherited(context: Context, wish: Wish, subject: Subject) -> Slices[tuple[Branch, Origins | None]]:
    """The tree as it is, or as it works, and then where its statements come from."""
    root, path = subject.root, subject.path
    if not wish.inherits:
        return root, None
    if path and path[0].node.name == GROUPS:
        return root, Origins()  # a group is shown as it is
    return (
        yield from context.device.committer.inheritance.explained(root, path, with_defaults=wish.defaults)
    )


def _notes(context: Context, subject: Subject, root: Branch) -> Slices[Notes]:
    """What is to be said of statements that could not be committed, or at least of those that are missing."""
    found = (
        (yield from context.device.committer.notes(root))
        if subject.checked and root is subject.root
        else None
    )
    return (yield from _missing(context, root)) if found is None else found


def _missing(context: Context, root: Branch) -> Slices[Notes]:
    """The lines about required statements that are not there, and are not inherited either."""
    notes = missing_notes(root)
    if not notes or GROUPS not in root.children:
        return notes
    system = (Step(root.node.by_name["system"]),)
    view, _ = yield from context.device.committer.inheritance.explained(root, system)
    return notes if missing_notes(view) else Notes()
