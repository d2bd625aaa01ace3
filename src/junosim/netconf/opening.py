"""The calls of Junos that open, close, lock and unlock the configuration database.

Their replies are empty; `<private/>` warns that what is not committed will be lost (captures of devices).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.config.locks import Mode
from junosim.netconf import candidate, replies
from junosim.netconf.reading import local_name
from junosim.netconf.refusals import warning
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

_MODES: Final[Mapping[str, Mode]] = MappingProxyType({"private": Mode.PRIVATE, "exclusive": Mode.EXCLUSIVE})
_WILL_BE_DISCARDED: Final = messages.WILL_BE_DISCARDED.removeprefix("warning: ")


def open_configuration(caller: Caller, call: XmlElement) -> Lines:
    """`open-configuration`, with `<private/>` or `<exclusive/>`; other databases are not there."""
    mode = Mode.SHARED
    for asked in call.iterchildren("*"):
        word = local_name(asked)
        if word not in _MODES:
            raise Refused(RpcError("syntax error", bad_element=word))
        mode = _MODES[word]
    candidate.open_database(caller, mode)
    if mode is not Mode.SHARED:
        yield from replies.error(warning(_WILL_BE_DISCARDED))


def close_configuration(caller: Caller, _call: XmlElement) -> Lines:
    """`close-configuration`."""
    candidate.close_database(caller)
    yield from ()


def lock_configuration(caller: Caller, _call: XmlElement) -> Lines:
    """`lock-configuration`."""
    candidate.lock(caller)
    yield from ()


def unlock_configuration(caller: Caller, _call: XmlElement) -> Lines:
    """`unlock-configuration`."""
    candidate.unlock(caller)
    yield from ()
