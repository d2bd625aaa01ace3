"""`get-config` and `get`: the configuration, or what a filter takes from it (vendor documentation; captures).

`get` is about what is committed, and says who is editing beside it: the state that Junos keeps there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands.showing import candidate_state, commit_state
from junosim.config.formats.xml import INDENT, XmlWriter
from junosim.config.locks import Mode
from junosim.config.tree import Branch, Leaf
from junosim.netconf import candidate
from junosim.netconf.datastores import CANDIDATE, RUNNING, datastore, one_attribute, refuse_others
from junosim.netconf.filter import Selector, read
from junosim.netconf.reading import child, local_name
from junosim.slices import Beat
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.locks import Editor
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines, Slices

NAMESPACE: Final = "http://xml.juniper.net/xnm/1.1/xnm"
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
    context, stores = caller.context, caller.device.stores
    if is_candidate:
        draft = candidate.seen(caller)
        draft.freeze()  # others may edit between two slices
        root, attributes = draft.root, candidate_state(context, draft)
    else:
        root, attributes = stores.committed.root, commit_state(context, stores.committed)
    shown = yield from _asked(caller, call, root)
    yield f"<configuration{_attributes({'xmlns': NAMESPACE, **attributes})}>"
    yield from XmlWriter(context.masks_secrets).level(shown, " " * INDENT)
    yield "</configuration>"


def _asked(caller: Caller, call: XmlElement, root: Branch) -> Slices[Branch]:
    """What the caller may see of a configuration, of that what the call asks for. Raises Refused for odd filters."""
    context = caller.context
    seen = yield from context.seen(root)
    whole = _with_version(seen, caller.device.software.release)
    asked = child(call, _FILTER)
    if asked is None:
        return whole
    one_attribute(asked, "type", (_SUBTREE,))
    beat = Beat()
    wanted = yield from read(asked, beat)
    return (yield from Selector(context.masks_secrets, beat).root(whole, wanted.rest))


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


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f' {name}="{xml_text(value)}"' for name, value in given.items())
