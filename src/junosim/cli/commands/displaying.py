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
from junosim.operations import envelope
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context
    from junosim.config.tree import Branch
    from junosim.schema.walk import Path
    from junosim.slices import Lines, Slices

_VERSION: Final = "version"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shown: the statement at `path` of a tree.

    `heading` is the line above the whole; `state` gives the attributes of the whole in XML and JSON; `before` is
    the tree that `| display changed` compares with; `checked` is true for what could be committed, which nobody may
    edit in place any more: it is shown with what a commit would say.
    """

    root: Branch
    path: Path
    state: Callable[[], dict[str, str]]
    before: Branch
    heading: str = ""
    checked: bool = False


def show(context: Context, command: Command, subject: Subject) -> Lines:
    """The lines of a configuration, in the form that the pipes of the command ask for."""
    asked = {call.words[1]: call for call in command.pipes if call.name == "display"}
    form = next((_FORMS[name] for name in reversed(asked) if name in _FORMS), _text)
    return form(context, asked, subject)


def _states_version(path: Path) -> bool:
    """True where the release is shown, which no configuration holds: at the top, and for `show version`."""
    return not path or path[0].node.name == _VERSION


def _text(context: Context, asked: Mapping[str, PipeCall], subject: Subject) -> Lines:
    path, mask, omits = subject.path, context.masks_secrets, "omit" not in asked
    raw, origins = yield from _inherited(context, asked, subject)
    root = yield from context.seen(raw)
    notes = (yield from _notes(context, subject, raw)) if root is raw else Notes()
    detailed = "detail" in asked
    if not path:
        yield from filter(None, (subject.heading,))
    if _states_version(path):
        if detailed:
            yield from block(tuple(described(root.node.by_name[_VERSION])))
        yield f"version {context.device.software.release};"
    writer = TextWriter(mask, notes, omits)
    if detailed:
        writer = DetailedTextWriter(mask, notes, omits, required=(yield from permissions_in(root)))
    elif origins is not None:
        style = asked["inheritance"].arguments.get("style", "full")
        told = Style.FULL if style == "defaults" else Style(style)
        writer = InheritedTextWriter(mask, notes, omits, origins=origins, style=told)
    yield from text_format.written(writer, root, path)


def _set(context: Context, asked: Mapping[str, PipeCall], subject: Subject) -> Lines:
    words = asked["set"].words
    raw, _ = yield from _inherited(context, asked, subject)
    root = yield from context.seen(raw)
    relative = "relative" in words
    if _states_version(subject.path) and (subject.path or not relative):
        yield f"set version {context.device.software.release}"
    yield from set_format.show(
        root, subject.path, mask=context.masks_secrets, explicit="explicit" in words, relative=relative
    )


def _xml(context: Context, asked: Mapping[str, PipeCall], subject: Subject) -> Lines:
    release, path = context.device.software.release, subject.path
    raw, _ = yield from _inherited(context, asked, subject)
    root = excerpt((yield from context.seen(raw)), path)
    changed: frozenset[int] = frozenset()
    if "changed" in asked:
        changed = yield from diff.changed_items(
            excerpt((yield from context.seen(subject.before)), path), root
        )
    lines = xml_format.configuration(
        root,
        subject.state(),
        release if _states_version(path) else None,
        mask=context.masks_secrets,
        changed=changed,
    )
    yield from envelope.reply(lines, release, prompt.banner(context))


def _json(context: Context, asked: Mapping[str, PipeCall], subject: Subject) -> Lines:
    raw, _ = yield from _inherited(context, asked, subject)
    root = excerpt((yield from context.seen(raw)), subject.path)
    version = context.device.software.release if _states_version(subject.path) else None
    yield from json_format.configuration(root, subject.state(), version, mask=context.masks_secrets)


_FORMS: Final = {"json": _json, "set": _set, "xml": _xml}


def _inherited(
    context: Context, asked: Mapping[str, PipeCall], subject: Subject
) -> Slices[tuple[Branch, Origins | None]]:
    """The tree as it is, or with `| display inheritance` as it works, and then where its statements come from."""
    root, path = subject.root, subject.path
    if "inheritance" not in asked:
        return root, None
    if path and path[0].node.name == GROUPS:
        return root, Origins()  # a group is shown as it is
    defaults = asked["inheritance"].arguments.get("style") == "defaults"
    return (yield from context.device.committer.inheritance.explained(root, path, with_defaults=defaults))


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
