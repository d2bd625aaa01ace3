"""`copy-config` and `delete-config`: whole configurations from one place to another (vendor documentation).

The candidate takes what is committed, what a file holds, or what stands in the call; a file takes the candidate or
what is committed, as `save` writes it, or as elements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config import edit
from junosim.netconf import candidate, replies
from junosim.netconf.datastores import CANDIDATE, CONFIG, RUNNING, URL, datastore, one_of, refuse_others
from junosim.netconf.edit import Options, incorporate
from junosim.netconf.reading import local_name
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from junosim.config.workspace import Workspace
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines, Slices

COPY: Final = "copy-config"
DELETE: Final = "delete-config"
_ERRORS: Final = ("stop-on-error", "ignore-error")


def copy_config(caller: Caller, call: XmlElement) -> Lines:
    """`copy-config`."""
    refuse_others(call, "target", "source", "error-operation")
    datastore(call, "target", CANDIDATE)
    source = datastore(call, "source", RUNNING, CANDIDATE, URL, CONFIG)
    stopping = one_of(call, "error-operation", _ERRORS, _ERRORS[0]) == _ERRORS[0]
    name = local_name(source)
    if name == CANDIDATE:
        raise Refused(RpcError("source and target are the same", bad_element=name, tag="invalid-value"))
    if name == RUNNING:
        yield from candidate.discard(caller, COPY)
        yield from replies.ok()
    else:
        yield from incorporate(caller, source, Options(clears=True, stopping=stopping, whole=stopping), COPY)


def delete_config(caller: Caller, call: XmlElement) -> Lines:
    """`delete-config`: nothing is left of the candidate but what is protected."""
    refuse_others(call, "target")
    datastore(call, "target", CANDIDATE)
    candidate.permit(caller, "delete", DELETE)
    yield from candidate.change(caller, _delete, DELETE)
    yield from replies.ok()


def _delete(work: Workspace) -> Slices[None]:
    work.apply(edit.delete, ())
    yield from ()
