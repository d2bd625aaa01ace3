"""The calls that end sessions: the caller's own, or another one by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.may_run import may_call
from junosim.device import user_messages
from junosim.netconf.reading import child, text_of
from junosim.netconf.replies import OK, Refused, RpcError

if TYPE_CHECKING:
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

_SESSION: Final = "session-id"
_LOGOUT: Final = "request-logout-user"  # whoever may ask for this may end sessions
_INVALID: Final = "invalid-value"


def close_session(caller: Caller, _call: XmlElement) -> Lines:
    """`close-session`."""
    caller.ended = True
    yield OK


def end_session(caller: Caller, _call: XmlElement) -> Lines:
    """`request-end-session`, which does the same by the name of Junos."""
    caller.ended = True
    yield "<end-session/>"


def kill_session(caller: Caller, call: XmlElement) -> Lines:
    """`kill-session`: another session, of NETCONF or the CLI, with all that it holds.

    Raises Refused when there is none, for the caller's own, and for those who may not end sessions.
    """
    number = text_of(child(call, _SESSION))
    if not number:
        raise Refused(RpcError("missing argument", bad_element=_SESSION, tag="missing-element"))
    if number == str(caller.login.pid):
        raise Refused(RpcError("session cannot end itself", bad_element=_SESSION, tag=_INVALID))
    if not may_call(caller.context, _LOGOUT, {"pid": number}):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element="kill-session", tag="access-denied"))
    if not user_messages.expel(caller.device, lambda login: str(login.pid) == number):
        raise Refused(RpcError("no such session", bad_element=_SESSION, tag=_INVALID))
    yield OK
