"""`show configuration`, and `show` in configuration mode, in all the forms that pipes ask for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from junosim.cli import messages, prompt
from junosim.cli.commands.loading import drop_version
from junosim.cli.files import read_text
from junosim.cli.whole import paused
from junosim.config.formats import compare_text
from junosim.config.formats import json as json_format
from junosim.config.formats import set as set_format
from junosim.config.formats import text as text_format
from junosim.config.formats import xml as xml_format
from junosim.config.formats.inherited_text import InheritedTextWriter, Style
from junosim.config.groups.definitions import GROUPS
from junosim.config.groups.view import Origins
from junosim.config.load import Form, form_of, load_in_slices
from junosim.config.lookup import excerpt, lookup
from junosim.config.notes import Notes, missing_notes
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.operations import envelope
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context, Output, Routine
    from junosim.config.stores import Candidate, Revision
    from junosim.schema.walk import Path


def show_candidate(context: Context, command: Command) -> Routine:
    """`show` in configuration mode: the candidate, at the level of the session or below."""
    assert context.editing is not None
    path = command.statements[0] if command.statements else command.base
    candidate = context.editing.candidate
    compare, display = command.pipe("compare"), command.pipe("display")
    if compare is not None:
        old = yield from compared_with(context, compare)
        if old is not None:
            yield from _compared(context, old, candidate.root, path)
    elif display is not None:
        state, heading = partial(_candidate_state, context, candidate), _last_changed(context, candidate)
        yield from _in_form(context, command, candidate.root, path, state, heading)
    else:
        if not path:
            yield _last_changed(context, candidate)
        candidate.freeze()
        yield from _text(context, candidate.root, path, context.device.committer.notes(candidate.root))


def show_committed(context: Context, command: Command) -> Routine:
    """`show configuration`: the committed configuration."""
    path = command.statements[0] if command.statements else ()
    revision = context.device.stores.committed
    compare, display = command.pipe("compare"), command.pipe("display")
    if compare is not None:
        old = yield from compared_with(context, compare)
        if old is not None:
            yield from _compared(context, old, revision.root, path)
    elif display is not None:
        state, heading = partial(_commit_state, context, revision), _last_commit(context, revision)
        yield from _in_form(context, command, revision.root, path, state, heading)
    else:
        if not path:
            yield _last_commit(context, revision)
        yield from _text(context, revision.root, path, context.device.committer.notes(revision.root))


def show_rollback(context: Context, command: Command) -> Routine:
    """`show system rollback N [compare M]`: a stored configuration, or what it has other than M."""
    stores, given = context.device.stores, command.arguments
    _refuse_formats(command)
    revision = stores.revision(int(given["rollback"]))
    display = command.pipe("display")
    if "compare" in given:
        old = stores.revision(int(given["compare"])).root
        yield from _compared(context, old, revision.root, ())
    elif display is not None:
        yield from _in_form(context, command, revision.root, (), partial(_commit_state, context, revision))
    else:
        yield from _text(context, revision.root, ())


def show_rescue(context: Context, command: Command) -> Routine:
    """`show system configuration rescue`: the configuration put aside."""
    _refuse_formats(command)
    root, display = context.device.stores.rescued(), command.pipe("display")
    if display is not None:
        yield from _in_form(context, command, root, (), dict)
    else:
        yield from _text(context, root, ())


def _refuse_formats(command: Command) -> None:
    """Refuse what `format` may ask for besides text."""
    form = command.arguments.get("format", "text")
    if form != "text":
        raise ConfigurationError(f"'format {form}' is not available")


def _text(context: Context, root: Branch, path: Path, notes: Notes | None = None) -> Iterator[str]:
    if not path:
        yield f"version {context.device.platform.release};"
    seen = context.seen(root)
    if seen is not root:
        notes = Notes()
    elif notes is None:
        notes = _missing(context, root)
    yield from text_format.show(seen, path, mask=context.masks_secrets, notes=notes)


def _missing(context: Context, root: Branch) -> Notes:
    """The lines about required statements that are not there, and are not inherited either."""
    notes = missing_notes(root)
    if not notes or GROUPS not in root.children:
        return notes
    system = (Step(root.node.by_name["system"]),)
    return (
        notes if missing_notes(context.device.committer.inheritance.explained(root, system)[0]) else Notes()
    )


def _in_form(
    context: Context,
    command: Command,
    root: Branch,
    path: Path,
    state: Callable[[], dict[str, str]],
    heading: str = "",
) -> Iterator[str]:
    """What the pipes `| display` ask for, one after the other: `inheritance` also combines with the forms."""
    displays = [call for call in command.pipes if call.name == "display"]
    inheritance = next((call for call in displays if "inheritance" in call.words), None)
    forms = [call for call in displays if "inheritance" not in call.words]
    if inheritance is None:
        yield from _displayed(context, displays[0], root, path, state)
        return
    style = inheritance.arguments.get("style", "full")
    if not path or path[0].node.name != GROUPS:
        inherits = context.device.committer.inheritance
        root, origins = inherits.explained(root, path, with_defaults=style == "defaults")
    else:
        origins = Origins()  # a group is shown as it is
    if forms:
        yield from _displayed(context, forms[0], root, path, state)
        return
    root = context.seen(root)
    if not path:
        yield from filter(None, (heading, f"version {context.device.platform.release};"))
    told = Style.FULL if style == "defaults" else Style(style)
    writer = InheritedTextWriter(
        mask=context.masks_secrets, notes=missing_notes(root), origins=origins, style=told
    )
    yield from text_format.written(writer, root, path)


def _compared(context: Context, old: Branch, new: Branch, path: Path) -> Iterator[str]:
    return compare_text.lines(context.seen(old), context.seen(new), path, mask=context.masks_secrets)


def _displayed(
    context: Context, display: PipeCall, root: Branch, path: Path, state: Callable[[], dict[str, str]]
) -> Iterator[str]:
    """The form that `| display` asks for; `state` gives the attributes of the whole in XML and JSON."""
    words, release, mask = display.words[1:], context.device.platform.release, context.masks_secrets
    root = context.seen(root)
    if words in (("xml",), ("json",)):
        version = None if path else release
        part = excerpt(root, path)
        if words == ("json",):
            yield from json_format.configuration(part, state(), version, mask=mask)
            return
        lines = xml_format.configuration(part, state(), version, mask=mask)
        yield from envelope.reply(lines, release, prompt.banner(context))
    elif "set" not in words:
        raise ConfigurationError(f"'display {' '.join(words)}' is not available")
    elif "relative" in words and isinstance(item := lookup(root, path), Branch):
        yield from set_format.lines(item, mask=mask)
    else:
        if not path:
            yield f"set version {release}"
        yield from set_format.show(root, path, mask=mask)


def _last_changed(context: Context, candidate: Candidate) -> str:
    return f"## Last changed: {_date(context, candidate.changed_at)}"


def _last_commit(context: Context, revision: Revision) -> str:
    return f"## Last commit: {_date(context, revision.time)} by {revision.user}"


def _commit_state(context: Context, revision: Revision) -> dict[str, str]:
    """Who committed it and when, as attributes."""
    return {
        "junos:commit-seconds": str(int(revision.time)),
        "junos:commit-localtime": _date(context, revision.time),
        "junos:commit-user": revision.user,
    }


def _candidate_state(context: Context, candidate: Candidate) -> dict[str, str]:
    """When it was changed; before that, what is said of the commit it starts from."""
    if not candidate.modified:
        return _commit_state(context, candidate.base)
    seconds = candidate.changed_at
    return {"junos:changed-seconds": str(int(seconds)), "junos:changed-localtime": _date(context, seconds)}


def statement_lines(context: Context, path: Path) -> Iterator[str]:
    """The text of the candidate at `path` in all the levels that it lies in, as `save` writes it."""
    assert context.editing is not None
    candidate = context.editing.candidate
    if not path:
        yield f"## Last changed: {_date(context, candidate.changed_at)}"
        yield f"version {context.device.platform.release};"
    yield from text_format.lines(excerpt(context.seen(candidate.root), path), mask=context.masks_secrets)


def compared_with(context: Context, compare: PipeCall) -> Generator[Output, str, Branch | None]:
    """What `| compare` compares with: the committed configuration, or the rollback or file that it names.

    A file that is not right says so, and there is nothing to compare with (None).
    """
    stores, name = context.device.stores, compare.arguments.get("filename")
    if name is None:
        number = compare.arguments.get("rollback")
        return stores.committed.root if number is None else stores.revision(int(number)).root
    text = yield from read_text(context, name)
    work, form = Workspace(Branch(stores.schema), visible=stores.visible), form_of(text)
    loaded = yield from paused(load_in_slices(work, text, form=form))
    if loaded.errors:
        yield from messages.load_problems(name, loaded, commands=form is Form.SET)
        return None
    drop_version(work)
    return work.root


def _date(context: Context, seconds: float) -> str:
    return context.device.local_time(seconds).strftime("%Y-%m-%d %H:%M:%S %Z")
