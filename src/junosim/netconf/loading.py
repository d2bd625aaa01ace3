"""`load-configuration`: a text, an earlier configuration, the rescue configuration or a file into the candidate.

What is right in a text is loaded; what is not is told in `load-configuration-results`, which end with the number of
errors, or `<ok/>` when there were none (captures of devices).
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.class_names import localize
from junosim.cli.files import read_text
from junosim.cli.whole import drop_version
from junosim.config.formats.read_xml import configuration_in, parts
from junosim.config.load import Form, Mode, form_of, load_elements
from junosim.errors import JunosimError
from junosim.netconf import candidate, replies
from junosim.netconf.reading import child, local_name
from junosim.netconf.refusals import load_errors, refused, warning
from junosim.netconf.replies import OK, Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from junosim.config.formats.problems import LoadProblem
    from junosim.config.load import Loaded
    from junosim.config.workspace import Workspace
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines, Slices

NAME: Final = "load-configuration"
_SYNTAX: Final = "syntax error"
_MOST_REVISIONS: Final = 49
_ACTIONS: Final[Mapping[str, Mode]] = MappingProxyType(
    {
        "merge": Mode.MERGE,
        "override": Mode.OVERRIDE,
        "patch": Mode.MERGE,
        "replace": Mode.REPLACE,
        "set": Mode.MERGE,
        "update": Mode.UPDATE,
    }
)
_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {"json": Form.JSON, "set": Form.SET, "text": Form.TEXT, "ascii": Form.TEXT, "xml": Form.XML}
)
_BY_ACTION: Final[Mapping[str, Form]] = MappingProxyType({"patch": Form.PATCH, "set": Form.SET})
"""Actions that say in which form the text is, whatever `format` says."""

_BODIES: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "configuration-json": Form.JSON,
        "configuration-patch": Form.PATCH,
        "configuration-set": Form.SET,
        "configuration-text": Form.TEXT,
    }
)


def load_configuration(caller: Caller, call: XmlElement) -> Lines:
    """`load-configuration`. Raises Refused for what cannot be loaded at all."""
    given = {str(key).rpartition("}")[2]: str(value) for key, value in call.attrib.items()}
    action = _one_of(given.get("action", "merge"), _ACTIONS)
    form = _BY_ACTION.get(action) or _FORMS[_one_of(given.get("format", "xml"), _FORMS)]
    predefined: tuple[str, ...] = ()
    if "rollback" in given or "rescue" in given:
        number = None if "rescue" in given else _number(given["rollback"])
        again = yield from candidate.roll_back(caller, number, NAME)
        problems = () if again is None else again.problems
    else:
        source = given.get("url", "")
        body, form = (
            (yield from _file(caller, source, form, is_stated="format" in given))
            if source
            else _body(call, form)
        )
        loaded, predefined = yield from _loaded(caller, body, form, action, source)
        problems = loaded.problems
    yield from _results(problems, predefined)


def _loaded(
    caller: Caller, body: str | XmlElement, form: Form, action: str, source: str
) -> Slices[tuple[Loaded, tuple[str, ...]]]:
    """Load a text, or elements, and tell what was wrong and which predefined classes came."""
    mode = _ACTIONS[action]
    if isinstance(body, str):
        loading = candidate.load(caller, body, mode, form, verb=action, source=source, name=NAME)
    else:
        candidate.permit(caller, f"load {action} terminal", NAME)
        work = partial(_set, body, mode)
        loading = candidate.change(caller, work, NAME, kind=action, source=source)
    return (yield from loading)


def _set(element: XmlElement, mode: Mode, work: Workspace) -> Slices[tuple[Loaded, tuple[str, ...]]]:
    """Set the statements in an element."""
    start = work.root
    loaded = yield from load_elements(work, parts(element), mode=mode, replacing=mode is Mode.REPLACE)
    drop_version(work)
    if loaded.refused:
        work.root = start
        work.forget()
        return loaded, ()
    return loaded, tuple(localize(work))


def _results(problems: Iterable[LoadProblem], predefined: Iterable[str]) -> Lines:
    errors = 0
    yield "<load-configuration-results>"
    for name in predefined:
        text = messages.predefined_class(name).removeprefix("warning: ")
        yield from replies.error(warning(text))
    for problem in load_errors(problems):
        errors += not problem.is_warning
        yield from replies.error(problem)
        yield None
    yield f"<load-error-count>{errors}</load-error-count>" if errors else OK
    yield "</load-configuration-results>"


def _one_of(word: str, words: Mapping[str, object]) -> str:
    if word not in words:
        raise Refused(RpcError(_SYNTAX, bad_element=word))
    return word


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= _MOST_REVISIONS):
        raise Refused(RpcError(_SYNTAX, bad_element=text))
    return int(text)


def _body(call: XmlElement, form: Form) -> tuple[str | XmlElement, Form]:
    """What the call has in it: elements, or a text in an element that names its form.

    `configuration-set` may stand with any action, as some clients send it.
    """
    found = next(iter(call.iterchildren("*")), None)
    if found is None:
        raise Refused(RpcError("missing argument", bad_element="configuration"))
    name = local_name(found)
    if name == "configuration":
        if form is not Form.XML:
            wanted = next(name for name, known in _BODIES.items() if known is form)
            raise Refused(
                RpcError(f"internal communications error (tag 'configuration') expecting <{wanted}>")
            )
        return _innermost(call), Form.XML
    if name not in _BODIES:
        raise Refused(RpcError(_SYNTAX, bad_element=name))
    inner = child(found, "configuration")
    if inner is not None:
        return _innermost(found), Form.XML
    by_name = _BODIES[name]
    same = by_name is Form.TEXT and form in (Form.PATCH, Form.SET)  # older clients name every text alike
    return "".join(found.itertext()), form if same else by_name


def _innermost(holder: XmlElement) -> XmlElement:
    """What is in `configuration`, which some clients wrap into another one."""
    found = configuration_in(holder)
    assert found is not None
    return found


def _file(caller: Caller, url: str, form: Form, *, is_stated: bool) -> Slices[tuple[str, Form]]:
    """The text of a file, and its form: as the call says, else by what it begins with."""
    try:
        text = yield from read_text(caller.context, url.removeprefix("file://"))
    except JunosimError as problem:
        raise refused(caller.context, problem, NAME) from problem
    return text, form if is_stated or form is not Form.XML else form_of(text)
