"""Which routine answers which call: a table of those with a name of their own, and the operational commands."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.netconf import (
    commit_call,
    committing,
    copying,
    edit,
    ending,
    forms,
    getting,
    loading,
    opening,
    operational,
)
from junosim.netconf.bounds import MOST_ARGUMENTS
from junosim.netconf.reading import local_name
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines

Routine: TypeAlias = "Callable[[Caller, XmlElement], Lines]"
"""Carries out a call, in slices, and gives the lines of its answer; raises Refused for what is not done."""

CALLS: Final[Mapping[str, Routine]] = MappingProxyType(
    {
        "close-configuration": opening.close_configuration,
        "close-session": ending.close_session,
        "command": operational.by_text,
        "commit": committing.commit,
        "commit-configuration": commit_call.commit_configuration,
        "copy-config": copying.copy_config,
        "delete-config": copying.delete_config,
        "discard-changes": committing.discard_changes,
        "edit-config": edit.edit_config,
        "get": getting.get,
        "get-config": getting.get_config,
        "get-configuration": forms.get_configuration,
        "kill-session": ending.kill_session,
        "load-configuration": loading.load_configuration,
        "lock": committing.lock,
        "lock-configuration": opening.lock_configuration,
        "open-configuration": opening.open_configuration,
        "request-end-session": ending.end_session,
        "unlock": committing.unlock,
        "unlock-configuration": opening.unlock_configuration,
        "validate": committing.validate,
    }
)


_TOO_MANY: Final = "too many arguments"  # our wording


def routine(caller: Caller, call: XmlElement) -> Lines:
    """What carries out a call. Raises what `admit` does."""
    admit(call)
    return CALLS.get(local_name(call), operational.by_name)(caller, call)


def admit(call: XmlElement) -> None:
    """Raise Refused for a call with more arguments than any has, which nobody is to look at one by one."""
    if len(call) > MOST_ARGUMENTS:
        raise Refused(RpcError(_TOO_MANY, bad_element=local_name(call)))
