"""`get-config` and `get`: the configuration, or what a filter takes from it (vendor documentation; captures).

An attribute `format` asks for another form than elements, as `get-configuration` has them.
`get` is about what is committed, and says who is editing beside it: the state that Junos keeps there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands import showing
from junosim.cli.commands.displaying import Wish
from junosim.cli.may_run import may_run
from junosim.config.locks import Mode
from junosim.config.tree import Branch, Leaf
from junosim.netconf import candidate, forms
from junosim.netconf.datastores import CANDIDATE, RUNNING, datastore, one_attribute, refuse_others
from junosim.netconf.filter import Selector, read
from junosim.netconf.reading import child, local_name
from junosim.netconf.replies import Refused, RpcError
from junosim.slices import Beat
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.context import Context
    from junosim.config.locks import Editor
    from junosim.netconf.caller import Caller
    from junosim.netconf.filter import Wanted
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines, Slices

_FORMS: Final = ("xml", "text", "ascii", "set", "json")
_FILTER: Final = "filter"
_SUBTREE: Final = "subtree"
_VERSION: Final = "version"
_STATE: Final = "database-status-information"


def get_config(caller: Caller, call: XmlElement) -> Lines:
    """`get-config`: the candidate as the session sees it, or what is committed."""
    refuse_others(call, "source", _FILTER)
    source = datastore(call, "source", CANDIDATE, RUNNING)
    yield "<data>"
    yield from _configuration(caller, call, is_candidate=local_name(source) == CANDIDATE)
    yield "</data>"


def get(caller: Caller, call: XmlElement) -> Lines:
    """`get`."""
    refuse_others(call, _FILTER)
    asked = child(call, _FILTER)
    yield "<data>"
    yield from _configuration(caller, call, is_candidate=False)
    if asked is None or child(asked, _STATE) is not None:
        yield from _database_status(caller)
    yield "</data>"


def _configuration(caller: Caller, call: XmlElement, *, is_candidate: bool) -> Lines:
    """A configuration in the form that the call asks for, or what its filter takes. Raises Refused for odd ones."""
    context, asked = caller.context, child(call, _FILTER)
    if not may_run(context, forms.SHOW):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=local_name(call)))
    form = one_attribute(call, "format", _FORMS)
    if is_candidate:
        draft = candidate.seen(caller)
        draft.freeze()  # others may edit between two slices
        subject = showing.candidate_subject(context, draft)
    else:
        subject = showing.committed_subject(context, caller.device.stores.committed)
    if asked is not None:
        one_attribute(asked, "type", (_SUBTREE,))
        wanted = yield from read(asked, Beat())
        subject = replace(subject, select=partial(_taken, context, wanted), has_version=False)
    around = ("<configuration-json>", "</configuration-json>") if form == "json" else ("", "")
    yield from filter(None, around[:1])
    yield from forms.formed(context, form, Wish(), subject)
    yield from filter(None, around[1:])


def _taken(context: Context, wanted: Wanted, root: Branch) -> Slices[Branch]:
    """What a filter takes from a configuration, as the user may see it."""
    whole = _with_version(root, context.device.software.release)
    return (yield from Selector(context.masks_secrets).root(whole, wanted.rest))


def _with_version(root: Branch, release: str) -> Branch:
    """A configuration that says of which release it is, as all that are shown do."""
    node = root.node.by_name[_VERSION]
    return Branch(
        root.node, root.keys, {_VERSION: Leaf(node, release), **root.children}, root.mark, root.comment
    )


def _database_status(caller: Caller) -> Iterator[str]:
    """Who is editing the configuration, as the vendor documentation shows it."""
    yield f"<{_STATE}>"
    for editor in caller.device.stores.locks.editors:
        yield "<database-status>"
        yield from _editor(caller, editor)
        yield "</database-status>"
    yield f"</{_STATE}>"


def _editor(caller: Caller, editor: Editor) -> Iterator[str]:
    device = caller.device
    since = device.local_time(editor.since).strftime("%Y-%m-%d %H:%M:%S %Z")
    yield f"<user>{xml_text(editor.user)}</user>"
    yield f"<terminal>{xml_text(editor.terminal or '')}</terminal>"
    yield f"<pid>{editor.session}</pid>"
    yield f'<start-time junos:seconds="{int(editor.since)}">{since}</start-time>'
    login = device.logins.find(editor.session)
    idle = 0 if login is None else int(device.logins.idle(login))
    if idle:
        yield f'<idle-time junos:seconds="{idle}">{idle // 3600:02}:{idle // 60 % 60:02}:{idle % 60:02}</idle-time>'
    if editor.mode is not Mode.SHARED:
        yield f"<{editor.mode.value}/>"
    yield f"<edit-path>{xml_text('' if editor.hierarchy is None else messages.level(editor.hierarchy))}</edit-path>"
