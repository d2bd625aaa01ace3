"""`show configuration`, and `show` in configuration mode, in all the forms that pipes ask for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from junosim.cli import messages, prompt
from junosim.cli.commands import displaying
from junosim.cli.commands.displaying import Subject
from junosim.cli.files import read_text
from junosim.cli.whole import drop_version
from junosim.config.formats import compare_text, compare_xml
from junosim.config.formats.text import TextWriter
from junosim.config.formats.xml import PAD
from junosim.config.load import Form, form_of, load_in_slices
from junosim.config.lookup import excerpt
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.operations import envelope

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.command import Command, PipeCall
    from junosim.cli.context import Context, Output, Routine
    from junosim.config.candidate import Candidate
    from junosim.config.revision import Revision
    from junosim.schema.walk import Path
    from junosim.slices import Lines


def show_candidate(context: Context, command: Command) -> Routine:
    """`show` in configuration mode: the candidate, at the level of the session or below."""
    assert context.editing is not None
    if displaying.asks_for_request(command):
        yield from displaying.requested(context, command)
        return
    path = command.statements[0] if command.statements else command.base
    candidate, compare = context.editing.candidate, command.pipe("compare")
    candidate.freeze()  # others may edit between two slices
    if compare is not None:
        old = yield from compared_with(context, compare)
        if old is not None:
            yield from shown_compared(context, command, old, candidate.root, path)
        return
    yield from displaying.show(context, command, candidate_subject(context, candidate, path))


def show_committed(context: Context, command: Command) -> Routine:
    """`show configuration`: the committed configuration."""
    if displaying.asks_for_request(command):
        yield from displaying.requested(context, command)
        return
    path = command.statements[0] if command.statements else ()
    revision, compare = context.device.stores.committed, command.pipe("compare")
    if compare is not None:
        old = yield from compared_with(context, compare)
        if old is not None:
            yield from shown_compared(context, command, old, revision.root, path)
        return
    yield from displaying.show(context, command, committed_subject(context, revision, path))


def show_rollback(context: Context, command: Command) -> Routine:
    """`show system rollback N [compare M]`: a stored configuration, or what M has other than it."""
    stores, given = context.device.stores, command.arguments
    if displaying.asks_for_request(command):
        yield from displaying.requested(context, command)
        return
    _refuse_formats(command)
    revision = stores.revision(int(given["rollback"]))
    if "compare" in given:
        old, new = two_revisions(context, command)
        yield from shown_compared(context, command, old.root, new.root, ())
        return
    yield from displaying.show(context, command, revision_subject(context, revision))


def two_revisions(context: Context, command: Command) -> tuple[Revision, Revision]:
    """The configurations that `show system rollback` compares; the one that is named first is the basis.

    Raises ConfigurationError for one that is not kept.
    """
    named = (int(number) for name, number in command.arguments.items() if name in ("compare", "rollback"))
    old, new = (context.device.stores.revision(number) for number in named)
    return old, new


def show_rescue(context: Context, command: Command) -> Routine:
    """`show system configuration rescue`: the configuration put aside."""
    if displaying.asks_for_request(command):
        yield from displaying.requested(context, command)
        return
    _refuse_formats(command)
    yield from displaying.show(context, command, rescue_subject(context))


def candidate_subject(context: Context, candidate: Candidate, path: Path = ()) -> Subject:
    """A candidate, which was frozen, as it is shown."""
    state, heading = partial(candidate_state, context, candidate), _last_changed(context, candidate)
    before = context.device.stores.committed.root
    return Subject(candidate.root, path, state, before, heading, checked=True)


def committed_subject(context: Context, revision: Revision, path: Path = ()) -> Subject:
    """The configuration in force as it is shown."""
    state, heading = partial(commit_state, context, revision), _last_commit(context, revision)
    return Subject(revision.root, path, state, revision.root, heading, checked=True)


def revision_subject(context: Context, revision: Revision) -> Subject:
    """An earlier configuration as it is shown."""
    state = partial(commit_state, context, revision)
    before = context.device.stores.committed.root
    return Subject(revision.root, (), state, before, within="rollback-information")


def rescue_subject(context: Context) -> Subject:
    """The configuration that was put aside, as it is shown. Raises ConfigurationError when there is none."""
    stores = context.device.stores
    return Subject(stores.rescued(), (), dict, stores.committed.root, within="rescue-information")


def _refuse_formats(command: Command) -> None:
    """Refuse what `format` may ask for besides text."""
    form = command.arguments.get("format", "text")
    if form != "text":
        raise ConfigurationError(f"'format {form}' is not available")


def shown_compared(context: Context, command: Command, old: Branch, new: Branch, path: Path) -> Lines:
    """What a tree has other than an older one, in the form that `| display` asks for."""
    if displaying.asked(command.pipes)[0] != "xml":
        yield from compared(context, old, new, path)
        return
    lines = compared_elements(context, excerpt(old, path), excerpt(new, path))
    yield from envelope.reply(lines, context.device.software.release, prompt.banner(context))


def compared_elements(
    context: Context, old: Branch, new: Branch, *, attributes: str = "", pad: str = PAD
) -> Lines:
    """What a tree has other than an older one, of that which the user may see, as elements."""
    one, other = (yield from context.seen(old)), (yield from context.seen(new))
    yield from compare_xml.configuration(
        one, other, mask=context.masks_secrets, attributes=attributes, pad=pad
    )


def compared(context: Context, old: Branch, new: Branch, path: Path) -> Lines:
    """What a tree has other than an older one, of that which the user may see, as text."""
    one, other = (yield from context.seen(old)), (yield from context.seen(new))
    yield from compare_text.compared(one, other, path, mask=context.masks_secrets)


def _last_changed(context: Context, candidate: Candidate) -> str:
    return f"## Last changed: {_date(context, candidate.changed_at)}"


def _last_commit(context: Context, revision: Revision) -> str:
    return f"## Last commit: {_date(context, revision.time)} by {revision.user}"


def commit_state(context: Context, revision: Revision) -> dict[str, str]:
    """Who committed it and when, as attributes."""
    return {
        "junos:commit-seconds": str(int(revision.time)),
        "junos:commit-localtime": _date(context, revision.time),
        "junos:commit-user": revision.user,
    }


def candidate_state(context: Context, candidate: Candidate) -> dict[str, str]:
    """When it was changed; before that, what is said of the commit it starts from."""
    if not candidate.modified:
        return commit_state(context, candidate.base)
    seconds = candidate.changed_at
    return {"junos:changed-seconds": str(int(seconds)), "junos:changed-localtime": _date(context, seconds)}


def statement_lines(context: Context, path: Path) -> Lines:
    """The text of the candidate at `path` in all the levels that it lies in, as `save` writes it."""
    assert context.editing is not None
    candidate = context.editing.candidate
    candidate.freeze()  # others may edit between two slices
    root = candidate.root
    if not path:
        yield _last_changed(context, candidate)
        yield f"version {context.device.software.release};"
    writer = TextWriter(context.masks_secrets)
    yield from writer.level(excerpt((yield from context.seen(root)), path))


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
    loaded = yield from load_in_slices(work, text, form=form)
    if loaded.errors:
        yield from messages.load_problems(name, loaded, commands=form is Form.SET)
        return None
    drop_version(work)
    return work.root


def _date(context: Context, seconds: float) -> str:
    return context.device.local_time(seconds).strftime("%Y-%m-%d %H:%M:%S %Z")
