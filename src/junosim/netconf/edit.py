"""`edit-config` (RFC 6241, 7.2) as Junos does it (vendor documentation).

What is edited is the candidate that the session has open, or the shared one. Elements may have the attributes of
Junos beside `operation`. `test-option` makes no difference to what is tested: that statements exist, and that their
values will do; what a commit finds, the commit says. The first error ends the edit, and what came before it stays,
unless `error-option` says otherwise: `ignore-error` (or `continue-on-error`) goes on, `rollback-on-error` takes all
back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.cli import messages
from junosim.cli.class_names import localize
from junosim.cli.whole import drop_version
from junosim.config.formats.read_xml import configuration_in, parts
from junosim.config.load import Form, Mode, load_elements, load_in_slices
from junosim.netconf import candidate, replies
from junosim.netconf.datastores import (
    CANDIDATE,
    CONFIG,
    URL,
    datastore,
    missing,
    one_attribute,
    one_of,
    refuse_others,
    text_at,
    unknown,
)
from junosim.netconf.reading import child, local_name
from junosim.netconf.refusals import load_errors, warning
from junosim.netconf.replies import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.config.load import Loaded
    from junosim.config.workspace import Workspace
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.netconf.replies import RpcError
    from junosim.slices import Lines, Slices

Reading: TypeAlias = "Callable[[Workspace], Slices[Loaded]]"
NAME: Final = "edit-config"
_TEXT: Final = "config-text"
_DEFAULT, _TEST, _ERROR = "default-operation", "test-option", "error-option"
_REPLACE, _NONE = "replace", "none"
_TEST_ONLY, _TEST_FIRST = "test-only", "test-then-set"
_STOP, _ROLL_BACK = "stop-on-error", "rollback-on-error"
_DEFAULTS: Final = ("merge", _REPLACE, _NONE)
_TESTS: Final = ("set", _TEST_FIRST, _TEST_ONLY)
_ERRORS: Final = (_STOP, "continue-on-error", "ignore-error", _ROLL_BACK)


@dataclass(frozen=True, slots=True)
class Options:
    """How a configuration is taken in.

    clears    it comes in the place of all that is there
    merging   statements without an operation of their own are set
    stopping  nothing is set from the first error on
    whole     nothing is set when there is an error
    setting   something is set at all
    """

    clears: bool = False
    merging: bool = True
    stopping: bool = True
    whole: bool = False
    setting: bool = True

    @property
    def mode(self) -> Mode:
        """The mode of a load."""
        return Mode.OVERRIDE if self.clears else Mode.MERGE


def edit_config(caller: Caller, call: XmlElement) -> Lines:
    """`edit-config`. Raises Refused with all that is wrong."""
    refuse_others(call, "target", _DEFAULT, _TEST, _ERROR, CONFIG, _TEXT, URL)
    datastore(call, "target", CANDIDATE)
    options = _options(call)
    source = next((found for name in (CONFIG, _TEXT, URL) if (found := child(call, name)) is not None), None)
    if source is None:
        raise missing(CONFIG)
    yield from incorporate(caller, source, options, NAME)


def incorporate(caller: Caller, source: XmlElement, options: Options, name: str) -> Lines:
    """Take in what `config`, `config-text` or `url` holds: `<ok/>`, with warnings above it.

    `name` is that of the call. Raises Refused for all that is wrong; what is set then is for the options to say.
    """
    candidate.permit(caller, f"load {options.mode.value} terminal", name)
    reading = yield from _reading(caller, source, options)
    loaded, predefined = yield from candidate.change(
        caller, partial(_set, reading, options), name, kind=options.mode.value, source=local_name(source)
    )
    errors = [*_errors(loaded), *(_predefined(class_name) for class_name in predefined)]
    if loaded.errors:
        raise Refused(*errors)
    yield from replies.ok(errors)


def _options(call: XmlElement) -> Options:
    default = one_of(call, _DEFAULT, _DEFAULTS, _DEFAULTS[0])
    test = one_of(call, _TEST, _TESTS, _TESTS[0])
    error = one_of(call, _ERROR, _ERRORS, _STOP)
    return Options(
        clears=default == _REPLACE,
        merging=default != _NONE,
        stopping=error == _STOP,
        whole=error == _ROLL_BACK or test == _TEST_FIRST,
        setting=test != _TEST_ONLY,
    )


def _reading(caller: Caller, source: XmlElement, options: Options) -> Slices[Reading]:
    """What reads a source into a workspace, and may do so again. Raises Refused for one that holds nothing."""
    kind = local_name(source)
    if kind == CONFIG:
        configuration = configuration_in(source)
        if configuration is None:
            stranger = next(source.iterchildren("*"), None)
            raise missing("configuration") if stranger is None else unknown(local_name(stranger))
        return partial(_read_elements, configuration, options)
    if kind == _TEXT:
        holder = child(source, "configuration-text")
        if holder is None:
            raise missing("configuration-text")
        return partial(_read_text, "".join(map(str, holder.itertext())), Form.TEXT, options)
    text = yield from text_at(caller, source)
    is_text = one_attribute(source, "format", ("xml", "text")) == "text"
    return partial(_read_text, text, Form.TEXT if is_text else Form.XML, options)


def _read_elements(configuration: XmlElement, options: Options, work: Workspace) -> Slices[Loaded]:
    return (
        yield from load_elements(
            work,
            parts(configuration),
            mode=options.mode,
            stopping=options.stopping,
            merging=options.merging,
        )
    )


def _read_text(text: str, form: Form, options: Options, work: Workspace) -> Slices[Loaded]:
    """A text that is no elements has no operations: where these alone count, it is only read."""
    start = work.root
    loaded = yield from load_in_slices(
        work, text, mode=options.mode, form=form, stopping=options.stopping, merging=options.merging
    )
    if form is Form.TEXT and not options.merging:
        work.root = start
        work.forget()
    return loaded


def _set(reading: Reading, options: Options, work: Workspace) -> Slices[tuple[Loaded, tuple[str, ...]]]:
    """Read a source into a fork of the candidate, as far as it is to be set."""
    start = work.root
    loaded = yield from reading(work)
    drop_version(work)
    if loaded.refused or not options.setting or (options.whole and loaded.errors):
        work.root = start
        work.forget()
        return loaded, ()
    return loaded, tuple(localize(work))


def _errors(loaded: Loaded) -> Iterator[RpcError]:
    """What was wrong with a source, errors with the tags of the standard."""
    for problem in loaded.problems:
        for found in load_errors([problem]):
            yield replace(found, tag=problem.kind) if problem.kind else found


def _predefined(class_name: str) -> RpcError:
    return warning(messages.predefined_class(class_name).removeprefix("warning: "))
