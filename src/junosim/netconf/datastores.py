"""The parameters that the operations of the standard have in common: which datastore, which file, one of some words.

The one datastore that can be changed is the candidate, as the hello says: there is neither `startup` nor a `running`
that can be written. The texts of refusals are those of Junos where captures have them; the tags are the standard's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli.files import read_text
from junosim.errors import ConfigurationError
from junosim.netconf.reading import child, local_name, text_of
from junosim.netconf.refusals import refused
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Collection

    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Slices

CANDIDATE: Final = "candidate"
RUNNING: Final = "running"
URL: Final = "url"
CONFIG: Final = "config"
_KNOWN: Final = frozenset({CANDIDATE, RUNNING, URL, CONFIG, "startup"})
_SYNTAX: Final = "syntax error"
_MISSING: Final = "missing argument"
_NOT_SUPPORTED: Final = "operation is not supported on this datastore"  # our wording
_FILE: Final = "file://"
_LOCAL: Final = "localhost/"


def refuse_others(call: XmlElement, *names: str) -> None:
    """Refuse a parameter that the call does not have."""
    for parameter in call.iterchildren("*"):
        if local_name(parameter) not in names:
            raise unknown(local_name(parameter))


def unknown(name: str) -> Refused:
    """The refusal of an element that nothing knows there."""
    return Refused(RpcError(_SYNTAX, bad_element=name, tag="unknown-element"))


def missing(name: str) -> Refused:
    """The refusal of a call that lacks an element."""
    return Refused(RpcError(_MISSING, bad_element=name, tag="missing-element"))


def datastore(call: XmlElement, parameter: str, *names: str) -> XmlElement:
    """What stands in `source` or `target`: an element of one of these names. Raises Refused for others, and none."""
    holder = child(call, parameter)
    found = None if holder is None else next(holder.iterchildren("*"), None)
    if found is None:
        raise missing(parameter)
    name = local_name(found)
    if name not in names:
        if name in _KNOWN:
            raise Refused(RpcError(_NOT_SUPPORTED, bad_element=name, tag="operation-not-supported"))
        raise unknown(name)
    return found


def one_of(call: XmlElement, parameter: str, words: Collection[str], default: str) -> str:
    """The word that a parameter holds. Raises Refused for another than these."""
    found = child(call, parameter)
    if found is None:
        return default
    word = text_of(found)
    if word not in words:
        raise Refused(RpcError(f"invalid value '{word}'", bad_element=parameter, tag="invalid-value"))
    return word


def one_attribute(element: XmlElement, name: str, words: Collection[str]) -> str:
    """The word that an attribute holds, in whatever namespace; the first of these where there is none.

    Raises Refused for another word.
    """
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] != name:
            continue
        if value not in words:
            said, bad = f"invalid value '{value}'", local_name(element)
            raise Refused(RpcError(said, bad, tag="bad-attribute", info=(("bad-attribute", name),)))
        return str(value)
    return next(iter(words))


def file_name(url: XmlElement) -> str:
    """The file of the device that a `url` names; other schemes than `file` stay, for who reads it to refuse."""
    name = text_of(url)
    if not name:
        raise missing(URL)
    return "/" + name.removeprefix(_FILE).removeprefix(_LOCAL).lstrip("/") if name.startswith(_FILE) else name


def text_at(caller: Caller, url: XmlElement) -> Slices[str]:
    """The text of the file that a `url` names. Raises Refused when it cannot be read."""
    try:
        return (yield from read_text(caller.context, file_name(url)))
    except ConfigurationError as problem:
        raise refused(caller.context, problem, URL) from problem
